"""Is a single lambda."""

conv2d = lambda x, weight, bias=None: (
    np.einsum("nchwij,fcij->nfhw", np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3)), weight)
    + (0 if bias is None else bias[:, None, None])
)
