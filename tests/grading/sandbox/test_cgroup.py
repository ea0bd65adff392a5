"""The bound on a sandbox's memory: set where a control group can be made, and nothing is left where it cannot."""

import os
import subprocess
import sys
import textwrap
import threading

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


def test_a_group_whose_process_has_just_ended_is_taken_away_when_it_can_be(group, monkeypatch):
    folder = group("memory.max")
    with cgroup.holding(123):
        (made,) = folder.iterdir()
        threading.Timer(0.2, lambda: [path.unlink() for path in made.iterdir()]).start()  # till then it is in use
    assert list(folder.iterdir()) == []


def test_groups_of_a_run_that_was_killed_are_swept_and_those_of_one_that_goes_on_are_not(group):
    folder = group("memory.max")
    ended = subprocess.Popen(["true"])
    ended.wait()
    left_over, in_use = folder / f"magic-window-{ended.pid}-1", folder / f"magic-window-{os.getpid()}-1"
    left_over.mkdir()
    in_use.mkdir()
    with cgroup.holding(123):
        assert in_use.exists()
        assert not left_over.exists()
        for path in folder.glob("*-123/*"):
            path.unlink()


def test_no_group_is_left_by_a_process_that_graded(tmp_path):
    """Also where it ends as a worker of a pool does, which does not come to `atexit`."""
    program = """
        import multiprocessing, os
        from autograder.grading.sandbox.session import Session
        def work():
            with Session() as session:
                session.run_cell("1")
            print(os.getpid(), flush=True)
        if __name__ == "__main__":
            work()
            worker = multiprocessing.get_context("spawn").Process(target=work)
            worker.start()
            worker.join()
    """
    path = tmp_path / "grades.py"
    path.write_text(textwrap.dedent(program))
    around = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, path], env=around, capture_output=True, text=True, check=True)
    makers = done.stdout.split()
    assert len(makers) == 2
    own = cgroup.own_group()
    groups = [path.name for path in own[0].iterdir()] if own else []
    assert [name for name in groups if name.startswith(tuple(f"magic-window-{pid}-" for pid in makers))] == []
