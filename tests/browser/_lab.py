"""JupyterLab with nbgrader's panels: a server for a person, and a page that shows it."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

PATIENCE = 90_000  # milliseconds: machines that test are busy ones
START_SECONDS = 120
BIN = Path(sys.executable).parent
SOURCES = """async ([answers, patience]) => {
  const { context, sessionContext } = window.jupyterapp.shell.currentWidget;
  const tooLate = new Promise((_, refuse) => setTimeout(() => refuse("the notebook is not ready"), patience));
  await Promise.race([Promise.all([context.ready, sessionContext.ready]), tooLate]);
  for (const cell of context.model.sharedModel.cells) {
    const name = cell.getMetadata("nbgrader")?.grade_id;
    if (name in answers) cell.setSource(answers[name]);
  }
  await Promise.race([context.save(), tooLate]);
}"""


NBGRADER = """c = get_config()
c.CourseDirectory.course_id = "magic-window"
c.Exchange.root = "{exchange}"
c.Execute.timeout = c.Execute.iopub_timeout = c.Execute.startup_timeout = 120  # a busy machine is no wrong answer
c.ConnectionFileMixin.transport = "ipc"
"""
# Jupyter looks for five free ports, and a kernel takes them a second later: another program may be quicker.
SERVER = 'c = get_config()\nc.ConnectionFileMixin.transport = "ipc"\n'


@dataclass
class Server:
    """A running JupyterLab."""

    address: str
    process: psutil.Process

    def processor_seconds(self):
        """What it and the processes that it has waited for have computed: no other program makes that longer."""
        times = self.process.cpu_times()
        return times.user + times.system + times.children_user + times.children_system


class Person:
    """Somebody with a home and nbgrader set up to use the course's exchange."""

    def __init__(self, home, exchange):
        self.home = home
        settings = home / ".jupyter"
        settings.mkdir(parents=True)
        (settings / "nbgrader_config.py").write_text(NBGRADER.format(exchange=exchange))
        (settings / "jupyter_server_config.py").write_text(SERVER)
        quiet = settings / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
        quiet.parent.mkdir(parents=True)
        quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')
        elsewhere = ("JUPYTER", "IPYTHON", "XDG_")  # settings, data and running servers of whoever runs the tests
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(elsewhere)}
        self.environment |= {"HOME": str(home), "PATH": f"{BIN}:{os.environ['PATH']}"}

    @contextlib.contextmanager
    def lab(self, folder):
        """A JupyterLab of this person in `folder`, at a port that the system gives it."""
        log = self.home / "lab.log"
        words = [
            *(BIN / "jupyter-lab", "--no-browser", "--allow-root"),
            *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--IdentityProvider.token="),
            *(f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"),
        ]
        # The names of a kernel's sockets are in it, and may have a hundred letters: a test's own folder is too deep.
        with tempfile.TemporaryDirectory(prefix="jupyter-", dir="/tmp") as runtime, log.open("w") as said:
            environment = self.environment | {"JUPYTER_RUNTIME_DIR": runtime}
            server = subprocess.Popen(words, cwd=folder, env=environment, stdout=said, stderr=said)
            try:
                notes = Path(runtime, f"jpserver-{server.pid}.json")
                end = time.monotonic() + START_SECONDS
                while not (address := _address(notes)):
                    if server.poll() is not None or time.monotonic() > end:
                        pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
                    time.sleep(0.1)
                yield Server(address, psutil.Process(server.pid))
            finally:
                server.terminate()
                try:
                    server.wait(START_SECONDS)
                finally:
                    server.kill()


def _address(notes):
    """The address that a server has written into its `notes`, if it answers there."""
    try:
        address = f"http://127.0.0.1:{json.loads(notes.read_text())['port']}"
        with urllib.request.urlopen(f"{address}/api", timeout=5):
            return address
    except (OSError, ValueError):
        return None


class LabPage:
    """A page with JupyterLab in it."""

    def __init__(self, browser, server):
        self.server = server
        self.page = browser.new_page(viewport={"width": 1300, "height": 900})
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(f"{server.address}/lab")
        self.page.locator(".jp-Launcher-body").wait_for()

    def panel(self, name):
        """Open one of nbgrader's panels from the menu."""
        self.page.locator(".lm-MenuBar-item").get_by_text("Nbgrader", exact=True).click()
        self.page.locator(".lm-Menu-item").get_by_text(name, exact=True).click()

    def tab(self, name):
        """Come back to a tab."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab").get_by_text(name).click()

    def write(self, answers):
        """Put answers into the cells of the open notebook, by nbgrader's names of them, and save it."""
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.page.evaluate(SOURCES, [answers, PATIENCE])

    def validated(self):
        """Press Validate above the open notebook: what the dialog says, and how long the server computed."""
        before = self.server.processor_seconds()
        self.page.locator(".jp-NotebookPanel-toolbar:visible").get_by_text("Validate").click()
        dialog = self.page.locator(".jp-Dialog")
        dialog.get_by_text("Validation Results").wait_for()
        seconds, said = self.server.processor_seconds() - before, dialog.inner_text()
        dialog.get_by_role("button").last.click()
        dialog.wait_for(state="detached")
        return said, seconds
