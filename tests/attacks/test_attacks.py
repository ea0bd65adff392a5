"""Every attack of the folder, in the real sandbox: it gains nothing, ends in time, and harms nobody."""

from collections import Counter

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.grading.jobs.run import run
from tests.attacks import generated
from tests.attacks.harness import (
    DISHONEST,
    HONEST,
    LONGEST,
    attacks,
    attempt,
    detours,
    honest,
    neighbour,
    share,
    suspicion,
    warm,
)

ATTACKS = [*attacks(), *generated.attacks()]
DETOURS = detours()
SUBMISSIONS = [*honest(), *generated.honest()]
SHARES = 4  # attacks of one kind follow each other: in a short run there is one of each kind at least


@pytest.fixture(scope="session")
def untouched():
    """What an honest submission finds in a sandbox before anybody else was there."""
    _, found = neighbour()
    assert found.startswith("{")
    return found


@pytest.mark.share(SHARES)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_ends_in_time_and_harms_nobody(attack, untouched):
    servers = set(warm())
    came = attempt(attack)
    assert came.gained == 0
    assert came.honest == (0 if attack.costs else 1) or attack.risks
    assert came.judged.seconds < LONGEST
    assert [words for words in attack.seen if words not in came.text] == []
    assert all(came.judged.verdict(DISHONEST, hidden=part == "hidden").score == 1 for part in attack.earns)
    only_harmless_things_are_shown(came.judged)

    judged, found = neighbour()
    assert set(warm()) == servers  # the same fork servers had both, in whatever order they came back
    assert (share(judged, HONEST), share(judged, DISHONEST)) == (1, 1)
    assert found == untouched


def only_harmless_things_are_shown(judged):
    """Outputs are valid, and neither they nor the report hold anything that a browser would run."""
    outputs = [NotebookNode(output) for shown in judged.cell_outputs for output in shown.outputs]
    cell = nbformat.v4.new_code_cell(outputs=outputs)
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    for output in outputs:
        assert set(output.get("data", {})) <= {"text/plain", "image/png", "image/jpeg"}
        assert not output.get("metadata")
    for verdict in judged.verdicts:
        assert "<script" not in verdict.html
        assert "<img" not in verdict.html


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.name)
def test_an_odd_but_honest_submission_gets_full_marks(submission):
    came = attempt(submission)
    assert share(came.judged, DISHONEST) == 1
    assert came.honest == 1
    assert [shown.limit for shown in came.judged.cell_outputs if shown.limit] == []


@pytest.mark.parametrize("detour", DETOURS, ids=lambda detour: detour.name)
def test_a_detour_is_refused_or_noted_and_its_honest_neighbour_is_neither(detour):
    came = run(detour.submission(detour.cells))
    assert suspicion(came) == detour.comes_to
    if detour.comes_to == "refused":
        assert share(came, detour.exercise) == 0
    else:  # it does earn points: a note alone never takes any
        assert share(came, detour.exercise) > 0.5
        assert any("called np." in note and "a person should look at it" in note for note in came.notes)
    beside = run(detour.submission(detour.neighbour))
    assert share(beside, detour.exercise) == 1
    assert suspicion(beside) == ""


def test_every_file_says_what_it_tries():
    assert ATTACKS
    assert SUBMISSIONS
    names = [one.name for one in [*ATTACKS, *SUBMISSIONS, *DETOURS]]
    assert len(ATTACKS) == len({one.name for one in ATTACKS})
    assert [name for name in names if name.startswith("test_")] == []
    for one in [*ATTACKS, *SUBMISSIONS, *DETOURS]:
        assert one.tries.endswith(".")
        assert one.cells
    assert all(attack.seen or attack.earns for attack in ATTACKS)


def test_every_kind_has_an_attack_in_every_share():
    assert min(Counter(attack.kind for attack in ATTACKS).values()) >= SHARES
