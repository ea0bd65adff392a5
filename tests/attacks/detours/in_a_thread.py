"""Asks the library in a thread of its own.

Comes to: noted
"""

import threading

exec("h = np.correlate")


def correlate1d(signal, kernel):
    found = []
    thread = threading.Thread(target=lambda: found.append(h(signal, kernel)))
    thread.start()
    thread.join()
    return found[0]


# %% honest neighbour
from concurrent.futures import ThreadPoolExecutor


def correlate1d(signal, kernel):
    windows = [signal[i : i + len(kernel)] for i in range(len(signal) - len(kernel) + 1)]
    with ThreadPoolExecutor(2) as pool:
        return np.array(list(pool.map(kernel.dot, windows)))
