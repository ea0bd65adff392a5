#!/usr/bin/env bash
# pywt.pad returns more than was asked for in one of its modes, and its "constant" is not a constant.
source "$(dirname "$0")/_fresh.bash"
fresh pywavelets==1.9.0 numpy==2.4.6
python - <<'PY'
from importlib.metadata import version

import numpy as np
import pywt

three = np.array([1, 2, 4])
print("PyWavelets", version("pywavelets"), "pad([1 2 4], 2, mode)")
print("expected: 3 + 2 + 2 = 7 numbers in every mode")
lengths = {mode: len(pywt.pad(three, 2, mode)) for mode in pywt.Modes.modes}
print("seen:    ", lengths)
assert {mode for mode, length in lengths.items() if length != 7} == {"periodization"}
print("          periodization:", pywt.pad(three, 2, "periodization"), " periodic:", pywt.pad(three, 2, "periodic"))
assert pywt.pad(three, 2, "periodization").tolist() == [4, 4, 1, 2, 4, 4, 1, 2]

print("expected: constant: 0 0 1 2 4 0 0, as in NumPy and torch")
print("seen:    ", pywt.pad(three, 2, "constant"))
assert pywt.pad(three, 2, "constant").tolist() == [1, 1, 1, 2, 4, 4, 4]
PY
