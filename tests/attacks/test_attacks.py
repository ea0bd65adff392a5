"""Every attack of the folder, in the real sandbox: it gains nothing, ends in time, and harms nobody."""

import nbformat
import pytest
from nbformat import NotebookNode

from tests.attacks import generated
from tests.attacks.harness import DISHONEST, HONEST, LONGEST, attacks, attempt, honest, neighbour, share, warm

ATTACKS = [*attacks(), *generated.attacks()]
SUBMISSIONS = [*honest(), *generated.honest()]


@pytest.fixture(scope="session")
def untouched():
    """What an honest submission finds in a sandbox before anybody else was there."""
    _, found = neighbour()
    assert found.startswith("{")
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_ends_in_time_and_harms_nobody(attack, untouched):
    servers = warm()
    came = attempt(attack)
    assert came.gained == 0
    assert came.honest == (0 if attack.costs else 1) or attack.risks
    assert came.judged.seconds < LONGEST
    assert [words for words in attack.seen if words not in came.text] == []
    assert all(came.judged.verdict(DISHONEST, hidden=part == "hidden").score == 1 for part in attack.earns)
    only_harmless_things_are_shown(came.judged)

    judged, found = neighbour()
    assert warm() == servers  # the same fork server had both
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


def test_every_file_says_what_it_tries():
    assert ATTACKS
    assert SUBMISSIONS
    names = [one.name for one in [*ATTACKS, *SUBMISSIONS]]
    assert len(ATTACKS) == len({one.name for one in ATTACKS})
    assert [name for name in names if name.startswith("test_")] == []
    for one in [*ATTACKS, *SUBMISSIONS]:
        assert one.tries.endswith(".")
        assert one.cells
    assert all(attack.seen or attack.earns for attack in ATTACKS)
