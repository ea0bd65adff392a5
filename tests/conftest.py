"""What tests of several folders need: a course directory with the first chapter released."""

import os
import shutil

import pytest
from filelock import FileLock

from tests.grading import _classes as classes

# Every core has a test at work: threads of NumPy's or torch's, here or in what a test starts, would only wait.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@pytest.fixture(scope="session")
def release(tmp_path_factory, worker_id):
    """Make a course directory with the first chapter released: `release(folder, *options)`, options of `init`.

    Without options it is a copy of one that is made once in a run, whatever the number of workers.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "released" / "course"

    def make(course, *options):
        with FileLock(shared.parent.with_suffix(".lock")):
            if not shared.exists():
                making = shared.parent / "making"
                making.mkdir(parents=True)
                classes.release(making / "course")
                (making / "course").rename(shared)
        if options:
            return classes.release(course, *options, source=shared / "source")
        shutil.copytree(shared, course)
        return course

    return make
