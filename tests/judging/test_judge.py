"""What a report says, for answers that are odd rather than mistaken."""

import subprocess
import sys

import numpy as np
import pytest
import torch

import autograder
from autograder import Outcome, check, judge
from autograder.bank import find
from autograder.judging import oracle
from autograder.judging.judge import call_on, judge_answers
from autograder.runner.calls import call
from solutions import as_fast_as_torch
from solutions import conv2d as right

CONV2D = "convolutional-layers/conv2d"


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(LookupError, match="convolutional-layers/conv2d"):
        judge("convolutional-layers/conv2", right)
    with pytest.raises(LookupError, match="the nearest are"):
        check(right, "nothing like it")


def test_what_is_not_a_function_is_refused_in_words():
    with pytest.raises(TypeError, match="needs the function itself, got ndarray"):
        check(np.zeros(3), CONV2D)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda out: out.tolist(), "got a list"),
        (lambda out: out.astype(np.float16), "got one of float16"),
        (lambda out: np.ma.array(out), "type MaskedArray"),
        (lambda out: torch.from_numpy(np.ascontiguousarray(out)), "type Tensor"),
        (lambda out: None, "Your function returns None in every case."),
        (lambda out: out.astype(object), "got array of object"),
        (lambda out: out[..., 0], "shape: wanted"),
        (lambda out: out * np.nan, "got nan"),
        (lambda out: np.stack([out, out]), "shape: wanted"),
        (lambda out: float(out.sum()), "got the float"),
    ],
)
def test_a_result_of_the_wrong_kind_is_wrong_and_the_report_says_why(spoil, words):
    report = judge(CONV2D, lambda x, weight, bias=None: spoil(right(x, weight, bias)))
    assert report.score == 0
    assert words in str(report)


def test_results_that_lie_about_being_equal_are_wrong():
    class Agreeable(np.ndarray):
        def __eq__(self, other):
            return True

    assert judge(CONV2D, lambda x, weight, bias=None: np.zeros(1).view(Agreeable)).score == 0


def test_changing_the_inputs_is_wrong_though_the_result_is_right():
    def untidy(x, weight, bias=None):
        out = right(x, weight, bias)
        x *= 0
        return out

    report = judge(CONV2D, untidy)
    assert report.score == 0
    assert str(report).splitlines()[1].startswith("Your function changes `x`.")


def test_an_exception_shows_the_learners_line():
    def careless(x, weight, bias=None):
        return np.zeros(3)[7]

    report = judge(CONV2D, careless)
    assert report.outcome is Outcome.CRASHED
    assert "IndexError" in str(report)
    assert "return np.zeros(3)[7]" in str(report)
    assert "autograder" not in str(report).replace(CONV2D, "")


def test_sys_exit_is_a_crash_and_ctrl_c_is_the_learners_own():
    assert judge(CONV2D, lambda *args: sys.exit()).outcome is Outcome.CRASHED

    def interrupted(*args):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(CONV2D, interrupted)


def test_nothing_is_printed_and_what_the_answer_prints_is_kept(capfd):
    def chatty(x, weight, bias=None):
        print("hello from conv2d")
        print("and from its other stream", file=sys.stderr)
        return right(x, weight, bias)

    report = check(chatty, CONV2D)
    assert capfd.readouterr() == ("", "")
    assert report.score == 1
    assert "hello from conv2d" in report._repr_html_()


def test_a_wrong_case_shows_the_window_the_kernel_and_the_bias():
    report = judge(CONV2D, lambda x, weight, bias=None: right(x, -weight, bias))
    words = str(report)
    assert "first difference at [0, 0, 0, 0]" in words
    assert "x[0, :, 0:2, 0:3] =" in words
    assert "weight[0] =" in words
    assert "bias[0] = 0.5" in words


def test_every_case_is_listed():
    report = judge(CONV2D, lambda x, weight, bias=None: right(x, weight))
    for case in find(CONV2D).cases:
        assert case.name in str(report)
        assert case.name in report._repr_html_()


def test_what_learners_write_is_escaped_in_html():
    def script(x, weight, bias=None):
        raise ValueError("<script>alert(1)</script>")

    html = check(script, CONV2D)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_disagreement_of_torch_and_reference_is_never_the_learners_loss(monkeypatch):
    monkeypatch.setattr(oracle, "_reference", lambda exercise: lambda *args: right(*args) + 1)
    report = judge(CONV2D, right)
    assert report.outcome is Outcome.COURSE_FAULT
    assert report.score == 1.0
    assert "fault of the course" in str(report)


def test_a_stopped_case_is_out_of_limits_and_the_others_count():
    exercise = find(CONV2D)
    answers = iter([autograder.runner.values.Answer(limit="took longer than 10 seconds")])
    report = judge_answers(exercise, lambda case: next(answers, None) or call(right, case.args), exercise.cases)
    assert report.outcome is Outcome.OUT_OF_LIMITS
    assert report.passed == len(exercise.cases) - 1
    assert "took longer than 10 seconds" in str(report)


BLOCKED = find("as-fast-as-torch/conv2d_blocked")


def all_columns_at_once(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    """The right result, and a count that is not what was done."""
    out = as_fast_as_torch.conv2d_gemm(x, weight, bias, stride, padding, dilation)
    return out, weight[0].size * min(rows, out.shape[2]) * out.shape[3]


def test_a_right_result_that_takes_too_much_memory_is_out_of_limits():
    report = judge(BLOCKED.id, all_columns_at_once)
    assert report.outcome is Outcome.OUT_OF_LIMITS
    assert report.passed == len(BLOCKED.cases) - 1
    assert report.mistake is None
    whole, allowed = 49, BLOCKED.cases[-1].most_bytes / 1e6
    assert f"the result is right, but it used {whole} MB of memory at once, and {allowed:.0f} MB are allowed" in str(
        report
    )
    assert "does all of it have to be there at the same time?" in str(report)


def test_honest_answers_take_less_than_half_of_the_memory_that_is_allowed():
    *_, large = BLOCKED.cases
    for name, answer in oracle.honest_answers(BLOCKED).items():
        assert call_on(answer, large).most_bytes < large.most_bytes / 2, name
    assert call_on(all_columns_at_once, large).most_bytes > 2 * large.most_bytes


def test_memory_that_nobody_could_measure_costs_nothing():
    assert judge_answers(BLOCKED, lambda case: call(all_columns_at_once, case.args), BLOCKED.cases).score == 1


def test_sealed_reports_tell_nothing_of_the_hidden_cases():
    report = judge(CONV2D, lambda x, weight, bias=None: right(x, weight), hidden=True, seed=1).part(hidden=True)
    assert "first difference" in str(report)
    sealed = str(report.sealed()) + report.sealed()._repr_html_()
    assert "first difference" not in sealed
    assert "weight[" not in sealed
    assert "forgets the bias" in sealed


def test_importing_the_autograder_imports_neither_torch_nor_the_answers():
    code = (
        "import sys, autograder; from autograder import bank; "
        "sys.exit(any(name.split('.')[0] in ('torch', 'solutions', 'nbgrader', 'scipy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_torch_the_reference_answers(monkeypatch):
    monkeypatch.setattr(oracle, "torch", lambda: None)
    report = check(right, CONV2D)
    assert report.score == 1
    assert report.oracle == "the course's reference module"
