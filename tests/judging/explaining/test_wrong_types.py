"""A result of the wrong type is called what it is, and a right one in another byte order is right."""

import numpy as np
import pytest

from autograder.judging.judge import judge
from autograder.reports.findings import Outcome
from autograder.reports.text import short

EXERCISE = "convolutional-layers/correlate1d"


def right(signal, kernel):
    return np.stack([signal[start : start + len(kernel)] @ kernel for start in range(len(signal) - len(kernel) + 1)])


def holding_itself(signal, kernel):
    rows = [right(signal, kernel)]
    rows.append(rows)
    return rows


def nested(signal, kernel):
    rows = right(signal, kernel)
    for _ in range(100_000):
        rows = [rows]
    return rows


def test_numbers_in_another_byte_order_are_right():
    report = judge(EXERCISE, lambda signal, kernel: right(signal, kernel).astype(">f8"))
    assert report.outcome is Outcome.PASSED
    assert report.score == 1
    report = judge(EXERCISE, lambda signal, kernel: right(signal, kernel).astype(">f8") + 1)
    assert report.mistake == "adds 1 to the right result"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda out: out.astype(">c8"), "an array of complex64 in every case. Real numbers are wanted"),
        (lambda out: out.astype(np.float16), "an array of float16 in every case. That keeps three digits only"),
        (lambda out: out.astype(np.longdouble), f"an array of {np.dtype(np.longdouble).name} in every case."),
        (lambda out: out.astype(object), "an array of Python objects in every case. Leave out `dtype=object`"),
        (lambda out: out.astype(str), "an array of strings in every case. The numbers should be float32"),
        (lambda out: out.astype("S"), "an array of strings in every case."),
        (lambda out: out.astype(str).astype(np.dtypes.StringDType()), "an array of strings in every case."),
        (lambda out: out.astype([("a", float)]), "an array with a structured dtype in every case."),
        (lambda out: out.astype(int).astype("M8[s]"), "an array of datetime64[s] in every case."),
        (lambda out: [0.0] * 10_001, "a list of more than 10000 items in every case."),
    ],
)
def test_a_wrong_type_is_named(change, what):
    report = judge(EXERCISE, lambda signal, kernel: change(right(signal, kernel)))
    assert report.score == 0
    assert f"Your function returns {what}" in short(report)


@pytest.mark.parametrize(
    ("answer", "what"),
    [(holding_itself, "a list that holds itself"), (nested, "a list nested more than 20 deep")],
)
def test_a_list_without_end_is_no_function_that_calls_itself(answer, what):
    report = judge(EXERCISE, answer)
    assert report.outcome is Outcome.WRONG
    assert f"Your function returns {what} in every case." in short(report)
    assert f"got {what}" in short(report)
    assert "Recursion" not in short(report)


def test_a_function_that_calls_itself_without_an_end_is_told_so():
    def endless(signal, kernel):
        return endless(signal, kernel)

    assert "calls itself without an end" in short(judge(EXERCISE, endless))
