"""The bound on a sandbox's memory: set where a control group can be made, and nothing is left where it cannot."""

import pytest

from autograder.grading.sandbox import cgroup


@pytest.fixture
def group(tmp_path, monkeypatch):
    """Pretend that a folder of our own is this process's control group; `limit` is the file of its limit."""

    def pretend(limit, folder=tmp_path):
        monkeypatch.setattr(cgroup, "own_group", lambda: (folder, limit))
        return tmp_path

    return pretend


def test_a_process_is_put_into_a_group_with_a_limit(group):
    folder = group("memory.max")
    with cgroup.holding(123) as held:
        assert held
        (made,) = folder.iterdir()
        assert int((made / "memory.max").read_text()) == cgroup.MEMORY_BYTES
        assert (made / "cgroup.procs").read_text() == "123"
        for path in made.iterdir():  # the kernel's files go with their folder
            path.unlink()
    assert list(folder.iterdir()) == []


def test_a_limit_that_cannot_be_set_leaves_no_group(group):
    folder = group("not/there")
    with cgroup.holding(123) as held:
        assert not held
        assert list(folder.iterdir()) == []


def test_a_group_that_cannot_be_made_is_none(group, tmp_path):
    group("memory.max", tmp_path / "not there")
    with cgroup.holding(123) as held:
        assert not held


def test_a_machine_without_control_groups_sets_none(monkeypatch):
    monkeypatch.setattr(cgroup, "own_group", lambda: None)
    with cgroup.holding(123) as held:
        assert not held
