#!/usr/bin/env bash
# safetensors stores a transposed NumPy array with the new shape and the old order of numbers, without a word.
source "$(dirname "$0")/_fresh.bash"
fresh safetensors==0.8.0 numpy==2.4.6
python - <<'PY'
import numpy as np
import safetensors
from safetensors.numpy import load, save

weight = np.arange(6.0).reshape(2, 3)
print("safetensors", safetensors.__version__, "save and load of a weight of shape (2, 3) and of its transpose")
for name, array, same in (
    ("weight", weight, True),
    ("weight.T", weight.T, False),
    ("np.asfortranarray(weight)", np.asfortranarray(weight), False),
    ("np.ascontiguousarray(weight.T)", np.ascontiguousarray(weight.T), True),
):
    back = load(save({"weight": array}))["weight"]
    print(f"expected: {name}:", array.tolist())
    print("seen:    ", " " * len(name), back.tolist())
    assert back.shape == array.shape and np.array_equal(back, array) == same
PY
