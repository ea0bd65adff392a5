"""A normalisation folded into its convolution, and a network with skip connections, against torch's own modules."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from solutions import putting_it_all_together as reference


def arrays(module):
    return {name: value.detach().numpy() for name, value in module.state_dict().items() if value.ndim}


def pictures(*shape):
    return np.random.default_rng(shape).standard_normal(shape)


@given(
    sizes=st.tuples(st.integers(1, 5), st.integers(1, 4)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    bias=st.booleans(),
    eps=st.sampled_from([1e-5, 1e-3, 0.5]),
)
@settings(deadline=None, max_examples=60)
def test_one_folded_layer_does_what_two_of_torchs_do(sizes, kernel, bias, eps):
    filters, channels = sizes
    two = nn.ModuleDict({"conv1": nn.Conv2d(channels, filters, kernel, bias=bias), "bn1": nn.BatchNorm2d(filters, eps)})
    for values in two["bn1"].parameters():
        nn.init.uniform_(values, -2, 2)
    two["bn1"].running_mean.uniform_(-1, 1)
    two["bn1"].running_var.uniform_(0.1, 3)
    two = two.double().eval()
    folded = reference.fold_batch_norm(arrays(two), eps)
    x = torch.from_numpy(pictures(2, channels, 6, 5))
    with torch.no_grad():
        wanted = two["bn1"](two["conv1"](x)).numpy()
    got = F.conv2d(x, *(torch.from_numpy(folded[key]) for key in ("conv1.weight", "conv1.bias"))).numpy()
    np.testing.assert_allclose(got, wanted, atol=1e-12)
    assert [*folded] == ["conv1.weight", "conv1.bias"]


class UNet(nn.Module):
    """As the exercise describes it, with `levels` of (down, up, merge)."""

    def __init__(self, channels, levels, bottom, maps):
        super().__init__()
        self.levels = len(levels)
        below = channels
        for level, (down, _, _) in enumerate(levels, start=1):
            self.add_module(f"down{level}", nn.Conv2d(below, down, 3, padding=1))
            below = down
        self.bottom = nn.Conv2d(below, bottom, 3, padding=1)
        below = bottom
        for level, (down, up, merged) in reversed(list(enumerate(levels, start=1))):
            self.add_module(f"up{level}", nn.ConvTranspose2d(below, up, 2, stride=2))
            self.add_module(f"merge{level}", nn.Conv2d(down + up, merged, 3, padding=1))
            below = merged
        self.out = nn.Conv2d(below, maps, 1)

    def below(self, level, x):
        if level > self.levels:
            return torch.relu(self.bottom(x))
        skip = torch.relu(getattr(self, f"down{level}")(x))
        raised = getattr(self, f"up{level}")(self.below(level + 1, F.max_pool2d(skip, 2)))
        rows, columns = (a - b for a, b in zip(skip.shape[2:], raised.shape[2:], strict=True))
        return torch.relu(
            getattr(self, f"merge{level}")(torch.cat([skip, F.pad(raised, (0, columns, 0, rows))], dim=1))
        )

    def forward(self, x):
        return self.out(self.below(1, x))


WIDTHS = st.tuples(*[st.integers(1, 4)] * 3)


@given(
    channels=st.integers(1, 3),
    levels=st.lists(WIDTHS, max_size=3),
    ends=st.tuples(st.integers(1, 4), st.integers(1, 3)),
    size=st.tuples(st.integers(8, 19), st.integers(8, 19)),
    batch=st.integers(0, 2),
)
@settings(deadline=None, max_examples=60)
def test_skip_connections_of_any_depth_are_torchs(channels, levels, ends, size, batch):
    theirs, x = UNet(channels, levels, *ends).double(), pictures(batch, channels, *size)
    with torch.no_grad():
        wanted = theirs(torch.from_numpy(x)).numpy()
    got = reference.u_net(x, arrays(theirs))
    assert got.shape == wanted.shape == (batch, ends[1], *size)
    np.testing.assert_allclose(got, wanted, atol=1e-12)


def test_without_the_skip_connection_nothing_finer_than_a_pool_comes_through():
    """What the notebook shows: layers that hand on, merged from below alone, give blocks; else the picture."""
    same = np.zeros((1, 1, 3, 3))
    same[0, 0, 1, 1] = 1
    nothing, none = np.zeros((1, 1, 3, 3)), np.zeros(1)
    one = {
        "bottom.weight": same,
        "out.weight": np.ones((1, 1, 1, 1)),
        "down1.weight": same,
        "up1.weight": np.ones((1, 1, 2, 2)),
    }
    biases = {f"{name}.bias": none for name in ("bottom", "out", "down1", "up1", "merge1")}
    x = np.abs(pictures(1, 1, 5, 6))
    from_the_side = one | biases | {"merge1.weight": np.concatenate([same, nothing], axis=1)}
    from_below = one | biases | {"merge1.weight": np.concatenate([nothing, same], axis=1)}
    np.testing.assert_array_equal(reference.u_net(x, from_the_side), x)
    blocks = x[:, :, :4].reshape(1, 1, 2, 2, 3, 2).max(axis=(3, 5)).repeat(2, axis=2).repeat(2, axis=3)
    np.testing.assert_array_equal(reference.u_net(x, from_below), np.pad(blocks, ((0, 0), (0, 0), (0, 1), (0, 0))))


def u_net_state(**changed):
    state = arrays(UNet(3, [(4, 2, 3)], 5, 2).double())
    return state | {key.replace("_", "."): value for key, value in changed.items()}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: reference.u_net(pictures(1, 3, 1, 4), u_net_state()), "at least 2x2 pixels to go down 1 levels"),
        (lambda: reference.u_net(pictures(1, 2, 6, 4), u_net_state()), "down1.weight needs pictures of 3 channels"),
        (lambda: reference.u_net(pictures(3, 6, 4), u_net_state()), "needs x with 4 axes"),
        (
            lambda: reference.u_net(pictures(1, 3, 6, 4), u_net_state(fc_bias=np.ones(2))),
            "needs exactly the keys down1.w",
        ),
        (
            lambda: reference.u_net(pictures(1, 3, 6, 4), u_net_state(merge1_weight=np.ones((3, 5, 3, 3)))),
            "merge1.weight needs 6 channels, got 5",
        ),
        (
            lambda: reference.fold_batch_norm({"conv1.weight": np.ones((2, 1, 3, 3))}),
            "needs exactly the keys conv1.weight",
        ),
        (
            lambda: reference.fold_batch_norm(
                arrays(nn.ModuleDict({"conv1": nn.Conv2d(2, 3, 1), "bn1": nn.BatchNorm2d(4)}))
            ),
            r"bn1.weight needs shape \(3,\), got \(4,\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
