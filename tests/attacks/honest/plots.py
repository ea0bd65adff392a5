"""Draws while it computes, and leaves figures open."""

import matplotlib.pyplot as plt

plt.style.use("ggplot")
plt.plot([1, 2, 3])
plt.show()


# %%
def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    plt.close("all")
    figure, axes = plt.subplots(1, 2, figsize=(2, 1))
    axes[0].imshow(x[0, 0])
    axes[1].imshow(out[0, 0])
    return out
