#!/usr/bin/env bash
# One nan in a picture spoils a window in OpenCV's filter2D if the kernel is small, and the whole picture if it is large.
source "$(dirname "$0")/_fresh.bash"
fresh opencv-python-headless==5.0.0.93 numpy==2.4.6
python - <<'PY'
import cv2
import numpy as np

picture = np.zeros((200, 200), np.float32)
picture[100, 100] = np.nan
print("OpenCV", cv2.__version__, "filter2D of 200 x 200 pixels, one of them nan")
for side, lost in ((5, 25), (7, 49), (15, 40_000), (21, 40_000)):
    seen = int(np.isnan(cv2.filter2D(picture, -1, np.ones((side, side), np.float32))).sum())
    print(f"expected: {side} x {side}: {side * side} pixels are nan")
    print("seen:    ", seen)
    assert seen == lost
PY
