#!/usr/bin/env bash
# A bad number spoils all that lies below it in OpenCV's box blur down the columns (a running sum), not along the rows.
source "$(dirname "$0")/_fresh.bash"
fresh opencv-python-headless==5.0.0.93 numpy==2.4.6
python - <<'PY'
import cv2
import numpy as np

row = np.array([[1, 2, 3, 0, 3, 2, 1, 1, 2, 3]], np.float64)
mean = np.array([2, 4 / 3, 4 / 3, 2])  # of the windows that lie wholly behind the bad number
print("OpenCV", cv2.__version__, "cv2.blur with a window of 3, along a row and down the same numbers as a column")
for bad in (np.nan, np.inf, 1e20):
    row[0, 3] = bad
    across = cv2.blur(row, (3, 1))[0]
    down = cv2.blur(row.T.copy(), (1, 3))[:, 0]
    print(f"expected: {bad} touches three windows; behind them {mean.round(3)}")
    print("seen:     along the row", across[5:9].round(3), " down the column", down[5:9].round(3))
    assert np.allclose(across[5:9], mean)
    if np.isfinite(bad):
        assert np.abs(down[5:9] - mean).min() > 1
    else:
        assert np.isnan(down[5:9]).all()
PY
