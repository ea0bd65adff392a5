"""The layers and the weights that the exercises of chapter 8 share."""

import numpy as np

from ..exercise import floats


def conv2d(x, weight, bias, padding=1):
    """The layer that opens every network here. The reports show what comes out of it, and the mistakes spoil it."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,fcab->nfhw", windows, weight, optimize=True) + bias[:, None, None]


def relu(x):
    return np.maximum(x, 0)


def max_pool2d(x):
    rows, columns = x.shape[2] // 2, x.shape[3] // 2
    blocks = x[:, :, : rows * 2, : columns * 2].reshape(*x.shape[:2], rows, 2, columns, 2)
    return blocks.max(axis=(3, 5))


def conv1(x, state):
    return conv2d(x, state["conv1.weight"], state["conv1.bias"])


def weights(make, **layers):
    """A `state`: for each layer the shape of its weight and how many biases; `make(*shape)` gives the numbers."""
    state = {}
    for layer, (shape, biases) in layers.items():
        state[f"{layer}.weight"] = make(*shape)
        state[f"{layer}.bias"] = 4 * make(biases)  # large enough to be missed
    return state


def in_float64(args):
    x, state = args
    return x.astype(float), {key: value.astype(float) for key, value in state.items()}


def with_values(state, **values):
    """`state` with all of a parameter's numbers replaced; `conv1_bias` stands for "conv1.bias"."""
    new = {key.replace("_", "."): value for key, value in values.items()}
    return state | {key: np.broadcast_to(floats(value), state[key].shape).copy() for key, value in new.items()}


def module(torch, state, **layers):
    """A `torch.nn.Module` of these layers which has loaded `state`, every key of it."""
    network = torch.nn.ModuleDict(layers).double()
    network.load_state_dict(state)
    return network


def conv_terms(weight):
    return weight[0].size + 1
