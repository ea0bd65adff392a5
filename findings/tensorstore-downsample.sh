#!/usr/bin/env bash
# tensorstore's downsample of a slice averages along the whole array's grid, so the first mean may be of one number.
source "$(dirname "$0")/_fresh.bash"
fresh tensorstore==0.1.86 numpy==2.4.6
python - <<'PY'
from importlib.metadata import version

import numpy as np
import tensorstore

eight = np.arange(8.0)
seen = tensorstore.downsample(tensorstore.array(eight)[1:7], [2], "mean").read().result()
print("tensorstore", version("tensorstore"), "downsample by 2, mean")
print("expected: 1 to 6, taken from 0 to 7 by a slice: 3 means, 1.5 3.5 5.5")
print("seen:    ", seen)
assert seen.tolist() == [1, 2.5, 4.5, 6]
copied = tensorstore.downsample(tensorstore.array(eight[1:7]), [2], "mean").read().result()
print("          the same numbers, sliced by NumPy before:", copied)
assert copied.tolist() == [1.5, 3.5, 5.5]

halves = [[0, 1], [1, 2], [2, 3], [3, 4]]
means = tensorstore.downsample(tensorstore.array(np.array(halves, np.uint8)), [1, 2], "mean").read().result().ravel()
print("expected: the means 0.5 1.5 2.5 3.5 of uint8 pairs all rounded up, or all down")
print("seen:    ", means)
assert means.tolist() == [0, 2, 2, 4]
PY
