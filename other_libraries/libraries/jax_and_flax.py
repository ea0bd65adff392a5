# /// script
# dependencies = ["jax==0.10.2", "jaxlib==0.10.2", "flax==0.12.8", "numpy==2.4.6"]
# ///
"""JAX and Flax: channels come last in Flax's layers."""

import flax
import flax.linen
import jax
import jax.numpy as jnp
import numpy as np

from other_libraries.answering import report
from other_libraries.grids import values


def layer(x):
    return jnp.asarray(x, jnp.float32)[None, :, None]


def columns(arrays):
    """A kernel (K, 1, 1) as JAX has it: width, input channels, output channels."""
    return jnp.asarray(arrays, jnp.float32)[:, None, None]


class Jax:
    """jax.lax, jax.numpy and jax.image, with what they do unless told otherwise."""

    WORDS = ("reflect", "symmetric", "edge", "wrap", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return jax.lax.conv_general_dilated(
            layer(x), columns(kernel), (stride,), padding.upper(), rhs_dilation=(dilation,),
            dimension_numbers=("NWC", "WIO", "NWC"),
        )  # fmt: skip

    def transpose(self, x, kernel, padding):
        return jax.lax.conv_transpose(layer(x), columns(kernel), (2,), padding.upper())

    def nearest(self, n, m):
        return jax.image.resize(jnp.arange(n, dtype=jnp.float32), (m,), "nearest")

    def linear(self, x, size, antialias=True):
        return jax.image.resize(jnp.asarray(x, jnp.float32), (size,), "linear", antialias=antialias)

    def cubic(self, x, size, antialias=True):
        return jax.image.resize(jnp.asarray(x, jnp.float32), (size,), "cubic", antialias=antialias)

    def extend(self, x, before, after, word):
        return jnp.pad(jnp.asarray(x, jnp.float32), (before, after), word)

    def nearest_from_centres(self, n, m):
        return self.nearest(n, m)

    def unflipped_conv_transpose(self, length, kernel, stride, padding):
        x, weight = values(1, 2, length), values(2, 3, kernel)
        made = jax.lax.conv_transpose(
            jnp.asarray(x), jnp.asarray(weight.transpose(2, 0, 1)), (stride,), padding,
            dimension_numbers=("NCW", "WIO", "NCW"),
        )  # fmt: skip
        return np.asarray(made)


class Turned:
    """jax.lax.conv_transpose with transpose_kernel."""

    def transpose(self, x, kernel, padding):
        return jax.lax.conv_transpose(layer(x), columns(kernel), (2,), padding.upper(), transpose_kernel=True)


class Sharp:
    """jax.image.resize with antialias=False."""

    def linear(self, x, size):
        return Jax().linear(x, size, antialias=False)

    def cubic(self, x, size):
        return Jax().cubic(x, size, antialias=False)


class Flax:
    """flax.linen's pools."""

    def average(self, x, window, stride=None, padding="VALID", ceil=False, count_padding=True):
        if ceil:
            return None
        strides = None if stride is None else (stride,)
        padding = padding.upper() if isinstance(padding, str) else ((padding, padding),)
        return flax.linen.avg_pool(layer(x), (window,), strides, padding, count_include_pad=count_padding)

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        if ceil:
            return None
        return flax.linen.max_pool(layer(x), (window,), (stride or window,), ((padding, padding),))


if __name__ == "__main__":
    jaxs, flaxs = f"jax {jax.__version__}", f"flax {flax.__version__}, jax {jax.__version__}"
    report(
        jax=("JAX", jaxs, Jax()),
        jax_turned=("JAX, transpose_kernel", jaxs, Turned()),
        jax_sharp=("JAX, antialias=False", jaxs, Sharp()),
        flax=("Flax", flaxs, Flax()),
    )
