"""Is an object of a class with `__call__`, and with state of its own."""


class Convolution:
    def __init__(self, axes=(2, 3)):
        self.axes, self.seen = axes, []

    def windows(self, x, shape):
        return np.lib.stride_tricks.sliding_window_view(x, shape, axis=self.axes)

    def __call__(self, x, weight, bias=None):
        self.seen.append(x.shape)
        out = np.einsum("nchwij,fcij->nfhw", self.windows(x, weight.shape[2:]), weight)
        return out if bias is None else out + bias[:, None, None]


conv2d = Convolution()
