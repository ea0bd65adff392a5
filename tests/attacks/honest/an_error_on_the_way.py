"""Leaves cells behind that fail, a wrong assertion, and one that Python cannot read."""

assert 1 == 2, "this was an experiment"
# %%
undefined_name
# %%
get_ipython().run_cell("def half(:")
raise ValueError("never mind")


# %%
def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, weight)
    return out if bias is None else out + bias[:, None, None]
