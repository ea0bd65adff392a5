"""Works in threads, one for each image, and waits for all of them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread

pool = ThreadPoolExecutor(4)
lock, done = Lock(), []


def one(image, weight):
    windows = np.lib.stride_tricks.sliding_window_view(image, weight.shape[2:], axis=(1, 2))
    with lock:
        done.append(image.shape)
    return np.einsum("chwij,fcij->fhw", windows, weight)


# %%
thread = Thread(target=print, args=("from a thread",))
thread.start()
thread.join()


# %%
def conv2d(x, weight, bias=None):
    out = np.stack(list(pool.map(lambda image: one(image, weight), x)))
    return out if bias is None else out + bias[:, None, None]
