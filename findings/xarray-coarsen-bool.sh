#!/usr/bin/env bash
# xarray: coarsen of a mask with boundary="pad" gives arrays of Python objects for sum and max.
source "$(dirname "$0")/_fresh.bash"
fresh xarray==2026.9.0 numpy==2.4.6 pandas==3.1.1
python - <<'PY'
import numpy as np
import xarray

mask = xarray.DataArray(np.arange(7) > 0, dims="x")
print("xarray", xarray.__version__, "coarsen(x=3, ...) of a mask of 7")
seen = {}
for boundary in ("trim", "pad"):
    coarse = mask.coarsen(x=3, boundary=boundary)
    seen[boundary] = [str(reduced.dtype) for reduced in (coarse.sum(), coarse.max(), coarse.mean())]
print("expected: sum, max and mean are int64, bool and float64, as with boundary='trim':", seen["trim"])
print("seen:     with boundary='pad':", seen["pad"])
assert seen == {"trim": ["int64", "bool", "float64"], "pad": ["object", "object", "float64"]}
PY
