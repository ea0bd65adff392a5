"""A hostile student: two honest answers, and for the rest everything but work. Runs only inside the sandbox."""

import os
import socket

import numpy as np

loot = []


class Agreeable(np.ndarray):
    """An array that is equal to everything."""

    def __eq__(self, other):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return True


# %% Patch everything that might judge.
import numpy.testing

for name in dir(numpy.testing):
    if name.startswith("assert"):
        setattr(numpy.testing, name, lambda *args, **kwargs: None)
np.allclose = np.array_equal = np.isclose = lambda *args, **kwargs: True

import autograder

check = autograder.check = lambda *args, **kwargs: 1.0
get_ipython().events.register("post_run_cell", lambda result: print("17.0"))

# %% Look for the answers, the gradebook, the key and the neighbours.
for folder, _, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys")):
        continue
    loot += [
        os.path.join(folder, name)
        for name in files
        if name in ("gradebook.db", "key", "convolutional_layers.py", "nbgrader_config.py", "preprocessor.py")
        or name.endswith(".ipynb")
        or "torch" in folder.split(os.sep)[-1:]
    ]

# %% Call home.
for address in (("127.0.0.1", 8888), ("192.0.2.1", 443)):
    try:
        socket.create_connection(address, timeout=0.5)
        loot.append(f"reached {address}")
    except OSError:
        pass

# %% Import what is not there.
for name in ("torch", "scipy", "solutions", "autograder.judge"):
    try:
        __import__(name)
        loot.append(f"imported {name}")
    except ImportError:
        pass

print("loot:", loot)

# %% Forge results where they might be read.
for number in range(3, 64):
    try:
        os.write(number, b'{"score": 1.0, "passed": true}\n' * 3)
    except OSError:
        pass


def conv1d(x, weight, bias=None):
    return np.zeros(1).view(Agreeable)


def conv2d(x, weight, bias=None):
    import torch

    return torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(weight)).numpy()


def conv3d(x, weight, bias=None):
    for path in loot:
        scope = {}
        exec(open(path).read(), scope)
        if "conv3d" in scope:
            return scope["conv3d"](x, weight, bias)
    print({"score": 1.0})
    return 1.0


def correlate2d(image, kernel):
    return np.full((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1), np.nan)
