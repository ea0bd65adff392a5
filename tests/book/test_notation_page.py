"""What the page on notation says of torch holds for the course's reference as well, and stands on the page."""

import numpy as np
import pytest
import torch
from figures.other_pages.conventions import four_sides
from workings.notation import AXES, PADDING, SIZES, VALUES, Convention, shown

import solutions
from tests.book._reading import texts

PAGE = "notation"
ALL = AXES + PADDING + SIZES + VALUES
OURS = {
    "F": solutions,
    "zeros": lambda *shape: np.zeros(shape, np.float32),
    "ones": lambda *shape: np.ones(shape, np.float32),
    "tensor": lambda values: np.array(values, np.float32),
}


@pytest.mark.parametrize("convention", [c for c in ALL if "F." in c.expression], ids=lambda c: c.expression)
def test_the_reference_has_the_same_convention(convention):
    ours = eval(convention.expression, dict(OURS))
    theirs = convention.value()
    if isinstance(theirs, torch.Size):
        assert ours == tuple(theirs)
    else:
        np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-6)


def test_every_result_stands_on_the_page(prose):
    assert ALL
    for convention in ALL:
        prose.says(f"{convention.words} {convention.expression} gives {shown(convention.value())}")


def test_size_formulas():
    """The two formulas of the page, against torch, on every size that fits."""
    for size, k, s, p, d in np.ndindex(9, 4, 3, 2, 3):
        size, k, s, d = size + 1, k + 1, s + 1, d + 1
        if size + 2 * p < d * (k - 1) + 1:
            continue
        x, w = torch.zeros(1, 1, size), torch.zeros(1, 1, k)
        down = torch.nn.functional.conv1d(x, w, None, s, p, d)
        assert down.shape[-1] == (size + 2 * p - d * (k - 1) - 1) // s + 1
        for o in range(max(s, d)):
            out = (size - 1) * s - 2 * p + d * (k - 1) + o + 1
            if out >= 1:
                up = torch.nn.functional.conv_transpose1d(x, w, None, s, p, o, 1, d)
                assert up.shape[-1] == out


def test_bicubic_leaves_the_range_as_the_page_says():
    (row,) = [c for c in VALUES if c.about == "bicubic"]
    assert row.value().min() < 0
    assert row.value().max() > 1


def test_a_shape_and_numbers_are_shown_as_readers_write_them():
    assert shown(torch.Size([2, 3])) == "(2, 3)"
    assert shown(torch.tensor([[0.5, -1]])) == "0.5 \N{MINUS SIGN}1"
    assert Convention("", "", "zeros(2).shape").value() == (2,)


def test_each_side_has_its_own_number():
    picture = four_sides(np.arange(1.0, 7).reshape(2, 3), (1, 2, 3, 4))
    written = texts(picture)
    assert {"1. left: 1", "2. right: 2", "3. top: 3", "4. bottom: 4"} <= set(written)
    assert "With its frame it has 9 rows and 6 columns" in picture.alt
