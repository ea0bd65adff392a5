#!/usr/bin/env bash
# By the factor 0.5, SciPy, scikit-image and OpenCV make 2 pixels of 5 and 4 of 7: halves are rounded to the even size.
source "$(dirname "$0")/_fresh.bash"
fresh scipy==1.17.1 scikit-image==0.26.0 opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6
python - <<'PY'
import cv2
import numpy as np
import PIL
import scipy
import skimage
from PIL import Image
from scipy import ndimage
from skimage import transform

sizes = [3, 5, 7, 9, 11]
seen = {
    f"SciPy {scipy.__version__} ndimage.zoom": [ndimage.zoom(np.zeros(n), 0.5).size for n in sizes],
    f"scikit-image {skimage.__version__} rescale": [transform.rescale(np.zeros(n), 0.5).size for n in sizes],
    f"OpenCV {cv2.__version__} resize": [cv2.resize(np.zeros((n, 1)), None, fx=1, fy=0.5).size for n in sizes],
    f"Pillow {PIL.__version__} reduce": [Image.new("L", (n, 1)).reduce((2, 1)).width for n in sizes],
}
print("the sizes", sizes, "made half as large")
print("expected: all rounded down, as by torch's interpolate:", [n // 2 for n in sizes])
print("          or all rounded up:", [n // 2 + 1 for n in sizes])
for name, half in seen.items():
    print("seen:    ", half, "in", name)
*rounded, reduced = seen.values()
assert all(half == [2, 2, 4, 4, 6] for half in rounded)
assert reduced == [2, 3, 4, 5, 6]
PY
