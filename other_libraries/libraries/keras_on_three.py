# /// script
# dependencies = [
#   "keras==3.15.1", "tensorflow-cpu==2.21.0", "jax==0.10.2", "jaxlib==0.10.2", "torch==2.13.0", "numpy==2.4.6",
# ]
# ///
"""Keras on each of its three backends, and TensorFlow itself. A backend is chosen once a process: this runs itself."""

import json
import os
import subprocess
import sys

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}

if "KERAS_BACKEND" not in os.environ:  # each backend in a process of its own
    together: dict = {}
    for backend in BACKENDS:
        chosen = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
        printed = subprocess.run([sys.executable, *sys.orig_argv[1:]], env=chosen, check=True, stdout=subprocess.PIPE)
        together |= json.loads(printed.stdout)
    print(json.dumps(together))
    raise SystemExit

import keras  # noqa: E402 (it reads the backend's name when it is imported)
import numpy as np  # noqa: E402

from other_libraries.answering import report  # noqa: E402
from other_libraries.grids import values  # noqa: E402


def signal(x):
    return np.asarray(x, np.float32)[None, :, None]


def image(x):
    return np.asarray(x, np.float32)[None, None, :, None]


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor)


def channels_last(x):
    return np.moveaxis(x, 1, -1)


def channels_first(x):
    return np.moveaxis(numbers(x), -1, 1)


class Keras:
    """keras.layers and keras.ops."""

    WORDS = ("reflect", "symmetric", "edge", "wrap", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return numbers(keras.ops.conv(signal(x), np.float32(kernel)[:, None, None], stride, padding, None, dilation))

    def transpose(self, x, kernel, padding):
        return numbers(keras.ops.conv_transpose(signal(x), np.float32(kernel)[:, None, None], 2, padding))

    def average(self, x, window, stride=None, padding="valid", ceil=False, count_padding=True):
        if ceil or padding not in ("valid", "same"):
            return None
        return numbers(keras.layers.AveragePooling1D(window, stride, padding)(signal(x)))

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        if ceil:
            return None
        return numbers(keras.layers.MaxPooling1D(window, stride, "same" if padding else "valid")(signal(x)))

    def area(self, x, size):
        return numbers(keras.layers.AdaptiveAveragePooling1D(size)(signal(x)))

    def resized(self, x, size, kind):
        return numbers(keras.ops.image.resize(image(x), (1, size), kind, data_format="channels_last"))

    def nearest(self, n, m):
        return self.resized(range(n), m, "nearest")

    def linear(self, x, size):
        return self.resized(x, size, "bilinear")

    def cubic(self, x, size):
        return self.resized(x, size, "bicubic")

    def extend(self, x, before, after, word):
        return numbers(keras.ops.pad(np.float32(x), ((before, after),), word))

    def whole(self, x, what):
        if what in ("sum", "mean"):
            return None
        return numbers(keras.ops.image.resize(np.array(x, np.uint8)[None, None, :, None], (1, 8), f"bi{what}"))


class WithGrids(Keras):
    """Keras with the grids. On PyTorch the average pool is another where an odd number is added: see the table."""

    def same_conv(self, shape, kernel, stride, dilation):
        x, weight = values(*shape), values(3, shape[1], *kernel)
        made = keras.ops.conv(channels_last(x), np.moveaxis(weight, (0, 1), (-1, -2)), stride, "same", None, dilation)
        return channels_first(made)

    def same_conv_transpose(self, shape, kernel, stride):
        x, weight = values(*shape), values(shape[1], 2, *kernel)
        made = keras.ops.conv_transpose(channels_last(x), np.moveaxis(weight, (0, 1), (-1, -2)), stride, "same")
        return channels_first(made)

    def same_max_pool(self, shape, window, stride):
        return channels_first(keras.ops.max_pool(channels_last(values(*shape)), window, stride, "same"))

    def same_avg_pool(self, shape, window, stride):
        return channels_first(keras.ops.average_pool(channels_last(values(*shape)), window, stride, "same"))


if keras.backend.backend() == "tensorflow":
    import tensorflow as tf

    class TensorFlow:
        """tf.nn and tf.image."""

        WORDS = ("REFLECT", "SYMMETRIC", "CONSTANT")

        def winner(self, x):
            return tf.nn.max_pool_with_argmax(image(x), (1, len(x)), 1, "VALID")[1].numpy()

        def area(self, x, size):
            return self.resized(x, size, "area")

        def resized(self, x, size, kind):
            return tf.image.resize(image(x), (1, size), kind).numpy()

        def nearest(self, n, m):
            return self.resized(range(n), m, "nearest")

        def linear(self, x, size):
            return self.resized(x, size, "bilinear")

        def cubic(self, x, size):
            return self.resized(x, size, "bicubic")

        def extend(self, x, before, after, word):
            return tf.pad(tf.constant(x), [(before, after)], word).numpy()

        def depth_to_space(self, channels, back=False):
            if back:
                x = np.arange(8, dtype=np.float32).reshape(1, 2, 2, 2).transpose(0, 2, 3, 1)
                return channels_first(tf.nn.space_to_depth(x, 2).numpy())
            return channels_first(tf.nn.depth_to_space(np.arange(float(channels)).reshape(1, 1, 1, -1), 2).numpy())

        def depth_first_to_space(self, shape, block):
            if shape[1] % block**2:
                return None
            return channels_first(tf.nn.depth_to_space(channels_last(values(*shape)), block).numpy())

        def space_to_depth_first(self, shape, block):
            return channels_first(tf.nn.space_to_depth(channels_last(values(*shape)), block).numpy())

    class First:
        """tf.compat.v1.image, as TensorFlow 1 resized."""

        def nearest(self, n, m):
            return tf.compat.v1.image.resize_nearest_neighbor(image(range(n)), (1, m)).numpy()

        def linear(self, x, size):
            return tf.compat.v1.image.resize_bilinear(image(x), (1, size)).numpy()

        def cubic(self, x, size):
            return tf.compat.v1.image.resize_bicubic(image(x), (1, size)).numpy()

        def linear_from_corners(self, n, m):
            return tf.compat.v1.image.resize_bilinear(values(1, 1, n, 1), (1, m)).numpy()


def main() -> None:
    name = keras.backend.backend()
    library = __import__(name)
    version = f"keras {keras.__version__}, {name} {library.__version__.partition('+')[0]}"
    rows = {f"keras_{name}": (f"Keras on {BACKENDS[name]}", version, Keras() if name == "torch" else WithGrids())}
    if name == "tensorflow":
        versions = f"tensorflow {library.__version__}"
        rows |= {"tf": ("TensorFlow", versions, TensorFlow()), "tf1": ("TensorFlow 1", versions, First())}
    report(**rows)


main()
