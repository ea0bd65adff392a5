#!/usr/bin/env bash
# A numba stencil of whole numbers cuts its border value down to a whole number, though the value says what is wanted.
source "$(dirname "$0")/_fresh.bash"
fresh numba==0.68.1 numpy==2.4.6
python - <<'PY'
import numba
import numpy as np


@numba.stencil(cval=1.5)
def neighbours(x):
    return x[-1] + x[1]


print("numba", numba.__version__, "stencil(cval=1.5) of the whole numbers 0 to 4")
print("expected: 1.5 at both ends, or a complaint")
print("seen:    ", neighbours(np.arange(5)), "and for floats", neighbours(np.arange(5.0)))
assert neighbours(np.arange(5)).tolist() == [1, 2, 4, 6, 1]
assert neighbours(np.arange(5.0)).tolist() == [1.5, 2, 4, 6, 1.5]
PY
