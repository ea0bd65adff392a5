"""Shared by the exercises of chapter 9: torch's autograd as their oracle, and how hidden cases are drawn."""

from ..exercise import rounded


def autograd(torch, forward, inputs, grad_output):
    """Compute torch's blame of each of `inputs`, given the blame of the output of `forward(*inputs)`."""
    with torch.enable_grad():
        leaves = [tensor.clone().requires_grad_() for tensor in inputs]
        out = forward(*leaves)
        # as a sum: torch imports half of itself, for seconds, to look at the shape of a gradient that it is given
        blamed = torch.autograd.grad(out if grad_output is None else (out * grad_output).sum(), leaves)
    return blamed[0] if len(leaves) == 1 else blamed


def both(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def stops(size, kernel, stride=1, padding=0, dilation=1):
    """The number of windows along both axes."""
    geometry = zip(size, *map(both, (kernel, stride, padding, dilation)), strict=True)
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in geometry)


def some(rng, least, most):
    """A whole number, and not NumPy's: torch wants Python's own."""
    return int(rng.integers(least, most + 1))


def unlike(rng, least, most):
    """A pair of whole numbers that differ."""
    first = some(rng, least, most)
    return first, int(rng.choice([n for n in range(least, most + 1) if n != first]))


def batch(rng, height, width):
    """A batch of images whose sides differ."""
    return rounded(rng, some(rng, 2, 3), some(rng, 2, 3), height, width)
