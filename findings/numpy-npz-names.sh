#!/usr/bin/env bash
# A numpy .npz file with the arrays "w" and "w.npy" gives the first for both names.
source "$(dirname "$0")/_fresh.bash"
fresh numpy==2.4.6
python - <<'PY'
import numpy as np

np.savez("weights.npz", **{"w": np.arange(3), "w.npy": np.arange(5)})
stored = np.load("weights.npz")
print("NumPy", np.__version__, "savez with the names", stored.files)
print("expected: w has 3 numbers, w.npy has 5")
print("seen:    ", {name: len(stored[name]) for name in stored.files})
assert stored.files == ["w", "w.npy"]
assert {name: len(array) for name, array in stored.items()} == {"w": 3, "w.npy": 3}
PY
