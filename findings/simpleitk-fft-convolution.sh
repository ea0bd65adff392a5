#!/usr/bin/env bash
# SimpleITK's FFTConvolution cuts fractions off: convolved with the number 1, a quarter of whole numbers lose one.
source "$(dirname "$0")/_fresh.bash"
fresh simpleitk==2.5.7 numpy==2.4.6
python - <<'PY'
import numpy as np
import SimpleITK as sitk

print("SimpleITK", sitk.Version_VersionString(), "Convolution and FFTConvolution of 64 x 64 whole numbers from 0 to 19")
for dtype in (np.uint8, np.int16, np.int32, np.float32):
    numbers = np.random.default_rng(0).integers(0, 20, (64, 64)).astype(dtype)
    for size in (1, 3):
        kernel = np.zeros((size, size), dtype)
        kernel[size // 2, size // 2] = 1
        images = sitk.GetImageFromArray(numbers), sitk.GetImageFromArray(kernel)
        plain, fast = (sitk.GetArrayFromImage(f(*images)) for f in (sitk.Convolution, sitk.FFTConvolution))
        less = (fast < plain - 0.5).mean()
        print(f"expected: {fast.dtype}, {size} x {size} zeros with a 1 in the middle: all pixels stay")
        print(f"seen:     {less:.0%} of them are one less")
        assert plain.dtype == fast.dtype == dtype and np.array_equal(plain, numbers)
        if dtype == np.float32:
            assert np.allclose(fast, numbers, atol=1e-4)
        else:
            assert less > 0.2 and set(np.unique(fast.astype(int) - numbers)) == {-1, 0}
PY
