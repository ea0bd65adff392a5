"""The JupyterLite site in Chromium, with no network. `make lite-test` runs it; it is no part of `make test`.

What a browser fetches from Pyodide's distribution is answered here as far as the registries have it: Pyodide itself is
an npm package, and what is pure Python is on PyPI. NumPy and Matplotlib for a browser are neither, so the last thing
that can be seen is that they are asked for.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from setup.browser import serving
from tests.browser.conftest import browser  # noqa: F401 (a fixture)

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "lite"
CACHE = ROOT / "_build" / "lite-test"
NOTEBOOK = "01-convolutional-layers/convolutional-layers.ipynb"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}


@pytest.fixture(scope="module")
def pyodide_url():
    """Where the site's kernel gets Pyodide from."""
    schema = json.loads((SITE / "extensions" / KERNEL / "static" / "schema" / "kernel.v0.schema.json").read_text())
    return schema["properties"]["pyodideUrl"]["default"].removesuffix("pyodide.mjs")


@pytest.fixture(scope="module")
def distribution(pyodide_url):
    """The files of Pyodide's distribution that the registries have, by name."""
    (version,) = re.findall(r"/v([\d.]+)/", pyodide_url)
    folder = CACHE / version
    if not folder.exists():
        folder.mkdir(parents=True)
        subprocess.run(["npm", "pack", "--silent", f"pyodide@{version}"], cwd=folder, check=True, capture_output=True)
        subprocess.run(["tar", "-xzf", f"pyodide-{version}.tgz"], cwd=folder, check=True)
        packages = json.loads((folder / "package" / "pyodide-lock.json").read_text())["packages"]
        wanted = [f"{packages[name]['name']}=={packages[name]['version']}" for name in needed(packages)]
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps"]
        options = ["--only-binary", ":all:", "--python-version", "3.14", "--dest", folder / "package"]
        subprocess.run([*pip, *options, *wanted], check=True)
    files = {path.name: path.read_bytes() for path in (folder / "package").iterdir()}
    lock = json.loads(files["pyodide-lock.json"])
    for package in lock["packages"].values():  # the distribution packs these wheels anew: PyPI's have other digests
        if package["file_name"] in files:
            package["sha256"] = hashlib.sha256(files[package["file_name"]]).hexdigest()
    return files | {"pyodide-lock.json": json.dumps(lock).encode()}


def needed(packages):
    """What the kernel itself loads, with all that it depends on."""
    waiting, seen = ["micropip", "ipython", "jedi"], []
    while waiting:
        name = waiting.pop().replace("_", "-")
        if name not in seen:
            seen.append(name)
            waiting += packages[name]["depends"]
    return seen


@pytest.fixture(scope="module")
def asked():
    """The addresses outside of the site that nobody answered."""
    return []


@pytest.fixture(scope="module")
def page(browser, pyodide_url, distribution, asked):  # noqa: F811
    with serving(SITE) as home:

        def answer(route):
            address = route.request.url
            name = address.removeprefix(pyodide_url)
            if address.startswith(home):
                route.continue_()
            elif name in distribution:
                kind = KINDS.get(Path(name).suffix, "application/octet-stream")
                headers = {"access-control-allow-origin": "*"}
                route.fulfill(body=distribution[name], content_type=kind, headers=headers)
            else:
                asked.append(address)
                route.abort()

        context = browser.new_context(viewport={"width": 1300, "height": 900})
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(f"{home}lab/index.html?path={NOTEBOOK}")
        yield page
        context.close()


@pytest.fixture(scope="module")
def printed(page):
    """Run a line of Python in a new cell of the notebook, and give what it prints."""

    def run(line):
        page.locator(".jp-Notebook .jp-MarkdownCell").first.click()
        page.keyboard.press("b")  # a new cell below
        page.keyboard.press("Enter")
        page.keyboard.type(line)
        page.keyboard.press("Shift+Enter")
        output = page.locator(".jp-CodeCell").first.locator(".jp-OutputArea-output").first
        expect(output).not_to_be_empty(timeout=120_000)
        return output.inner_text().strip()

    return run


def test_the_notebook_opens_and_asks_for_no_kernel(page):
    expect(page.locator(".jp-Notebook h1").first).to_contain_text("Convolutional layers", timeout=60_000)
    expect(page.locator(".jp-Toolbar-kernelName")).to_have_text("Python (Pyodide)", timeout=60_000)
    assert page.locator(".jp-Dialog").count() == 0


def test_the_kernel_starts_with_our_wheel_and_beside_the_data(printed):
    line = (
        "import importlib.metadata as m, os, sys; files = {str(f) for f in m.files('magic-window')}; "
        "print(sys.platform, m.version('magic-window'), 'autograder/judging/recorded.npz' in files, "
        "sorted(os.listdir('data')))"
    )
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert printed(line) == f"emscripten {version} True ['cat.npy', 'film.npy', 'hills.npy']"


def test_only_pyodides_own_distribution_is_asked_and_numpy_is_what_lacks(page, printed, asked, pyodide_url):
    assert "No module named 'numpy'" in printed("from autograder import check")
    assert [address for address in asked if not address.startswith(pyodide_url)] == []
    names = {Path(urlsplit(address).path).name.partition("-")[0] for address in asked}
    assert "numpy" in names
    assert names <= NUMPY_AND_MATPLOTLIB


NUMPY_AND_MATPLOTLIB = {
    "numpy", "matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "packaging", "pillow", "pyparsing",
    "python_dateutil", "pytz", "six",
}  # fmt: skip
