#!/usr/bin/env bash
# torch's FlopCounterMode counts the weight gradient of a grouped convolution as if it had no groups.
source "$(dirname "$0")/_fresh.bash"
fresh torch==2.13.0 numpy==2.4.6
python - <<'PY'
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


def count(layer, x, backward):
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
        if backward:
            y.sum().backward()
    return counter.get_total_flops()


x = torch.ones(2, 8, 9, 11, requires_grad=True)
print("torch", torch.__version__, "FlopCounterMode; a multiplication with its addition counts as two")
for groups, times in ((1, 3), (4, 6), (8, 10)):
    layer = nn.Conv2d(8, 8, 3, groups=groups)
    forward = count(layer, x, False)
    both = count(layer, x, True)
    true = 2 * layer(x).numel() * (8 // groups) * 9
    print(f"expected: {groups} groups: {true} forward, {3 * true} with backward, which is two such convolutions more")
    print(f"seen:     {groups} groups: {forward} forward, {both} with backward: {both / forward:g} times")
    assert forward == true and both == times * forward
PY
