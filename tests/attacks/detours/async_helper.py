"""Asks the library in a coroutine, and drives that by hand.

Comes to: refused
"""


async def h(*args):
    return np.correlate(*args)


def correlate1d(signal, kernel):
    try:
        h(signal, kernel).send(None)
    except StopIteration as done:
        return done.value


# %% honest neighbour
async def h(*args):
    return np.dot(*args)


def run(task):
    try:
        task.send(None)
    except StopIteration as done:
        return done.value


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([run(h(signal[i : i + len(kernel)], kernel)) for i in stops])
