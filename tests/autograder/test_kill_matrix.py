"""Every mistake is caught and named; honest answers of every style pass; an untouched stub is not attempted."""

import warnings

import numpy as np
import pytest

from autograder import Outcome, judge
from autograder.bank import EXERCISES
from autograder.compare import difference, tolerance
from autograder.oracle import expected
from autograder.runner.calls import call

CONVOLUTIONS = {"correlate1d", "correlate2d", "conv1d", "conv2d", "conv3d"}
MISTAKES = [(exercise, mistake) for exercise in EXERCISES.values() for mistake in exercise.mistakes]


def loops(x, weight, bias=None):
    """Plain loops over everything, summing Python numbers, in any dimension."""
    stops = [size - k + 1 for size, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    out = np.zeros((len(x), len(weight), *stops))
    for place in np.ndindex(out.shape):
        n, f, *start = place
        total = 0.0 if bias is None else float(bias[f])
        for tap in np.ndindex(weight.shape[1:]):
            c, *offset = tap
            total += float(x[(n, c, *np.add(start, offset))]) * float(weight[(f, *tap)])
        out[place] = total
    return out


def fft(x, weight, bias=None):
    """Through the frequencies, in float32 and Fortran order, with a print and a warning."""
    print("shapes", x.shape, weight.shape)
    warnings.warn("through the frequencies", stacklevel=1)
    axes = tuple(range(2, x.ndim))
    sizes = x.shape[2:]
    spectrum = np.einsum("nc...,fc...->nf...", np.fft.fftn(x, axes=axes), np.conj(np.fft.fftn(weight, sizes, axes)))
    valid = tuple(slice(0, size - k + 1) for size, k in zip(sizes, weight.shape[2:], strict=True))
    out = np.fft.ifftn(spectrum, axes=axes).real[(..., *valid)]
    if bias is not None:
        out = out + bias.reshape(-1, *[1] * len(axes))
    return np.asfortranarray(out.astype(np.float32))


def float32_slices(x, weight, bias=None):
    """One kernel entry at a time, adding up in float32: the style with the largest honest rounding errors."""
    stops = [size - k + 1 for size, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    out = np.zeros((len(x), len(weight), *stops), np.float32)
    for tap in np.ndindex(weight.shape[1:]):
        c, *offset = tap
        window = x[(slice(None), c, *[slice(o, o + s) for o, s in zip(offset, stops, strict=True)])]
        out += weight[(slice(None), *tap)].reshape(1, -1, *[1] * len(stops)).astype(np.float32) * window[:, None]
    return out if bias is None else (out + bias.reshape(-1, *[1] * len(stops))).astype(np.float32)


def on_plain_arrays(layer):
    return lambda data, kernel: layer(data[None, None], kernel[None, None])[0, 0]


def counted_by_making(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return np.zeros((out_channels, in_channels, height, width)).size + np.zeros(out_channels if bias else 0).size


def counted_in_a_loop(in_channels, out_channels, kernel_size, bias=True):
    pair = [kernel_size] * 2 if isinstance(kernel_size, int) else list(kernel_size)
    return np.int64(sum(in_channels * pair[0] * pair[1] + (1 if bias else 0) for _ in range(out_channels)))


def honest_styles(exercise):
    if exercise.name == "count_parameters":
        return [counted_by_making, counted_in_a_loop]
    layers = [loops, fft, float32_slices]
    return layers if exercise.name.startswith("conv") else [on_plain_arrays(layer) for layer in layers]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=[f"{e.name}: {m.name}" for e, m in MISTAKES])
def test_every_mistake_is_caught_and_named(exercise, mistake):
    for report in (judge(exercise.id, mistake.function), judge(exercise.id, mistake.function, hidden=True, seed=11)):
        assert report.score < 1
        assert report.mistake == mistake.name
        assert mistake.hint in str(report)


def test_the_bank_is_large_enough(exercise):
    assert len(exercise.mistakes) >= (8 if exercise.name in CONVOLUTIONS else 4)
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)


def test_the_reference_scores_one(exercise, answer):
    report = judge(exercise.id, answer, hidden=True, seed=5)
    assert report.score == 1.0
    assert report.mistake is None
    assert report.outcome is Outcome.PASSED


def test_honest_styles_score_one(exercise):
    for style in honest_styles(exercise):
        report = judge(exercise.id, style, hidden=True, seed=6)
        assert report.score == 1.0, report


def test_an_untouched_stub_is_not_attempted(exercise):
    def stub(*args):
        raise NotImplementedError()

    report = judge(exercise.id, stub, hidden=True)
    assert report.score == 0
    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert report.mistake is None
    assert "Not attempted yet" in str(report)


def test_an_unknown_error_gets_no_name(exercise, answer):
    def slightly_off(*args):
        return answer(*args) * 1.5

    report = judge(exercise.id, slightly_off)
    assert report.score < 1
    assert report.mistake is None


def test_every_visible_case_catches_something(exercise):
    for case in exercise.cases:
        wanted = expected(exercise, case)
        answers = [call(mistake.function, case.args) for mistake in exercise.mistakes]
        assert any(a.failure or difference(wanted, a.value, exercise.terms(*case.args)) for a in answers), case.name


def test_the_nearest_mistake_is_far_outside_the_tolerance():
    """The comment on the tolerance says a thousand times; here is where that comes from."""
    nearest = min(
        float(np.max(np.abs(answer.value - wanted))) / tolerance(wanted, exercise.terms(*case.args))
        for exercise, mistake in MISTAKES
        if exercise.name in CONVOLUTIONS
        for case in exercise.cases
        for wanted in [expected(exercise, case)]
        for answer in [call(mistake.function, case.args)]
        if difference(wanted, answer.value, exercise.terms(*case.args))
        and isinstance(answer.value, np.ndarray)
        and answer.value.shape == wanted.shape
        and answer.value.dtype.kind == "f"
    )
    assert nearest > 1000


def test_the_farthest_honest_answer_is_well_inside_the_tolerance():
    farthest = max(
        float(np.max(np.abs(style(*case.args) - expected(exercise, case))))
        / tolerance(expected(exercise, case), exercise.terms(*case.args))
        for exercise in EXERCISES.values()
        if exercise.name in CONVOLUTIONS
        for case in [*exercise.cases, *exercise.draw(3)]
        for style in honest_styles(exercise)
    )
    assert farthest < 0.25


def test_hidden_cases_depend_on_the_seed_and_on_nothing_else(exercise):
    def bytes_of(cases):
        return [[np.asarray(arg).tobytes() for arg in case.args if arg is not None] for case in cases]

    assert bytes_of(exercise.draw(1)) == bytes_of(exercise.draw(1))
    assert bytes_of(exercise.draw(1)) != bytes_of(exercise.draw(2))
