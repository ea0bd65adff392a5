"""What the two pages of chapter 10 state is so: sums, sizes, what was measured, rounding, and how speed is graded."""

import json
import re

import numpy as np
import pytest
import torch
from figures.as_fast_as_torch import columns, fewer, memory, times
from figures.grids import TIMES
from workings import as_fast_as_torch as worked

from autograder.bank import EXERCISES
from autograder.judging.speed import points
from benchmarks import ladder
from solutions import as_fast_as_torch as fast
from solutions import conv2d

PAGE = "as-fast-as-torch"
F = torch.nn.functional


def test_the_sums_by_hand(prose):
    for filter_, column in ((0, 2), (1, 4)):
        left, right = worked.product_sum(filter_, column).data.split(" = ")
        window = columns.X[column // 3 : column // 3 + 2, column % 3 : column % 3 + 2]
        total = int((columns.FILTERS[filter_] * window).sum())
        assert eval(left.replace(r"\cdot", "*")) == total == int(re.sub(r"[^\d-]", "", right))
    prose.says("4 rows, for a window has 2 · 2 numbers, and 6 columns")
    prose.says("The 7 is in 4 windows")


def test_all_that_is_run_agrees(prose):
    assert prose.count("same: True") == 4
    assert "same: False" not in prose
    prose.says("windows (2, 3, 2, 2) strides (16, 4, 16, 4) shared: True")
    prose.says("columns (4, 6) strides (4, 16) shared: False")


def test_the_ladder_is_told_as_it_was_measured(prose):
    by_name = {row["name"]: row for row in times.measured()["rungs"]}
    products = 64 * 64 * 9 * 56 * 56
    assert times.multiply_adds() == products
    prose.says(f"{products / 1e6:.1f} million times a multiplication and an addition")
    each = 1e9 * by_name["seven loops"]["seconds"] / products
    prose.says(
        f"cost {each:.0f} nanoseconds for each multiply-add" if each < 100 else f"cost {round(each, -1):.0f} nano"
    )
    for name, words in (("einsum without a path", "still takes"), ("place by place", "and takes only")):
        prose.says(f"{words} {times.times(by_name[name]['seconds'] / by_name['torch']['seconds'])} times as long")
    prose.says(f"over {56 * 56} places".replace("3136", "3\N{NO-BREAK SPACE}136"))


def test_the_steps_of_the_ladder_are_where_the_page_says_they_are():
    """The recorded measurement, not a clock of today: another one is to be looked at before it is shown."""
    here = times.ratios()
    assert here["seven loops"] > 1000 > here["einsum without a path"] > here["place by place"] > here["im2col"]
    assert here["blocks"] > here["im2col"]  # "in the ladder it did not"
    assert here["Winograd"] > here["im2col"]
    assert here["reference"] < 1.5


def test_ladder_and_page_are_of_the_same_layers():
    measured = times.measured()
    assert [row["name"] for row in measured["rungs"]] == [*ladder.RUNGS, "torch"]
    assert measured["layer"] == {name: list(shape) for name, shape in ladder.LAYER.items()}
    assert [row["size"] for row in measured["kernels"]] == list(ladder.KERNELS)
    assert max(row["error"] for row in measured["rungs"]) < ladder.TOLERANCE


def test_every_rung_computes_the_convolution():
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((1, 4, 6, 5), dtype=np.float32), rng.standard_normal((2, 4, 3, 3), dtype=np.float32)
    for name, (rung, _) in ladder.RUNGS.items():
        np.testing.assert_allclose(rung(x, weight), conv2d(x, weight, padding=1), atol=1e-4, err_msg=name)


def test_a_rung_that_is_wrong_is_not_timed():
    with pytest.raises(ValueError, match="off by"):
        ladder.checked(np.ones(3), np.array([1, 1, 1.01]))


def test_a_short_measurement_has_all_that_the_page_shows(tmp_path, monkeypatch):
    result = ladder.measured(1, short=True)
    json.dumps(result)
    assert set(result) == set(times.measured())
    assert [row["name"] for row in result["roofline"]["layers"]] == [
        row["name"] for row in times.measured()["roofline"]["layers"]
    ]
    assert len(ladder.told(result)) > 10


def test_the_memory_of_the_columns(prose):
    given, unfolded = worked.columns_size()
    assert unfolded == 9 * given == 4 * 64 * 9 * 56 * 56
    _, largest = fast.conv2d_blocked(np.zeros((1, 64, 56, 56)), np.zeros((1, 64, 3, 3)), padding=1, rows=8)
    assert 4 * largest == unfolded / 7
    prose.says(f"picture is {given / 1e6:.1f} MB, its columns {unfolded / 1e6:.1f} MB")
    prose.says(f"the same {unfolded / 7e6:.1f} MB again")


def test_the_table_of_what_is_fetched():
    assert [int(row[1].replace("\N{NO-BREAK SPACE}", "")) for row in memory.fetching()] == [
        2 * 1024**3 // width for width in (1, 8, 64)
    ]


@pytest.mark.parametrize(("size", "way"), [(10, "aten::_slow_conv2d_forward"), (56, "aten::mkldnn_convolution")])
def test_pytorch_makes_the_matrix_for_small_pictures_and_asks_one_dnn_for_large_ones(size, way):
    with torch.profiler.profile() as profile:
        F.conv2d(torch.randn(1, 64, size, size), torch.randn(64, 64, 3, 3), padding=1)
    assert way in [event.key for event in profile.key_averages()]


# The second page ------------------------------------------------------------------------------------------------------


def test_winograds_larger_tiles_are_right_and_round_more():
    rng = np.random.default_rng(1)
    x, weight = rng.normal(size=(2, 3, 10, 14)), rng.normal(size=(4, 3, 3, 3))
    np.testing.assert_allclose(worked.winograd_f43(x, weight), conv2d(x, weight), atol=1e-10)
    errors = worked.errors()
    small, large = errors["Winograd, F(2, 3): tiles of 4"], errors["Winograd, F(4, 3): tiles of 6"]
    assert small < 3 * errors["one product (im2col)"]
    assert large > 3 * small


def test_which_kernels_frequencies_win(prose):
    winners = times.winners()
    first = min(size for size, who in winners.items() if who == "frequencies")
    assert {size for size, who in winners.items() if who == "frequencies"} == {
        size for size in winners if size >= first
    }
    prose.says(f"they win from {first} {TIMES} {first} on")
    prose.says(f"frequencies win from kernels of {fewer.crossing()} {TIMES} {fewer.crossing()} on")
    assert first > fewer.crossing()
    by_size = {row["size"]: row["frequencies"] for row in times.measured()["kernels"]}
    assert ladder.KERNELS_ON[2] + 2 * (11 // 2) == 74 == 2 * 37
    prose.says("74 = 2 · 37 pixels wide")
    assert by_size[11] > max(by_size[9], by_size[15])  # the bump


def test_depthwise_saves_less_than_it_counts(prose):
    rows = {row["name"]: row for row in times.measured()["roofline"]["layers"]}
    full, slices = rows["3x3"], rows["depthwise"]
    assert full["operations"] == 64 * slices["operations"]
    saved = [full[who] / slices[who] for who in ("torch", "ours")]
    assert max(saved) < 16
    prose.says(f"Measured: {worked.short(saved[0])} times in PyTorch, {worked.short(saved[1])} times in our NumPy")
    assert times.intensity(slices) < times.ridge() < times.intensity(rows["1x1"])


def test_what_is_said_of_the_roof():
    rows = {row["name"]: row for row in times.measured()["roofline"]["layers"]}

    def share(name):
        fastest = rows[name]["operations"] / min(rows[name]["torch"], rows[name]["ours"])
        return fastest / times.attainable(times.intensity(rows[name]))

    assert all(share(name) > 0.6 for name in ("3x3", "first layer", "1x1", "dense, 256 rows"))
    assert share("ReLU") > 0.4
    assert share("max pool") < 0.25
    assert share("depthwise") < 0.25
    assert rows["depthwise"]["torch"] > rows["depthwise"]["ours"]
    assert times.intensity(rows["dense, 1 row"]) * 200 < times.intensity(rows["dense, 256 rows"])


def test_comparisons_along_one_axis_after_the_other():
    for k in (2, 3, 5, 9):
        assert f"<td>{k * k - 1}</td><td>{2 * (k - 1)}</td>" in worked.comparisons().data


def test_what_more_cores_can_do(prose):
    assert worked.amdahl(0.5, 2) == pytest.approx(4 / 3)
    prose.says("eight cores make it 4.7 times as fast, and a thousand million cores 10 times")


def test_every_threshold_of_speed_is_shown(prose):
    timed = {name.split("/")[1]: one.speed for name, one in EXERCISES.items() if name.startswith(PAGE) and one.speed}
    assert len(timed) >= 5
    for name, speed in timed.items():
        all_points, half = f"{speed.full:g} {TIMES} as long as", f"{speed.part:g} {TIMES} as fast as the loops"
        prose.says(f"{name} {all_points} the course's answer {half}")


def test_wrong_ways_differ_and_hide():
    for name, differs, _, hidden in worked.breakages():
        assert differs.endswith("%"), name
        assert hidden == "nothing", name


def test_speed_is_graded_as_the_page_says(prose):
    """The rules of the judge: the better of two levels near a threshold, rounds as long as it is close, least times."""
    assert points.FEWEST_ROUNDS < points.MOST_ROUNDS
    assert points.SURE > 1
    speed = points.Speed(loops=None, inputs=None, full=2, part=5, gain=10)
    measured = points.Measurements(speed)
    for seconds in (3.0, 1.0, 2.0):
        measured.add(points.TimedCall.REFERENCE, points.Timing(seconds))
        measured.add(points.TimedCall.LOOPS, points.Timing(10 * seconds))
        measured.add(points.TimedCall.ANSWER, points.Timing(2.2 * seconds))
    assert measured.ratio() == pytest.approx(2.2)  # of the least times
    assert measured.level() is points.Level.NONE
    assert measured.is_near
    assert not measured.is_decided
    assert measured.verdict is points.Level.FULL  # what stays close counts as reached
    assert points.Level.PART.share == 0.5
    for which, processor in ((points.TimedCall.REFERENCE, 0.9), (points.TimedCall.HANDOVER, 0.4)):
        measured.add(which, points.Timing(wall=3.0, processor=processor))  # the machine had other work
    assert measured.seconds(points.TimedCall.REFERENCE) == pytest.approx(0.5)
    prose.says("Of all rounds the least time of each counts")
    prose.says("neither does what else the machine is doing")
    prose.says("What it takes to hand over arguments and results is timed as well, and taken off")
    prose.says("if it is still close then, it counts as reached")
