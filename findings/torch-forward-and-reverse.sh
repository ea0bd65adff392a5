#!/usr/bin/env bash
# torch's forward-mode and reverse-mode derivatives of LP pooling, PReLU and fmax differ at zero, as after a ReLU.
source "$(dirname "$0")/_fresh.bash"
fresh torch==2.13.0 numpy==2.4.6
python - <<'PY'
import torch
import torch.nn.functional as F
from torch.func import jvp, vjp

zeros, direction = torch.zeros(1, 1, 4), torch.tensor([[[1.0, 2, 3, 4]]])
functions = {
    "lp_pool1d(x, 2, 4)": lambda x: F.lp_pool1d(x, 2, 4).sum(),
    "prelu(x, 0.25).sum()": lambda x: F.prelu(x, torch.tensor(0.25)).sum(),
    "fmax(x, 0).sum()": lambda x: torch.fmax(x, torch.zeros(())).sum(),
    "relu(x).sum()": lambda x: F.relu(x).sum(),
}
print("torch", torch.__version__, "at x = 0 0 0 0: the derivative in the direction 1 2 3 4, taken in both modes")
print("expected: at a corner any slope will do, but both modes take the same one")
seen = {}
for name, function in functions.items():
    forward = jvp(function, (zeros,), (direction,))[1].item()
    reverse = (vjp(function, zeros)[1](torch.ones(()))[0] * direction).sum().item()
    print(f"seen:     {name}: forward {forward}, reverse {reverse}")
    seen[name] = [forward, reverse]
assert str(list(seen.values())) == "[[nan, 0.0], [10.0, 2.5], [0.0, 10.0], [0.0, 0.0]]"
PY
