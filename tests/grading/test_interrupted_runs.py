"""Whoever ends a run, and when: nothing stays behind, one line is said, and the same command goes on from there."""

import os
import random
import signal
import subprocess
import time

import pytest
from typer.testing import CliRunner

from autograder.cli import application
from autograder.grading.grade import Grader
from autograder.grading.jobs.kept_results import Store
from tests.grading._classes import ENVIRONMENT, GRADE, SIDE_BY_SIDE, fresh_copy, kept, run, scores

KILLS = int(os.environ.get("MW_KILLS", "2"))
STOPPED = "Stopped. What was judged is kept: the same command goes on from there."


@pytest.mark.long
def test_a_run_that_is_killed_again_and_again_ends_in_the_same_gradebook(handed_in, undisturbed, tmp_path, monkeypatch):
    course = fresh_copy(handed_in, tmp_path / "course")
    rng = random.Random(7)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    mounts = mounted()
    for _ in range(KILLS):
        process = begin(course, TMPDIR=str(tmp_path / "temporary"))
        time.sleep(rng.uniform(2, 9))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    run(*SIDE_BY_SIDE, cwd=course)
    assert scores(course) == scores(undisturbed)
    assert kept(course) == kept(undisturbed)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert names_in(course) == names_in(undisturbed)
    assert mounted() == mounts


def names_in(course):
    """All files of a course directory, without those that lie under their digests."""
    private = course / ".magic-window"
    files = {path.relative_to(course) for path in course.rglob("*") if path.is_file() and private not in path.parents}
    return files | {path.relative_to(course) for path in private.iterdir()}


def mounted():
    with open("/proc/self/mountinfo") as file:
        return [line.split()[4] for line in file]


@pytest.mark.turn(3)
@pytest.mark.share(3)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_nothing_goes_on_after_a_run_that_is_ended_but_with_the_same_command(handed_in, undisturbed, tmp_path, number):
    course = fresh_copy(handed_in, tmp_path / "a course of its own")
    process = begin(course)
    patience = time.monotonic() + 60
    while not list(Store(course).folder.glob("*/*.gz")) and time.monotonic() < patience:
        time.sleep(0.1)
    children = descendants(process.pid)
    assert len(children) >= 2
    if number == signal.SIGINT:  # from a keyboard it reaches all of them
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    said, _ = process.communicate()
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert " ".join(said.split()) == STOPPED
    assert ended(children)
    if number == signal.SIGKILL:  # of the two, the one that nothing could get ready for
        run(*SIDE_BY_SIDE, cwd=course)
        assert scores(course) == scores(undisturbed)
        assert kept(course) == kept(undisturbed)


def test_ctrl_c_while_libraries_load_is_one_line(handed_in, tmp_path):
    process = begin(fresh_copy(handed_in, tmp_path / "course"))
    children = loading(process)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate()
    assert (process.returncode, said.split()) == (130, STOPPED.split())
    assert ended(children)


def test_ctrl_c_twice_shows_no_traceback(handed_in, tmp_path):
    process = begin(fresh_copy(handed_in, tmp_path / "course"))
    children = loading(process)
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate()
    assert process.returncode == 130
    assert said.split() in ([], STOPPED.split())
    assert ended(children)


def loading(process):
    """Wait until a run has begun to load PyTorch, while it loads nbgrader itself; return what it has started."""
    patience = time.monotonic() + 60
    while not any(b"forkserver" in command_line(pid) for pid, _ in descendants(process.pid)):
        assert process.poll() is None
        assert time.monotonic() < patience
        time.sleep(0.01)
    return descendants(process.pid)


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def ended(processes):
    """Tell whether they end within a minute."""
    patience = time.monotonic() + 60
    while any(map(alive, processes)) and time.monotonic() < patience:
        time.sleep(0.1)
    return not any(map(alive, processes))


def begin(course, **environment):
    """Start a run, as from a keyboard."""
    return subprocess.Popen(
        SIDE_BY_SIDE, cwd=course, env=ENVIRONMENT | environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def descendants(pid):
    """Identify a process by (pid, start time), so that a number that is used again is not taken for it."""
    stats = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(") ")[2].split()
        except OSError:
            continue
        stats[int(name)] = (int(fields[1]), fields[19])
    found, look = [], [pid]
    while look:
        parent = look.pop()
        below = [child for child, (above, _) in stats.items() if above == parent]
        found += [(child, stats[child][1]) for child in below]
        look += below
    return found


def alive(process):
    pid, started = process
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(") ")[2].split()
    except OSError:
        return False
    return fields[19] == started and fields[0] != "Z"


def test_who_stops_a_run_is_told_that_nothing_is_lost(handed_in, monkeypatch):
    def stopped(*about, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(Grader, "grade", stopped)
    done = CliRunner().invoke(application(), [*GRADE[1:], "--course", str(handed_in)])
    assert done.exit_code == 130
    assert "What was judged is kept: the same command goes on from there." in " ".join(done.output.split())
