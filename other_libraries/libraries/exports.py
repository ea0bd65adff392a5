# /// script
# dependencies = ["torch==2.13.0", "onnx==1.23.2", "onnxscript==0.7.2", "onnxruntime==1.32.0", "numpy==2.4.6"]
# ///
"""The course's layers, exported by torch.onnx.export and run in ONNX Runtime: what comes out in each."""

import contextlib
import io
import json
import logging

import numpy as np
import onnxruntime
import torch
from torch import nn

from other_libraries.answering import answer

NAN = float("nan")


def row(*numbers):
    """A picture of one row."""
    return torch.tensor(numbers, dtype=torch.float32)[None, None, None]


def counting(height, width, channels=1):
    return torch.arange(float(channels * height * width)).reshape(1, channels, height, width)


def filled(layer):
    """The layer with whole numbers for its weights."""
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.arange(1.0, parameter.numel() + 1).reshape(parameter.shape))
    return layer


class Resize(nn.Module):
    """F.interpolate as a layer."""

    def __init__(self, **options):
        super().__init__()
        self.options = options

    def forward(self, x):
        return nn.functional.interpolate(x, **self.options)


# the layer; what it is exported with; and what it is run with, where the width may change
CASES = {
    "nn.Conv2d(1, 1, (1, 4), padding='same')": (filled(nn.Conv2d(1, 1, (1, 4), padding="same")), row(1, 2, 3, 4, 5, 6)),
    "nn.ConvTranspose2d(1, 1, (1, 3), stride=2, padding=(0, 1), output_padding=(0, 1))": (
        filled(nn.ConvTranspose2d(1, 1, (1, 3), (1, 2), (0, 1), (0, 1))), row(1, 10, 100, 1000)),
    "nn.CircularPad2d((2, 1, 0, 0))": (nn.CircularPad2d((2, 1, 0, 0)), row(1, 2, 3, 4)),
    "nn.PixelShuffle(2)": (nn.PixelShuffle(2), counting(1, 1, 8)),
    "nn.LPPool2d(3, (1, 2))": (nn.LPPool2d(3, (1, 2)), row(-1, 2, -3, -4, 1, 2)),
    "nn.MaxPool2d((1, 3)), with a nan": (nn.MaxPool2d((1, 3)), row(NAN, 1, 3, 2, NAN, 5)),
    "nn.AvgPool2d(2, divisor_override=5)": (nn.AvgPool2d(2, divisor_override=5), torch.ones(1, 1, 2, 4)),
    "nn.AdaptiveAvgPool2d((1, 5)), 11 columns": (nn.AdaptiveAvgPool2d((1, 5)), counting(1, 11)),
    "nn.AdaptiveAvgPool2d(1), exported with 8 columns, run with 12": (
        nn.AdaptiveAvgPool2d(1), counting(1, 8), counting(1, 12)),
    "nn.AdaptiveAvgPool2d((1, 2)), exported with 8 columns, run with 12": (
        nn.AdaptiveAvgPool2d((1, 2)), counting(1, 8), counting(1, 12)),
    "nn.AdaptiveAvgPool2d((1, 5)), exported with 11 columns, run with 13": (
        nn.AdaptiveAvgPool2d((1, 5)), counting(1, 11), counting(1, 13)),
    "nn.AdaptiveMaxPool2d((1, 2)), 7 columns": (nn.AdaptiveMaxPool2d((1, 2)), counting(1, 7)),
    "nn.Upsample(size=(1, 8), mode='nearest'), from 56": (nn.Upsample((1, 8), mode="nearest"), counting(1, 56)),
    "nn.Upsample(size=(1, 6), mode='nearest'), from 4": (nn.Upsample((1, 6), mode="nearest"), counting(1, 4)),
    "nn.Upsample(size=(1, 8), mode='bicubic'), from 4": (nn.Upsample((1, 8), mode="bicubic"), row(1, 2, 3, 4)),
    "F.interpolate(size=(1, 3), mode='bicubic', antialias=True), from 8": (
        Resize(size=(1, 3), mode="bicubic", antialias=True), row(0, 1, 4, 9, 16, 25, 36, 49)),
    "nn.Upsample(size=(1, 8), mode='bicubic'), uint8": (
        nn.Upsample((1, 8), mode="bicubic"), torch.tensor([0, 0, 255, 255], dtype=torch.uint8)[None, None, None]),
}  # fmt: skip


class Both:
    """A layer, in torch and exported."""

    def torch(self, layer, traced, given=None):
        with torch.no_grad():
            return layer(traced if given is None else given).numpy()

    def exported(self, layer, traced, given=None):
        shapes = None if given is None else ({3: torch.export.Dim("width", min=2, max=4096)},)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            program = torch.onnx.export(layer.eval(), (traced,), dynamo=True, opset_version=20, dynamic_shapes=shapes)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1
        model = program.model_proto.SerializeToString()
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        fed = {session.get_inputs()[0].name: np.asarray(traced if given is None else given)}
        return session.run(None, fed)[0]


def main() -> None:
    logging.disable(logging.CRITICAL)
    versions = f"torch {torch.__version__.partition('+')[0]}, onnxruntime {onnxruntime.__version__}"
    found = {
        call: {
            side: answer(Both(), side, dict(zip(("layer", "traced", "given"), case, strict=False)))
            for side in ("torch", "exported")
        }
        for call, case in CASES.items()
    }
    print(json.dumps({"exports": {"title": "torch.onnx.export", "versions": versions, "layers": found}}))


if __name__ == "__main__":
    main()
