"""The boxes "At a glance": their formulas are worked out and compared with what the layers are and do."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from workings.at_a_glance import BOXES, NONE, ROWS, WayBack, box

from tests.book._reading import article
from tests.book.test_chapters import CHAPTERS

BACK = BOXES["the-way-back"][0]
FORWARD = [glance for boxes in BOXES.values() for glance in boxes if not isinstance(glance, WayBack)]


def each(glances):
    return pytest.mark.parametrize("glance", glances, ids=lambda glance: glance.call)


@each(FORWARD)
def test_it_learns_what_the_formula_says(glance):
    assert glance.value(glance.learns) == sum(values.numel() for values in glance.layer().parameters())


@each([glance for glance in FORWARD if glance.learns != NONE])
def test_its_products_are_what_pytorch_counts(glance):
    with FlopCounterMode(display=False) as counted, torch.no_grad():
        glance.layer()(torch.zeros(glance.given))
    assert 2 * glance.value(glance.costs) == counted.get_total_flops()


def test_the_way_back_makes_the_products_that_pytorch_counts():
    x = torch.zeros(BACK.made().shape, requires_grad=True)
    y = BACK.layer()(x)
    with FlopCounterMode(display=False) as counted:
        y.backward(torch.zeros(BACK.given))
    assert y.shape == BACK.given
    assert 2 * BACK.value(BACK.costs) == counted.get_total_flops()


def reads(layer, size):
    """How many pairs of an input and an output there are in which the one takes part in the other."""
    x = torch.rand(1, 1, *size[2:], requires_grad=True)
    y = layer(x)
    return sum(int((torch.autograd.grad(out, x, retain_graph=True)[0] != 0).sum()) for out in y.flatten())


@each([one for one in FORWARD if one.call.startswith(("nn.Avg", "nn.LP", "nn.AdaptiveAvg"))])
def test_a_pool_reads_what_the_formula_says(glance):
    assert glance.value(glance.costs) == glance.given[1] * reads(glance.layer(), glance.given)


@pytest.mark.parametrize("chapter", BOXES)
def test_the_chapter_shows_its_box_in_the_same_form_as_the_others(site, chapter):
    page = article(site, chapter)
    assert page.count("At a glance, for one picture") == 1
    shown = box(chapter).data
    at = [shown.index(f'<th scope="row" role="rowheader">{row}</th>') for row in ROWS]
    assert at == sorted(at)


def test_every_chapter_on_an_operation_has_a_box():
    assert {*BOXES} == {*CHAPTERS}
