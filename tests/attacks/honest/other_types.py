"""Computes in float64 and in another order, and returns views, Fortran order and a read-only array."""

import itertools

forms = itertools.cycle([np.asfortranarray, lambda out: out[::-1][::-1], lambda out: np.broadcast_to(out, out.shape)])


# %%
def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(float), weight.shape[2:], axis=(2, 3))
    out = np.moveaxis(np.tensordot(weight.astype(float), windows, ([1, 2, 3], [1, 4, 5])), 0, 1)
    return next(forms)(out if bias is None else out + bias[:, None, None])
