"""What `make bench` measures: layers of well-known networks, sounds, small films and the course's own sizes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Workload:
    """One call of one operation: `operation(*arrays, *more, **options)`."""

    group: str
    name: str
    operation: str
    shapes: tuple[tuple[int, ...], ...]  # the input's, then the weight's and the bias's
    options: dict = field(default_factory=dict)
    more: tuple = ()  # positional arguments after the arrays

    def arrays(self, dtype=np.float32) -> list[np.ndarray]:
        rng = np.random.default_rng(3)
        return [rng.standard_normal(shape, dtype=dtype) for shape in self.shapes]

    def call(self, module, arrays) -> Callable:
        """The call, ready to be timed."""
        operation = getattr(module, self.operation)
        return lambda: operation(*arrays, *self.more, **self.options)

    @property
    def axes(self) -> int:
        return len(self.shapes[0]) - 2

    def each(self, option: str, default=0) -> tuple[int, ...]:
        """An option as one number for each axis."""
        value = self.options.get(option, default)
        return tuple(value) if isinstance(value, tuple) else (value,) * self.axes


def conv(name, x, filters, kernel, **options):
    groups = options.get("groups", 1)
    weight = (filters, x[1] // groups, *kernel)
    return Workload("convolution", name, f"conv{len(kernel)}d", (x, weight, (filters,)), options)


def transposed(name, x, filters, kernel, **options):
    weight = (x[1], filters, *kernel)
    return Workload("transposed", name, f"conv_transpose{len(kernel)}d", (x, weight, (filters,)), options)


def plain(group):
    return lambda name, operation, x, **options: Workload(group, name, operation, (x,), options)


def padding(name, x, amounts, mode):
    return Workload("padding", name, "pad", (x,), {"mode": mode}, more=(amounts,))


pooling, adaptive = plain("pooling"), plain("adaptive pooling")
upsampling, shuffling = plain("upsampling"), plain("shuffling")

WORKLOADS = [
    conv("stem 7x7, stride 2", (1, 3, 224, 224), 64, (7, 7), stride=2, padding=3),
    conv("ResNet 3x3, 56x56", (1, 64, 56, 56), 64, (3, 3), padding=1),
    conv("ResNet 3x3, 28x28", (1, 128, 28, 28), 128, (3, 3), padding=1),
    conv("ResNet 3x3, 14x14", (1, 256, 14, 14), 256, (3, 3), padding=1),
    conv("ResNet 3x3, 7x7", (1, 512, 7, 7), 512, (3, 3), padding=1),
    conv("3x3, stride 2", (1, 64, 56, 56), 128, (3, 3), stride=2, padding=1),
    conv("1x1, 256 to 64", (1, 256, 56, 56), 64, (1, 1)),
    conv("1x1, 64 to 256", (1, 64, 56, 56), 256, (1, 1)),
    conv("1x1, stride 2", (1, 64, 56, 56), 128, (1, 1), stride=2),
    conv("depthwise 3x3", (1, 128, 56, 56), 128, (3, 3), padding=1, groups=128),
    conv("depthwise 3x3, stride 2", (1, 96, 112, 112), 96, (3, 3), stride=2, padding=1, groups=96),
    conv("32 groups", (1, 128, 56, 56), 128, (3, 3), padding=1, groups=32),
    conv("dilated by 2", (1, 64, 56, 56), 64, (3, 3), padding=2, dilation=2),
    conv("5x5, batch of 2", (2, 16, 48, 64), 32, (5, 5), padding=2),
    conv("sound, 80 taps", (1, 1, 16000), 32, (80,), stride=4, padding=38),
    conv("sound, dilated by 16", (1, 64, 8000), 64, (2,), dilation=16),
    conv("film, 3 to 16", (1, 3, 8, 56, 56), 16, (3, 3, 3), padding=1),
    conv("film, 16 to 32", (1, 16, 8, 28, 28), 32, (3, 3, 3), padding=1),
    conv("an exercise's case", (2, 3, 9, 12), 4, (3, 2), stride=(2, 1), padding=(1, 0)),
    transposed("4x4, stride 2", (1, 64, 28, 28), 32, (4, 4), stride=2, padding=1),
    transposed("2x2, stride 2", (1, 128, 28, 28), 64, (2, 2), stride=2),
    transposed("3x3, stride 2", (1, 64, 28, 28), 64, (3, 3), stride=2, padding=1, output_padding=1),
    transposed("sound, 8 taps, stride 4", (2, 64, 1000), 32, (8,), stride=4, padding=2),
    transposed("film, 2x2x2, stride 2", (1, 32, 6, 14, 14), 16, (2, 2, 2), stride=2),
    padding("zeros", (1, 64, 56, 56), (3, 3, 3, 3), "constant"),
    padding("reflect", (1, 64, 56, 56), (3, 3, 3, 3), "reflect"),
    padding("replicate", (1, 64, 56, 56), (3, 3, 3, 3), "replicate"),
    padding("circular", (1, 64, 56, 56), (3, 3, 3, 3), "circular"),
    pooling("max 2x2", "max_pool2d", (1, 64, 112, 112), kernel_size=2),
    pooling("max 3x3, stride 2", "max_pool2d", (1, 64, 112, 112), kernel_size=3, stride=2, padding=1),
    pooling("max 2x2, indices", "max_pool2d", (1, 64, 112, 112), kernel_size=2, return_indices=True),
    pooling("average 2x2", "avg_pool2d", (1, 64, 112, 112), kernel_size=2),
    pooling("average 3x3, stride 2", "avg_pool2d", (1, 64, 112, 112), kernel_size=3, stride=2, padding=1),
    pooling("2-norm 2x2", "lp_pool2d", (1, 64, 112, 112), norm_type=2, kernel_size=2),
    pooling("max of a sound", "max_pool1d", (2, 64, 8000), kernel_size=4),
    pooling("average of a film", "avg_pool3d", (1, 16, 8, 56, 56), kernel_size=2),
    adaptive("average 100x150 to 7x7", "adaptive_avg_pool2d", (1, 64, 100, 150), output_size=7),
    adaptive("max 100x150 to 7x7", "adaptive_max_pool2d", (1, 64, 100, 150), output_size=7),
    adaptive("global average", "adaptive_avg_pool2d", (1, 64, 100, 150), output_size=1),
    adaptive("max 50x70 to 13x20", "adaptive_max_pool2d", (1, 64, 50, 70), output_size=(13, 20)),
    upsampling("nearest x2", "interpolate", (1, 64, 56, 56), scale_factor=2),
    upsampling("nearest to 77x91", "interpolate", (1, 64, 56, 56), size=(77, 91)),
    upsampling("bilinear x2", "interpolate", (1, 64, 56, 56), scale_factor=2, mode="bilinear"),
    upsampling("bilinear to 77x91", "interpolate", (1, 64, 56, 56), size=(77, 91), mode="bilinear"),
    upsampling("bicubic x2", "interpolate", (1, 16, 56, 56), scale_factor=2, mode="bicubic"),
    upsampling("trilinear x2", "interpolate", (1, 8, 8, 28, 28), scale_factor=2, mode="trilinear"),
    upsampling("area to 23x31", "interpolate", (1, 64, 56, 56), size=(23, 31), mode="area"),
    shuffling("pixel shuffle by 2", "pixel_shuffle", (1, 64, 64, 64), upscale_factor=2),
    shuffling("pixel shuffle by 3", "pixel_shuffle", (1, 72, 40, 60), upscale_factor=3),
    shuffling("pixel unshuffle by 2", "pixel_unshuffle", (1, 16, 128, 128), downscale_factor=2),
]
