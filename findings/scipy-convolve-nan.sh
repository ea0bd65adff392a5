#!/usr/bin/env bash
# One nan in a signal: how many answers SciPy loses depends on which of its convolutions one calls.
source "$(dirname "$0")/_fresh.bash"
fresh scipy==1.17.1 numpy==2.4.6
python - <<'PY'
import numpy as np
import scipy
from scipy import ndimage, signal

length = 10_000
x = np.zeros(length)
x[length // 2] = np.nan
kernel = np.ones(5)


def lost(answer):
    return int(np.isnan(answer).sum())


print("SciPy", scipy.__version__, f"a box of 5 over {length} numbers, one of them nan")
print("expected: 5 answers are nan")
seen = {
    "signal.convolve": lost(signal.convolve(x, kernel, "same")),
    "signal.oaconvolve": lost(signal.oaconvolve(x, kernel, "same")),
    "signal.fftconvolve": lost(signal.fftconvolve(x, kernel, "same")),
    "ndimage.convolve": lost(ndimage.convolve(x, kernel)),
    "ndimage.uniform_filter": lost(ndimage.uniform_filter(x, 5)),
}
print("seen:    ", seen)
assert list(seen.values()) == [5, 20, length, 5, length - length // 2 + 2]
PY
