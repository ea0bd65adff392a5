"""The questions as ONNX models of one operator, for whatever runs ONNX models."""

import numpy as np
from onnx import TensorProto, helper

from other_libraries.grids import values

OPSET = 20  # what torch.onnx.export writes of the course's layers fits it


def model(operator, inputs, outputs=1, opset=OPSET, kind=TensorProto.FLOAT, **attributes):
    """A model of one node whose first input is fed and whose other inputs are constants; None leaves one out."""
    fed, *constants = inputs
    names = ["x", *["" if value is None else f"c{place}" for place, value in enumerate(constants)]]
    node = helper.make_node(operator, names, [f"y{place}" for place in range(outputs)], **attributes)
    fixed = [
        helper.make_tensor(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape, value.tobytes(), raw=True)
        for name, value in zip(names[1:], constants, strict=True)
        if value is not None
    ]
    kinds = [kind, TensorProto.INT64]
    graph = helper.make_graph(
        [node], operator,
        [helper.make_tensor_value_info("x", kind, fed.shape)],
        [helper.make_tensor_value_info(name, kinds[place], None) for place, name in enumerate(node.output)],
        fixed,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)


def signal(x):
    return np.asarray(x, np.float32)[None, None]


class Onnx:
    """ONNX's operators, run by `run(model, x)`, which gives a list of arrays."""

    WORDS = ("reflect", "edge", "wrap", "constant")

    def __init__(self, run):
        self.run = run

    def one(self, operator, *inputs, outputs=1, **attributes):
        return self.run(model(operator, inputs, outputs, **attributes), inputs[0])[outputs - 1]

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        how = {"valid": "VALID", "same": "SAME_UPPER"}[padding]
        options = {"auto_pad": how, "strides": [stride], "dilations": [dilation]}
        return self.one("Conv", signal(x), signal(kernel), **options)

    def transpose(self, x, kernel, padding, how="SAME_UPPER"):
        how = {"valid": "VALID", "same": how}[padding]
        return self.one("ConvTranspose", signal(x), signal(kernel), auto_pad=how, strides=[2])

    def pool(self, operator, x, window, stride, padding, ceil, **options):
        fitted = {"auto_pad": "SAME_UPPER"} if padding == "same" else {"pads": [padding, padding]}
        if padding == "same" and ceil:
            return None
        return self.one(
            operator, signal(x), kernel_shape=[window], strides=[stride], ceil_mode=int(ceil), **fitted, **options
        )

    def average(self, x, window, stride=None, padding=0, ceil=False, count_padding=None):
        counted = bool(ceil if count_padding is None else count_padding)  # ONNX does not count it unless told to
        return self.pool("AveragePool", x, window, stride or 1, padding, ceil, count_include_pad=int(counted))

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return self.pool("MaxPool", x, window, stride or window, padding, ceil)

    def winner(self, x):
        return self.one("MaxPool", signal(x), outputs=2, kernel_shape=[len(x)])

    def norm(self, x, p, ceil=False):
        return self.pool("LpPool", x, 2, 2, 0, ceil, p=p)

    def resize(self, x, size, **options):
        whole = x.dtype == np.uint8
        kind = TensorProto.UINT8 if whole else TensorProto.FLOAT
        return self.one("Resize", x, None, None, np.array([1, 1, 1, size]), kind=kind, **options)

    def nearest(self, n, m, **options):
        return self.resize(np.arange(n, dtype=np.float32).reshape(1, 1, 1, n), m, mode="nearest", **options)

    def linear(self, x, size):
        return self.resize(signal(x)[:, :, None], size, mode="linear")

    def cubic(self, x, size):
        return self.resize(signal(x)[:, :, None], size, mode="cubic")

    def depth_to_space(self, channels, back=False):
        if back:
            return self.one("SpaceToDepth", np.arange(8, dtype=np.float32).reshape(1, 2, 2, 2), blocksize=2)
        return self.one("DepthToSpace", np.arange(channels, dtype=np.float32).reshape(1, -1, 1, 1), blocksize=2)

    def extend(self, x, before, after, word):
        amounts = np.array([0, 0, before, 0, 0, after])
        return self.one("Pad", signal(x), amounts, mode=word)

    def whole(self, x, what):
        if what in ("sum", "mean"):
            return None
        return self.resize(np.array(x, np.uint8)[None, None, None], 8, mode=what)


class Variant:
    """ONNX Runtime with one attribute other than it is by default, where that makes a difference."""

    def __init__(self, run, **functions):
        onnx = Onnx(run)
        for name, options in functions.items():
            setattr(self, name, lambda name=name, options=options, **given: getattr(onnx, name)(**given, **options))


class Pools(Onnx):
    """ONNX Runtime, with the grid of LpPool too."""

    def lp_pool_of_sizes(self, length, p, window, stride, padding, ceil):
        x = values(1, 2, length)
        return self.one(
            "LpPool", x, kernel_shape=[window], strides=[stride], pads=list(padding), ceil_mode=int(ceil), p=p
        )


class Reference(Onnx):
    """ONNX's reference, with a grid of nearest resizing too: it takes the exact places."""

    def nearest_from_corners(self, n, m):
        return self.nearest(n, m, coordinate_transformation_mode="asymmetric", nearest_mode="floor")
