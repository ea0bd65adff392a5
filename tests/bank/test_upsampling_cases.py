"""The cases of chapter 7 keep away from where torch rounds, or leaves its own rule."""

import numpy as np
import pytest
import torch

from autograder.bank import EXERCISES, find
from autograder.bank.chapters._resizing import pair, rounding_matters
from autograder.bank.chapters.upsampling_and_pixelshuffle import fair

CHAPTER = "upsampling-and-pixelshuffle"


def cases(name):
    exercise = find(f"{CHAPTER}/{name}")
    return [*exercise.cases, *(case for seed in range(40) for case in exercise.draw(seed))]


def test_no_case_of_nearest_depends_on_how_its_step_is_rounded():
    for case in cases("upsample_nearest2d"):
        x, size = case.args
        assert not any(rounding_matters(old, new) for old, new in zip(x.shape[2:], pair(size), strict=True)), case.name


def test_every_case_of_interpolate_is_one_where_torch_keeps_its_rule():
    for case in cases("interpolate"):
        x, size, factor, mode = (*case.args, *(None, None, None, "nearest")[len(case.args) :])[:4]
        assert fair(x, size, factor, mode), case.name


@pytest.mark.parametrize(("old", "new"), [(26, 22), (26, 44)])
def test_sizes_where_rounding_matters_are_known(old, new):
    assert rounding_matters(old, new)
    row = torch.arange(old, dtype=torch.float64)[None, None, None]
    copied = torch.nn.functional.interpolate(row, size=(1, new)).ravel().numpy()
    assert not np.array_equal(copied, np.arange(new) * old // new)


@pytest.mark.parametrize(("old", "factor"), [(5, 1.1), (10, 2.05)])
def test_factors_where_torch_leaves_its_rule_are_known(old, factor):
    x = np.arange(3.0 * old).reshape(1, 1, 3, old)
    assert not fair(x, None, (2, factor), "nearest")
    enlarged = torch.nn.functional.interpolate(torch.from_numpy(x), scale_factor=(2, factor)).numpy()
    by_the_rule = np.floor(np.arange(int(old * factor)) / factor).astype(int)
    assert not np.array_equal(enlarged[0, 0, 0], x[0, 0, 0, by_the_rule])


def test_hidden_cases_are_of_every_kind():
    drawn = [case.args for seed in range(10) for case in find(f"{CHAPTER}/interpolate").draw(seed)]
    assert {args[3] for args in drawn} == {"nearest", "bilinear", "bicubic"}
    assert {args[4] for args in drawn} == {None, False, True}
    assert {args[1] is None for args in drawn} == {True, False}
    assert {np.ndim(args[2]) for args in drawn if args[1] is None} == {0, 1}


def test_the_chapter_has_its_eight_exercises():
    assert sum(exercise.chapter == CHAPTER for exercise in EXERCISES.values()) == 8
