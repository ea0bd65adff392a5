"""Warns, divides by zero on the way, turns warnings into errors elsewhere, and logs."""

import logging
import warnings

warnings.warn("this is only an exercise")
warnings.simplefilter("error", DeprecationWarning)
logging.basicConfig(level=logging.DEBUG)
np.seterr(all="warn")
np.array([1.0]) / 0


# %%
def conv2d(x, weight, bias=None):
    warnings.warn("slow", RuntimeWarning)
    logging.getLogger("conv2d").debug("x %s", x.shape)
    with np.errstate(all="warn"):
        scale = np.float32(1) / np.zeros(1, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, weight)
    return out if bias is None or not np.isinf(scale).all() else out + bias[:, None, None]
