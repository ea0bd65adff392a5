"""JupyterLab with nbgrader's panels: a server for a person, and a page that shows it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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


class Person:
    """Somebody with a home and nbgrader set up to use the course's exchange."""

    def __init__(self, home, exchange):
        self.home = home
        settings = home / ".jupyter"
        settings.mkdir(parents=True)
        lines = ["c = get_config()", 'c.CourseDirectory.course_id = "magic-window"', f'c.Exchange.root = "{exchange}"']
        (settings / "nbgrader_config.py").write_text("\n".join(lines) + "\n")
        quiet = settings / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
        quiet.parent.mkdir(parents=True)
        quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')
        self.environment = os.environ | {"HOME": str(home), "PATH": f"{BIN}:{os.environ['PATH']}"}

    @contextlib.contextmanager
    def lab(self, folder):
        """A JupyterLab of this person in `folder`: its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = self.home / "lab.log"
        words = [
            *(
                BIN / "jupyter-lab",
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={port}",
            ),
            *("--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"),
            "--LabApp.expose_app_in_browser=True",
        ]
        with log.open("w") as said:
            server = subprocess.Popen(words, cwd=folder, env=self.environment, stdout=said, stderr=said)
        try:
            address = f"http://127.0.0.1:{port}"
            end = time.monotonic() + START_SECONDS
            while not _answers(f"{address}/api"):
                if server.poll() is not None or time.monotonic() > end:
                    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


class LabPage:
    """A page with JupyterLab in it."""

    def __init__(self, browser, address):
        self.page = browser.new_page(viewport={"width": 1300, "height": 900})
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(f"{address}/lab")
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
        """Press Validate above the open notebook: what the dialog says, and after how many seconds."""
        start = time.perf_counter()
        self.page.locator(".jp-NotebookPanel-toolbar:visible").get_by_text("Validate").click()
        dialog = self.page.locator(".jp-Dialog")
        dialog.get_by_text("Validation Results").wait_for()
        seconds, said = time.perf_counter() - start, dialog.inner_text()
        dialog.get_by_role("button").last.click()
        dialog.wait_for(state="detached")
        return said, seconds
