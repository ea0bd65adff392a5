#!/usr/bin/env bash
# astropy's box kernels take no notice of mode, and a width of 2.5 or 1.2 pixels gives the kernel of width 2.
source "$(dirname "$0")/_fresh.bash"
fresh astropy==8.0.2 scipy==1.17.1 numpy==2.4.6
python - <<'PY'
import astropy
import numpy as np
from astropy.convolution import Box1DKernel, Box2DKernel, discretize_model
from astropy.modeling.models import Box1D

print("astropy", astropy.__version__, "Box1DKernel(width, mode=mode), against its own discretize_model of a Box1D")
for width, mode in ((2, "center"), (2.5, "oversample"), (2.5, "integrate"), (1.2, "integrate")):
    wanted = discretize_model(Box1D(1 / width, 0, width), (-1, 2), mode=mode, factor=10)
    wanted /= wanted.sum()
    seen = Box1DKernel(width, mode=mode).array
    print(f"expected: {width}, {mode}:", wanted.round(3))
    print("seen:    ", " " * len(f"{width}, {mode}"), seen)
    assert np.allclose(seen, [0.25, 0.5, 0.25]) and not np.allclose(seen, wanted, atol=0.04)
    assert np.allclose(Box2DKernel(width, mode=mode).array, np.outer(seen, seen))
PY
