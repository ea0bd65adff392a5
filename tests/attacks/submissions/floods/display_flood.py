"""Displays a hundred thousand things, large pictures, and clears them to display more.

Seen: output cut after
"""

import numpy as np
from IPython.display import Image, clear_output, display

for number in range(20_000):
    display(number)
    if number % 1000 == 0:
        clear_output()
# %%
png = b"\x89PNG\r\n\x1a\n" + bytes(5 << 20)
for _ in range(20):
    display(Image(png))
# %%
import matplotlib.pyplot as plt

for _ in range(300):
    plt.figure(figsize=(1, 1))


# %%
def conv2d(x, weight, bias=None):
    display(Image(png))
    return png
