"""A line that fails where a notebook is graded, and not where it was written, costs only itself."""

import pytest

from autograder.grading.sandbox.session import Session

REST = "\nimport numpy as np\n\n\ndef double(x):\n    return np.multiply(x, 2)\n"
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def answer_below(line):
    with Session() as session:
        shown = session.run_cell(line + REST)
        answer = session.call("double", (2.0,))
        pictures = [list(output.get("data", output)) for output in session.run_cell(PLOT).outputs]
    assert pictures == [["text/plain", "image/png"]], line
    return answer.value, shown


@pytest.mark.parametrize(
    "line",
    [
        *("%matplotlib notebook", "%matplotlib widget", "%matplotlib qt", "%matplotlib tk", "%gui qt"),
        *("import matplotlib\nmatplotlib.use('TkAgg')", "import matplotlib; matplotlib.use('nbagg', force=True)"),
        *("%cd .", "%bookmark here", "%alias greet echo", "%pylab qt"),
    ],
)
def test_a_magic_of_a_window_or_a_profile_does_no_harm(line):
    value, shown = answer_below(line)
    assert value == 4.0
    assert [output for output in shown.outputs if output.output_type == "error"] == []
    assert shown.not_there == []


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("import ipywidgets", "ipywidgets"),
        ("from tqdm.notebook import tqdm", "tqdm"),
        ("from tqdm import tqdm; y = 3", "tqdm"),
        ("%load_ext jupyter_black", "jupyter_black"),
        ("%load_ext watermark\n%watermark -v", "watermark"),
        ("from google.colab import drive\ndrive.mount('/content/drive')", "google"),
    ],
)
def test_a_module_that_is_not_there_is_named_and_the_rest_is_run(line, missing):
    value, shown = answer_below(line)
    assert value == 4.0
    assert shown.not_there == [missing]


def test_modules_that_are_not_there_are_named_once_each():
    lines = "import tqdm\nfrom tqdm.notebook import tqdm\nimport ipywidgets\nimport tqdm.auto"
    value, shown = answer_below(lines)
    assert value == 4.0
    assert shown.not_there == ["tqdm", "ipywidgets"]


@pytest.mark.parametrize("line", ["%conda install tqdm", "%memit 1", "%store -r"])
def test_a_magic_that_is_not_there_costs_only_its_line(line):
    assert answer_below(line)[0] == 4.0


def test_after_any_other_error_only_the_imports_are_run():
    with Session() as session:
        session.run_cell("1 / 0" + REST)
        assert session.call("double", (2.0,)).failure.message == "name 'double' is not defined"
        session.run_cell("def double(x):\n    return np.multiply(x, 2)")
        assert session.call("double", (2.0,)).value == 4.0


def test_a_syntax_error_and_an_exit_end_a_cell():
    with Session() as session:
        for last in ("x = (", "import sys; sys.exit()"):
            session.run_cell(last + REST)
            assert session.call("double", (2.0,)).failure


def test_lines_keep_their_numbers_and_one_line_may_hold_several():
    with Session() as session:
        session.run_cell(
            "import tqdm; é = 'é'; import numpy as np\n\n@staticmethod\ndef f():\n    pass\n\n\ndef g(): 1 / 0"
        )
        assert session.run_cell("é, f, np").outputs
        failure = session.call("g", ()).failure
        assert (failure.line_number, failure.line) == (8, "def g(): 1 / 0")


def test_a_name_of_a_module_is_all_that_a_note_takes_from_an_error():
    with Session() as session:
        shown = session.run_cell("raise ImportError(\"No module named '<script>x</script>'\")")
        assert [output.ename for output in shown.outputs] == ["ImportError"]
        assert shown.not_there == []
