"""The bundle for Gradescope, run as Gradescope runs it, in a folder with the layout of its container.

Neither torch nor nbgrader can be imported there. What cannot be tried here is `setup.sh` and Gradescope itself.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest

from autograder.bank import EXERCISES
from autograder.grading.course.private_folder import key_path
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, functions_of, without_plots
from tests.grading._classes import run
from tests.grading._misconceptions import CONV2D, FLIPPED

pytestmark = pytest.mark.turn(3)

# The members of results.json and of a test in it, from Gradescope's "Autograder Specifications".
RESULT = {
    "score": float, "execution_time": float, "output": str, "visibility": str, "stdout_visibility": str,
    "extra_data": dict, "tests": list,
}  # fmt: skip
TEST = {
    "score": float, "max_score": float, "status": str, "name": str, "output": str, "output_format": str,
    "visibility": str,
}  # fmt: skip
UNSEEN = "def correlate1d(signal, kernel):\n    return vars(np)['corre' + 'late'](signal, kernel)"
NOT_THERE = "raise ImportError('not in the container')\n"


@pytest.fixture(scope="module")
def course(release, tmp_path_factory):
    return release(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def archive(course):
    said = run("autograder", "export", ASSIGNMENT, "--format", "gradescope", cwd=course)
    assert "README.md" in said
    return course / "exports" / f"{ASSIGNMENT}-gradescope.zip"


@pytest.fixture(scope="module")
def filled(course):
    """Makes the notebook that a student with these answers hands in."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    return lambda answers, **more: without_plots(fill(released, answers, **more))


@pytest.fixture
def container(archive, tmp_path):
    """The layout of Gradescope's container, without what it has not."""
    root = tmp_path / "autograder"
    for name in ("source", "submission", "results", "nowhere"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(root / "source")
        for entry in bundle.infolist():
            os.chmod(root / "source" / entry.filename, entry.external_attr >> 16)
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    for name in ("torch", "nbgrader", "scipy"):
        (root / "source" / f"{name}.py").write_text(NOT_THERE)
    (root / "submission_metadata.json").write_text('{"users": [{"email": "ada@example.org", "id": 1, "name": "Ada"}]}')
    return root


def grade(root, *, status=0, path=None):
    """Run `run_autograder`; return what lies in results.json, and what was said."""
    settings = {"AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable, "AUTOGRADER_STUDENT": ""}
    settings |= {"PATH": str(path)} if path else {}
    done = subprocess.run(
        [root / "run_autograder"], env=os.environ | settings, text=True, check=False, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == status, done.stdout
    results = root / "results" / "results.json"
    return (json.loads(results.read_text()) if results.exists() else None), done.stdout


def hand_in(root, notebook, name=f"{NOTEBOOK}.ipynb"):
    nbformat.write(notebook, root / "submission" / name)


def check_format(results):
    assert set(results) <= set(RESULT)
    for name, value in results.items():
        assert isinstance(value, RESULT[name] if RESULT[name] is not float else (int, float)), name
    for test in results.get("tests", []):
        assert set(test) == set(TEST)
        assert all(isinstance(value, TEST[name]) for name, value in test.items())
        assert 0 <= test["score"] <= test["max_score"]
        assert test["status"] in ("passed", "failed")
        assert test["output_format"] == "text"
        assert test["visibility"] == "visible"
    assert results["visibility"] == "visible"
    assert results["stdout_visibility"] == "hidden"
    assert "score" in results or results["tests"]


def test_the_bundle_has_what_gradescope_asks_for_at_its_root(archive):
    with zipfile.ZipFile(archive) as bundle:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in bundle.infolist()}
        readme = bundle.read("README.md").decode()
        requirements = bundle.read("requirements.txt").decode()
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    for word in (
        "no second sandbox",
        "seeds of the hidden cases lie in the container",
        "PyTorch is not in the container",
    ):
        assert word in readme
    assert "numpy==" in requirements
    assert "torch" not in requirements


def test_neither_the_courses_key_nor_its_gradebook_is_in_the_bundle(archive, course):
    key = key_path(course).read_text().strip().encode()
    with zipfile.ZipFile(archive) as bundle:
        names = bundle.namelist()
        for content in map(bundle.read, names):
            assert key not in content
            assert not content.startswith(b"SQLite format 3")
    assert not [name for name in names if name.startswith("autograder/cli")]


def test_the_same_course_gives_the_same_bundle(archive, course):
    before = archive.read_bytes()
    run("autograder", "export", ASSIGNMENT, "--format", "gradescope", "--to", "again.zip", cwd=course)
    assert (course / "again.zip").read_bytes() == before


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_shell_that_can_be_read(container, script):
    subprocess.run(["sh", "-n", container / "source" / script], check=True)


def test_an_honest_submission_has_full_marks(container, filled):
    hand_in(container, filled({}))
    results, said = grade(container)
    check_format(results)
    assert sum(test["score"] for test in results["tests"]) == 17
    assert {test["status"] for test in results["tests"]} == {"passed"}
    assert len(results["tests"]) == 12
    assert said == ""


def test_a_mistake_is_named_and_hidden_cases_are_only_counted(container, filled):
    hand_in(container, filled(FLIPPED))
    results, _ = grade(container)
    check_format(results)
    found = {test["name"]: test for test in results["tests"]}
    visible, hidden = found["conv2d: cases that you can run"], found["conv2d: hidden cases"]
    assert "This is what you get when the answer flips the kernel." in visible["output"]
    assert "one channel, one filter" in visible["output"]
    assert hidden["status"] == "failed"
    assert "hidden cases do not pass." in hidden["output"]
    assert "hidden case 1" not in json.dumps(results)
    assert found["conv1d: hidden cases"]["status"] == "passed"


def test_what_a_person_should_look_at_is_printed_for_instructors_and_in_no_result(container, filled):
    hand_in(container, filled({"correlate1d": UNSEEN}))
    results, said = grade(container)
    check_format(results)
    assert results["output"] == ""
    assert sum(test["score"] for test in results["tests"]) == 17
    assert "correlate1d called np.correlate when it ran" in said
    assert "should look" not in json.dumps(results)


def test_two_mistakes_at_once_are_named_with_both_hints(container, filled):
    hand_in(container, filled({"conv2d": CONV2D.format(flip="[:, ::-1, ::-1]", bias="pass")}))
    results, _ = grade(container)
    outputs = {test["name"]: test["output"] for test in results["tests"]}
    hints = {mistake.name: mistake.hint for mistake in EXERCISES[f"{NOTEBOOK}/conv2d"].mistakes}
    for output in (outputs["conv2d: cases that you can run"], outputs["conv2d: hidden cases"]):
        assert "the answer flips the kernel and forgets the bias." in output
        assert hints["flips the kernel"] in output
        assert hints["forgets the bias"] in output


def test_students_read_the_language_of_the_course(container, filled):
    notebook = filled({"conv2d": CONV2D.format(flip="[:, ::-1, ::-1]", bias="pass")})
    notebook.cells = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != "conv1d-check"
    ]
    hand_in(container, notebook)
    english, _ = grade(container)
    path = container / "source" / "assignment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"language": "de"}))
    german, _ = grade(container)
    assert [test["score"] for test in german["tests"]] == [test["score"] for test in english["tests"]]
    outputs = {test["name"]: test["output"] for test in german["tests"]}
    assert (
        "Das kommt heraus, wenn die Antwort den Kern umdreht und den Bias vergisst."
        in outputs["conv2d: verborgene Fälle"]
    )
    assert outputs["conv1d: verborgene Fälle"] == "Alle Fälle bestanden."
    assert german["output"] == "Die Zelle conv1d-check fehlte; sie wurde wieder eingefügt."
    (container / "submission" / f"{NOTEBOOK}.ipynb").unlink()
    nothing, _ = grade(container)
    assert nothing["output"].startswith("Nichts wurde bewertet: Gib convolutional-layers.ipynb ab")


def test_the_bundle_takes_the_language_along(release, tmp_path):
    course = release(tmp_path / "course")
    plan = course / "course.toml"
    plan.write_text(f'language = "zh_CN"\n{plan.read_text()}')
    run("autograder", "export", ASSIGNMENT, "--format", "gradescope", "--to", "bundle.zip", cwd=course)
    with zipfile.ZipFile(course / "bundle.zip") as bundle:
        assert json.loads(bundle.read("assignment.json"))["language"] == "zh_CN"
        assert "autograder/language/zh_CN/LC_MESSAGES/mistakes.mo" in bundle.namelist()


def test_without_bubblewrap_the_same_points_are_given_and_it_is_said(container, filled, tmp_path):
    hand_in(container, filled(functions_of("typical")))
    sandboxed, _ = grade(container)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "env"):
        (tools / name).symlink_to(shutil.which(name))
    bare, _ = grade(container, path=tools)
    assert sandboxed["extra_data"] == {"sandboxed": True}
    assert bare["extra_data"] == {"sandboxed": False}
    assert bare["tests"] == sandboxed["tests"]
    assert 0 < sum(test["score"] for test in bare["tests"]) < 17


def test_forged_results_and_cells_do_not_count(container, filled):
    forged = '{"score": 100, "tests": []}'
    (container / "results" / "results.json").write_text(forged)
    notebook = filled({"conv2d": "def conv2d(x, weight, bias=None): return 0"})
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    hand_in(container, notebook)
    results, _ = grade(container)
    check_format(results)
    assert sum(test["score"] for test in results["tests"]) == 13
    assert sum(test["max_score"] for test in results["tests"]) == 17
    assert "conv2d-hidden was missing; it was put back." in results["output"]


@pytest.mark.share(3)
@pytest.mark.parametrize("files", [{}, {"a.ipynb": "{}", "b.ipynb": "{}"}, {f"{NOTEBOOK}.ipynb": '{"cells": 3}'}])
def test_what_cannot_be_read_is_said_to_the_student(container, files):
    for name, content in files.items():
        (container / "submission" / name).write_text(content)
    results, _ = grade(container)
    check_format(results)
    assert results["score"] == 0
    assert f"{NOTEBOOK}.ipynb" in results["output"]


def test_a_fault_of_ours_writes_no_result_rather_than_a_zero(container, filled):
    hand_in(container, filled({}))
    for path in (container / "source" / "solutions").rglob("*.py"):
        path.unlink()  # and without torch nobody knows what the hidden cases should give
    (container / "source" / "solutions" / "__init__.py").write_text(NOT_THERE)
    results, said = grade(container, status=1)
    assert results is None
    assert "not graded" in said


def test_the_notebook_may_have_another_name_if_it_is_the_only_one(container, filled):
    hand_in(container, filled({}), name="my solution (1).ipynb")
    assert sum(test["score"] for test in grade(container)[0]["tests"]) == 17
