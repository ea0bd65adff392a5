"""Whatever a runner claims that a cell showed, what reaches the notebook is valid, bounded and cannot act."""

import base64

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.outputs import Untrusted, trusted_outputs

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()

words = st.sampled_from(
    ["output_type", "stream", "error", "display_data", "execute_result", "name", "stderr", "text", "data", "traceback"]
    + ["ename", "evalue", "text/plain", "text/html", "image/png", "execution_count", "metadata", PNG]
)
claims = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(), inner, max_size=6),
    max_leaves=20,
)


def shown(**data):
    return trusted_outputs([{"output_type": "display_data", "data": data}], Limits())


@given(st.lists(claims, max_size=3) | claims)
def test_any_claim_is_a_valid_list_of_outputs_or_refused(claim):
    try:
        outputs = trusted_outputs(claim, Limits())
    except Untrusted:
        return
    cell = nbformat.v4.new_code_cell(outputs=outputs)
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "text/markdown", "text/latex", "application/javascript", "any/thing"]
)
def test_what_could_act_in_the_instructors_browser_is_left_out(media_type):
    (output,) = shown(**{media_type: "<script>alert(1)</script>", "text/plain": "words"})
    assert output.data == {"text/plain": "words"}


def test_a_picture_is_kept():
    (output,) = shown(**{"image/png": PNG})
    assert output.data == {"image/png": PNG}


@pytest.mark.parametrize("fake", ['"><script>', "AAAA", PNG + '"', ""])
def test_a_picture_that_is_none_is_left_out(fake):
    assert shown(**{"image/png": fake}) == []


def test_too_much_is_refused():
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 1000}
    assert trusted_outputs([text], Limits(output_chars=1000))
    with pytest.raises(Untrusted):
        trusted_outputs([text] * 4, Limits(output_chars=1000))
    with pytest.raises(Untrusted):
        trusted_outputs([text] * 1000, Limits())


def test_control_characters_are_left_out_and_colours_stay():
    (output,) = trusted_outputs([{"output_type": "stream", "text": "a\x00\x07b\x1b[31mc\r\n"}], Limits())
    assert output.text == "ab\x1b[31mc\r\n"
