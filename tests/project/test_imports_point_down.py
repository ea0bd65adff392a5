"""Who may import whom: nothing in `autograder/` points up, and the learner's half knows nothing of the instructor's."""

import graphlib
import re

import pytest

from docs.architecture import (
    DRAWING,
    ORDER,
    ROOT,
    draw,
    folder,
    folders,
    graph,
    imports,
    modules,
    outside_of_the_wheel,
    parts,
)

GRAPH = graph()
EDGES = sorted((module, target) for module, targets in GRAPH.items() for target in targets)
JUDGING = "autograder.judging."
PUBLIC = {"autograder.Report", "autograder.Outcome", "autograder.check", "autograder.example", "autograder.judge"}
PUBLIC |= {"autograder.bank.EXERCISES", "autograder.judging.compare.tolerance"}  # the page on the autograder shows them


def within(name, folders):
    return any(name == one or name.startswith(f"{one}.") for one in folders)


def test_every_folder_has_its_place_in_the_order():
    print("From the ground up:", " < ".join(ORDER))
    entries = {path.stem for path in (ROOT / "autograder").iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert entries - {"__init__", "__main__"} == set(ORDER)


def test_nothing_points_up():
    height = {name: place for place, name in enumerate((*ORDER, ""))}
    up = [(a, b) for a, b in EDGES if b in GRAPH and height[folder(b)] > height[folder(a)]]
    assert up == []


def test_no_module_imports_itself_by_way_of_others():
    assert circle({a: targets & GRAPH.keys() for a, targets in GRAPH.items()}) == ()


def circle(graph):
    """Who imports whom in a circle, if any do."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return ()


# All loose modules of a folder count as one, so that none of its folders stands above some of them and below others.
# The judge's count one by one: what all need (`compare`), and `judge`, which needs all, lie side by side.
ONE_BY_ONE = {"autograder.judging"}


@pytest.mark.parametrize("package", folders())
def test_folders_in_a_folder_and_its_loose_modules_import_in_no_circle(package):
    assert circle(parts(GRAPH, package, one_by_one=package in ONE_BY_ONE)) == ()


def test_loose_modules_count_one_by_one_only_where_they_must():
    assert {package for package in folders() if circle(parts(GRAPH, package, one_by_one=False))} == ONE_BY_ONE


def test_what_the_wheel_has_imports_nothing_that_it_has_not():
    missing = outside_of_the_wheel()
    assert [(a, b) for a, b in EDGES if within(b, missing) and not within(a, missing)] == []


def test_the_folders_of_the_judge_do_not_import_each_other_in_a_circle():
    """Nothing in them knows the way through, `judge`; what it needs beside them is shared by all."""
    shared = ("compare", "oracle", "recorded", "stopped", "tried_case")
    order = ("static_analysis", *shared, "diagnosing", "explaining", "judge", "speed")
    place = {name: number for number, name in enumerate(order)}
    inside = [(a.split("."), b.split(".")) for a, b in EDGES if a.startswith(JUDGING) and b.startswith(JUDGING)]
    pairs = {(a[2], b[2]) for a, b in inside if a[2] != b[2]}
    assert {name for pair in pairs for name in pair} <= set(order)
    assert [(a, b) for a, b in pairs if b == "judge" or (place[b] > place[a] and not {a, b} <= set(shared))] == []


def test_building_and_the_learners_folder_do_not_know_each_other():
    pairs = {(folder(a), folder(b)) for a, b in EDGES}
    assert not {("building", "learner"), ("learner", "building")} & pairs


def test_the_runner_imports_nothing_of_ours():
    ours = {"autograder", "solutions", "book", "exercises", "tests"}
    runner = {name: path for name, path in modules().items() if folder(name) == "runner"}
    assert runner
    assert [(a, b) for a, b in EDGES if a in runner and b not in runner and b.split(".")[0] in ours] == []
    absolute = re.compile(r"^\s*(from|import) autograder", re.M)  # in the sandbox it is called `runner`
    assert [name for name, path in runner.items() if absolute.search(path.read_text())] == []


def test_torch_and_the_answers_are_imported_in_the_oracle_alone():
    wanted = {"torch", "solutions", "book", "exercises", "tests"}
    assert {(a, b.split(".")[0]) for a, b in EDGES if b.split(".")[0] in wanted} == {
        ("autograder.judging.oracle", "torch"),
        ("autograder.judging.oracle", "solutions"),
    }


def test_the_answers_import_nothing_of_ours():
    paths = sorted((ROOT / "solutions").rglob("*.py"))
    assert paths
    for path in paths:
        package = ".".join(path.relative_to(ROOT).parent.parts)
        others = {name.split(".")[0] for name in imports(path, package)} & {"autograder", "book", "exercises", "torch"}
        assert (path.name, others) == (path.name, set())


@pytest.mark.parametrize("place", ["exercises", "book"])
def test_pages_and_notebooks_use_public_names(place):
    line = re.compile(r"^(?:from (autograder[\w.]*) import (.+)|import (autograder[\w.]*))$", re.M)
    for path in sorted([*(ROOT / place).glob("*.md"), *(ROOT / place).glob("*/*.md")]):
        for package, names, whole in line.findall(path.read_text()):
            used = [f"{package}.{name.strip()}" for name in names.split(",")] if package else [whole]
            assert [name for name in used if name not in PUBLIC] == [], path


def test_the_drawing_is_of_todays_imports():
    assert DRAWING.read_text() == draw(), "python -m docs.architecture draws it again"
