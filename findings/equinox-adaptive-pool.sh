#!/usr/bin/env bash
# The windows of equinox's AdaptiveAvgPool1d do not overlap; those of the torch layer of the same name do.
source "$(dirname "$0")/_fresh.bash"
fresh equinox==0.13.8 jax==0.10.2 numpy==2.4.6
python - <<'PY'
import equinox
import jax.numpy as jnp
import numpy as np

squares = jnp.arange(7.0)[None] ** 2  # 0 1 4 9 16 25 36
torch = [5 / 3, 29 / 3, 77 / 3]  # windows 0-2, 2-4, 4-6: floor(i * 7 / 3) up to ceil((i + 1) * 7 / 3)
seen = np.asarray(equinox.nn.AdaptiveAvgPool1d(3)(squares))[0]
print("equinox", equinox.__version__, "AdaptiveAvgPool1d, 7 samples to 3")
print("expected: torch's windows, which overlap:", np.round(torch, 3))
print("seen:     windows 0-2, 3-4, 5-6:         ", seen.round(3))
assert np.allclose(seen, [5 / 3, 25 / 2, 61 / 2])

print("expected: 3 samples to 7 repeats them, as torch does")
try:
    equinox.nn.AdaptiveAvgPool1d(7)(squares[:, :3])
except ZeroDivisionError as error:
    print("seen:     ZeroDivisionError:", error)
else:
    raise SystemExit("it enlarges now")

even = np.asarray(equinox.nn.AdaptiveAvgPool1d(2)(squares[:, :6]))[0]
print("where the output divides the input both agree:", even.round(3))
assert np.allclose(even, [5 / 3, 50 / 3])
PY
