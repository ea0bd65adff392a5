"""The gradebook in PostgreSQL: a real server, started and stopped here, also in the middle of a run."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from autograder.grading.sample_class import ASSIGNMENT
from tests.grading._classes import hand_in, run, scores

pytestmark = pytest.mark.turn(4, 3)

GRADE = ("autograder", "grade", ASSIGNMENT, "--no-feedback")
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.getuid() == 0 else []


class Server:
    """A PostgreSQL server of its own in a folder of its own; PostgreSQL refuses to run as root.

    It listens at a socket in that folder and at no port, which another program might take first.
    """

    def __init__(self, folder):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "").parent]
        self.programs, self.folder = found[-1], folder
        if not (self.programs / "initdb").exists():
            pytest.fail("these tests need PostgreSQL: install it with `apt-get install postgresql`", pytrace=False)
        self.call("initdb", "-D", folder / "data", "-A", "trust", "-U", "course")
        self.start()
        self.call("createdb", "-h", folder, "-U", "course", "gradebook")
        self.url = f"postgresql+psycopg://course@/gradebook?host={folder}"

    def call(self, program, *words):
        command = [*NOBODY, str(self.programs / program), *map(str, words)]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self.call("pg_ctl", "-D", self.folder / "data", "-o", options, "-w", "-l", self.folder / "log", "start")

    def stop(self):
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # pytest's own folders may not be entered by nobody
    if NOBODY:
        os.chown(folder, 65534, 65534)
    server = Server(folder)
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def course(server, release, tmp_path_factory):
    return hand_in(release(tmp_path_factory.mktemp("class") / "course", "--db", server.url), 3)


def test_a_class_is_graded_into_postgresql(course):
    run(*GRADE, cwd=course)
    assert not (course / "gradebook.db").exists()
    earned = {student: sum(filter(None, cells.values())) for student, cells in scores(course).items()}
    assert earned["student000"] == earned["student002"] == 17
    assert 10 < earned["student001"] < 17


def test_nbgraders_own_commands_work_with_it(course):
    run("nbgrader", "autograde", ASSIGNMENT, "--student", "student000", "--force", cwd=course)
    run("nbgrader", "export", cwd=course)
    assert "student000" in (course / "grades.csv").read_text()


def test_a_server_that_is_gone_loses_nothing(course, server):
    before = scores(course)
    server.stop()
    try:
        said = run(*GRADE, "--again", cwd=course, status=1)
    finally:
        server.start()
    assert "the gradebook cannot be used" in said
    assert "Traceback" not in said
    run(*GRADE, "--again", cwd=course)
    assert scores(course) == before
