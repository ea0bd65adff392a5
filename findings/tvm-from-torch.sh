#!/usr/bin/env bash
# TVM mixes up the axes of the grid of torch's grid_sample, so that the identity moves pixels; and more goes astray.
source "$(dirname "$0")/_fresh.bash"
fresh apache-tvm==0.27.0.post1 torch==2.13.0 numpy==2.4.6
python -W ignore - <<'PY'
import torch
import torch.nn.functional as F
import tvm
from torch import nn
from tvm import relax
from tvm.relax.frontend.torch import from_exported_program

identity = torch.tensor([[[1.0, 0, 0], [0, 1, 0]]])


class Warp(nn.Module):
    def forward(self, x):
        return F.grid_sample(x, F.affine_grid(identity, x.shape, align_corners=True), align_corners=True)


class Shrink(nn.Module):
    def __init__(self, **how):
        super().__init__()
        self.how = how

    def forward(self, x):
        return F.interpolate(x, **self.how)


def answer_of_tvm(layer, x):
    module = from_exported_program(torch.export.export(layer, (x,)))
    machine = relax.VirtualMachine(tvm.compile(module, target="llvm"), tvm.cpu())
    return machine["main"](tvm.runtime.tensor(x.numpy()))[0].numpy()


square = torch.tensor([[[[1.0, 2], [3, 4]]]])
row = square.reshape(1, 1, 1, 4)
seen = []
print("TVM", tvm.__version__, "from_exported_program, on 1 2 3 4 as a square or a row")
for name, layer, x in (
    ("grid_sample with affine_grid's identity", Warp(), square),
    ("nearest, 4 to 3", Shrink(size=(1, 3)), row),
    ("bilinear with antialias, 4 to 2", Shrink(size=(1, 2), mode="bilinear", antialias=True), row),
    ("AvgPool2d(2, divisor_override=1)", nn.AvgPool2d(2, divisor_override=1), square),
):
    wanted, answer = layer(x).numpy(), answer_of_tvm(layer, x)
    print(f"expected: {name}: as torch {torch.__version__},", wanted.ravel().round(2))
    print("seen:    ", " " * len(name), answer.ravel().round(2))
    seen.append(answer.ravel().round(2).tolist())
assert seen == [[1, 3, 4, 3], [1, 3, 4], [1.5, 3.5], [2.5]]
PY
