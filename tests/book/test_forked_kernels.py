"""The kernels of the pages are forked from one process, and are as good as kernels that start by themselves."""

import json
import shutil
import subprocess
import sys
import time

import psutil
import pytest

from tests.book._building import BOOK

# In a process of its own: from then on it forks all its kernels.
PAGES = """
import json, sys
import jupyter_client, nbclient, nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from forked_kernels import fork_kernels
    fork_kernels()

    def run(*cells, **options):
        page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        try:
            nbclient.execute(page, cwd=sys.argv[2], **options)
        except (CellExecutionError, CellTimeoutError):
            pass
        return [list(output.get("data", {})) or output.get("text") or output.ename
                for cell in page.cells for output in cell.outputs]

    where = "import os, sys; print(os.getcwd(), 'torch' in sys.modules, os.getppid())"
    left = jupyter_client.KernelManager()
    left.start_kernel()
    print(json.dumps({
        "left running": left.provisioner.pid,
        "first": run(where, "kept = 1; print(kept); import here; print(here.NAME)"),
        "second": run(where, "print(kept)", "print('never')"),
        "picture": run("import matplotlib.pyplot as plt", "plt.plot([1, 2]); plt.show()"),
        "ports": run("from ipykernel.kernelapp import IPKernelApp; print(IPKernelApp.instance().transport)"),
        "too long": run("import time; time.sleep(60)", timeout=1, interrupt_on_timeout=True),
    }))
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "here.py").write_text("NAME = 'beside the page'\n")
    (script := folder / "build.py").write_text(PAGES)
    done = subprocess.run(
        [sys.executable, script, BOOK / "_ext", folder], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_a_page_has_its_folder_and_its_modules(ran):
    folder, outputs = ran
    first, *others = outputs["first"]
    assert first.split()[0] == str(folder)
    assert others == ["1\nbeside the page\n"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every kernel starts by itself")
def test_pytorch_is_loaded_before_a_page_asks_for_it_and_all_have_it_from_one_process(ran):
    loaded = {tuple(ran[1][page][0].split()[1:]) for page in ("first", "second")}
    assert len(loaded) == 1
    assert next(iter(loaded))[0] == "True"


def test_one_page_does_not_see_anothers_names(ran):
    assert ran[1]["second"][1:] == ["NameError"]


def test_figures_are_pictures(ran):
    assert ran[1]["picture"][-1] == ["text/plain", "image/png"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every kernel starts by itself")
def test_no_kernel_needs_a_port_that_another_program_could_take_first(ran):
    assert ran[1]["ports"] == ["ipc\n"]


def test_a_cell_that_takes_too_long_is_interrupted(ran):
    assert ran[1]["too long"] == ["KeyboardInterrupt"]


def is_running(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every kernel starts by itself")
def test_nothing_is_left_when_the_build_has_ended_not_even_a_kernel_that_was_running(ran):
    processes = [int(ran[1]["first"][0].split()[2]), ran[1]["left running"]]
    patience = time.monotonic() + 60
    while any(map(is_running, processes)) and time.monotonic() < patience:
        time.sleep(0.1)
    assert not any(map(is_running, processes))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every kernel starts by itself")
def test_a_package_that_cannot_be_loaded_is_said(tmp_path):
    for name in ("forked_kernels.py", "kernel_server.py"):
        shutil.copy(BOOK / "_ext" / name, tmp_path)
    with (tmp_path / "kernel_server.py").open("r+") as file:
        program = file.read().replace('"torch"', '"torch_that_is_not_there"')
        file.seek(0)
        file.write(program)
    asking = "from forked_kernels import *; ForkedKernel.server.fork(command=[], folder='.', environment={})"
    done = subprocess.run([sys.executable, "-c", asking], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "No module named 'torch_that_is_not_there'" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("RuntimeError: The process that kernels are forked from has ended.")
