"""Uses IPython: magics, shell commands, help, the last result, and a file that it writes and reads back."""

get_ipython().run_line_magic("time", "sum(range(10))")
get_ipython().run_cell_magic("writefile", "helper.py", "def add(out, bias):\n    return out + bias[:, None, None]\n")
get_ipython().system("ls -l helper.py")
help(np.einsum)
# %%
1 + 1
# %%
_ + 1
# %%
import helper


def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, weight)
    return out if bias is None else helper.add(out, bias)
