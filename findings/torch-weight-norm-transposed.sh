#!/usr/bin/env bash
# torch's weight_norm scales a transposed convolution by its input channels; spectral_norm minds the order of the axes.
source "$(dirname "$0")/_fresh.bash"
fresh torch==2.13.0 numpy==2.4.6
python - <<'PY'
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm

print("torch", torch.__version__, "layers with 4 channels in and 6 out")
for layer, scales in ((nn.Conv2d, 6), (nn.ConvTranspose2d, 4)):
    seen = weight_norm(layer(4, 6, 3)).parametrizations.weight.original0.numel()
    rows = spectral_norm(layer(4, 6, 3)).parametrizations.weight[0]._u.numel()
    print(f"expected: weight_norm of {layer.__name__}: 6 scales, one an output channel; spectral_norm has {rows} rows")
    print("seen:    ", seen)
    assert seen == scales and rows == 6
PY
