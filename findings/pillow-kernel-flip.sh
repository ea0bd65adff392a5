#!/usr/bin/env bash
# Pillow's ImageFilter.Kernel flips the kernel top to bottom and not left to right, and leaves the border alone.
source "$(dirname "$0")/_fresh.bash"
fresh pillow==13.0.0 numpy==2.4.6
python - <<'PY'
import numpy as np
import PIL
from PIL import Image, ImageFilter


def filtered(picture, kernel, scale):
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.Kernel((3, 3), kernel, scale)))


dot = np.zeros((5, 5), np.uint8)
dot[2, 2] = 1
answer = filtered(dot, [1, 2, 3, 4, 5, 6, 7, 8, 9], 1)[1:4, 1:4].tolist()
print("Pillow", PIL.__version__, "ImageFilter.Kernel((3, 3), 1 to 9) on a single bright pixel")
print("expected: a convolution [[1, 2, 3], ...] or a correlation [[9, 8, 7], ...]")
print("seen:    ", answer)
assert answer == [[3, 2, 1], [6, 5, 4], [9, 8, 7]]

even = filtered(np.full((4, 4), 10, np.uint8), [2] * 9, 9)
print("expected: an even picture of 10, doubled, is 20 everywhere, or is padded somehow")
print("seen:    ", even.tolist())
assert (even[1:3, 1:3] == 20).all() and even.sum() == 4 * 20 + 12 * 10
PY
