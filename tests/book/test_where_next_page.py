"""What the last page claims of gradients and the five networks is so."""

import numpy as np
import torch
from figures.other_pages.profiles import profiles
from torch import nn

from tests.book._reading import texts

PAGE = "where-next"


def test_the_gradient_is_a_transposed_convolution(prose):
    assert prose.count("same: True") == 1
    assert "same: False" not in prose


def torch_sizes(layers, side, channels=1):
    x, sizes = torch.zeros(1, channels, side, side), [side]
    with torch.no_grad():
        for layer in layers:
            x = layer(x)
            sizes.append(x.shape[2])
    return sizes


def test_the_sizes_of_the_five_networks_are_torchs():
    half, same = nn.Conv2d(1, 1, 3, stride=2, padding=1), nn.Conv2d(1, 1, 3, padding=1)
    down, up = nn.MaxPool2d(2), nn.ConvTranspose2d(1, 1, 2, stride=2)
    resnet = [nn.Conv2d(1, 1, 7, stride=2, padding=3), nn.MaxPool2d(3, 2, 1), half, half, half, nn.AdaptiveAvgPool2d(1)]
    dcgan = [nn.ConvTranspose2d(1, 1, 4), *[nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)] * 4]
    quadruple = nn.Conv2d(1, 4, 3, padding=1)
    expected = {
        "recognition": torch_sizes(resnet, 224),
        "detection": torch_sizes([half] * 5, 416),
        "segmentation": torch_sizes([down] * 4 + [up] * 4, 128),
        "generation": torch_sizes(dcgan, 1),
        "super resolution": torch_sizes([same, nn.Sequential(quadruple), nn.PixelShuffle(2)], 96),
    }
    assert {name: sizes for name, (_, sizes) in profiles().items()} == expected


def test_the_pictures_state_the_sizes():
    from figures.other_pages.profiles import five_networks

    for picture, (_, sizes) in zip(five_networks().pictures, profiles().values(), strict=True):
        assert texts(picture)[2:] == [str(size) for size in sizes]


def test_the_gradient_by_the_weights_is_a_correlation_too():
    """The second suggestion has an answer: the input under the upstream gradient, channels and batch exchanged."""
    x, weight = torch.randn(2, 3, 9, 12).double(), torch.randn(5, 3, 2, 4).double().requires_grad_()
    y = nn.functional.conv2d(x, weight)
    upstream = torch.randn(y.shape).double()
    (gradient,) = torch.autograd.grad(y, weight, upstream)
    by_correlation = nn.functional.conv2d(x.transpose(0, 1), upstream.transpose(0, 1)).transpose(0, 1)
    np.testing.assert_allclose(gradient, by_correlation)


def test_folding_a_normalisation_into_a_convolution():
    conv, norm = nn.Conv2d(3, 5, 3).double(), nn.BatchNorm2d(5).double().eval()
    norm.running_mean.normal_()
    norm.running_var.uniform_(0.5, 2)
    folded = nn.Conv2d(3, 5, 3).double()
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    with torch.no_grad():
        folded.weight.copy_(conv.weight * scale[:, None, None, None])
        folded.bias.copy_((conv.bias - norm.running_mean) * scale + norm.bias)
        x = torch.randn(2, 3, 7, 9).double()
        torch.testing.assert_close(folded(x), norm(conv(x)))
