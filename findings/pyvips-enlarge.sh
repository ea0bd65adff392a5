#!/usr/bin/env bash
# libvips enlarges off centre, so a picture turned round gives another result; and four of its kernels are one.
source "$(dirname "$0")/_fresh.bash"
fresh pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
python - <<'PY'
import numpy as np
import pyvips


def enlarged(row, kernel):
    return pyvips.Image.new_from_array([row]).cast("float").resize(2, vscale=1, kernel=kernel).numpy()[0].tolist()


print("libvips", ".".join(str(pyvips.version(part)) for part in range(3)), "resize(2) of a row of 4 pixels")
there, back = enlarged([1, 2, 3, 4], "linear"), enlarged([4, 3, 2, 1], "linear")[::-1]
print("expected: linear: 1 1.25 1.75 2.25 2.75 3.25 3.75 4, and the same when turned round before and after")
print("seen:    ", there)
print("seen:     turned round:", back)
assert there == [1, 1, 1.5, 2, 2.5, 3, 3.5, 4]
assert back == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4]

print("expected: cubic, mitchell, lanczos2 and lanczos3 are four kernels and give four answers")
kernels = "cubic", "mitchell", "lanczos2", "lanczos3"
rows = {kernel: np.round(enlarged([1, 2, 3, 4], kernel), 4).tolist() for kernel in kernels}
print("seen:    ", rows["lanczos3"], "from each of them")
assert all(row == rows["cubic"] for row in rows.values())
PY
