#!/usr/bin/env bash
# dask.array.pad returns too few numbers where it would have to wrap or mirror twice, and ignores reflect_type.
source "$(dirname "$0")/_fresh.bash"
fresh dask==2026.8.0 numpy==2.4.6
python - <<'PY'
import dask
import dask.array as da
import numpy as np

three = np.arange(3)
print("dask", dask.__version__, "dask.array.pad of [0 1 2], 8 on either side")
for mode, length in (("wrap", 9), ("reflect", 7), ("symmetric", 9)):
    lazy = da.pad(da.from_array(three), 8, mode)
    print(f"expected: {mode}: as numpy.pad, {len(np.pad(three, 8, mode))} numbers")
    print(f"seen:     {lazy.shape[0]} numbers, {lazy.compute()}")
    assert lazy.shape == lazy.compute().shape == (length,)

numbers = np.array([1, 2, 4])
odd = da.pad(da.from_array(numbers), 2, "reflect", reflect_type="odd").compute()
print("expected: reflect_type='odd': as numpy.pad,", np.pad(numbers, 2, "reflect", reflect_type="odd"))
print("seen:     the even reflection,", odd)
assert odd.tolist() == [4, 2, 1, 2, 4, 2, 1]
PY
