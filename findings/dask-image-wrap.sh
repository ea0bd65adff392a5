#!/usr/bin/env bash
# dask-image with mode="wrap": convolve goes round the ends as SciPy does, the other filters go round something else.
source "$(dirname "$0")/_fresh.bash"
fresh dask-image==2026.5.0 dask==2026.8.0 scipy==1.17.1 numpy==2.4.6
python - <<'PY'
from importlib.metadata import version

import dask.array as da
import numpy as np
from dask_image import ndfilters
from scipy import ndimage

ramp = np.arange(12.0)
lazy = da.from_array(ramp, chunks=6)
print("dask-image", version("dask-image"), "filters of 0 to 11 in two chunks, mode='wrap', against scipy.ndimage")
kernel = np.array([1.0, 2, 3])
seen = ndfilters.convolve(lazy, kernel, mode="wrap").compute()
same = np.allclose(seen, ndimage.convolve(ramp, kernel, mode="wrap"))
print("convolve: the same as SciPy:", same)
assert same
for name in ("uniform_filter", "maximum_filter", "gaussian_filter"):
    argument = 1 if name == "gaussian_filter" else 3
    both = getattr(ndimage, name), getattr(ndfilters, name)
    wanted = both[0](ramp, argument, mode="wrap")
    seen = both[1](lazy, argument, mode="wrap").compute()
    print(f"expected: {name}:", wanted.round(2))
    print("seen:    ", " " * len(name), seen.round(2))
    assert not np.allclose(seen, wanted)
    assert np.allclose(both[1](lazy, argument, mode="mirror").compute(), both[0](ramp, argument, mode="mirror"))
PY
