#!/usr/bin/env bash
# SimpleITK's BinomialBlur treats the first pixel of a row otherwise than the last, so that mirroring changes the blur.
source "$(dirname "$0")/_fresh.bash"
fresh simpleitk==2.5.7 numpy==2.4.6
python - <<'PY'
import numpy as np
import SimpleITK as sitk


def blurred(row):
    return sitk.GetArrayFromImage(sitk.BinomialBlur(sitk.GetImageFromArray(np.array([row], float)), 1))[0]


row = [16, 4, 8, 4, 16]
seen = blurred(row)
print("SimpleITK", sitk.Version_VersionString(), "BinomialBlur, once, of 16 4 8 4 16, which is the same read backwards")
print("expected: 13 8 6 8 13, with the edge repeated, or some other answer that is the same read backwards")
print("seen:    ", seen)
assert seen.tolist() == [10, 8, 6, 8, 13]

two = np.zeros(6)
two[[0, -1]] = 16
print("expected: of 16 0 0 0 0 16: 12 4 0 0 4 12")
print("seen:    ", blurred(two))
assert blurred(two).tolist() == [8, 4, 0, 0, 4, 12]

column = sitk.GetArrayFromImage(sitk.BinomialBlur(sitk.GetImageFromArray(np.array(row, float)[:, None]), 1))[:, 0]
print("the same down a column:", column)
assert column.tolist() == seen.tolist()
PY
