"""The ways to a notebook: downloads always, and online ones where the setting says so."""

import re
import subprocess
import sys
import tomllib
from html import unescape
from urllib.parse import unquote

import pytest
from sphinx.errors import ConfigError

from tests.book._building import DOWNLOADS, ROOT
from tests.book._sphinx_app import small_site

FOLDER, SLUG = "02-convolution-parameters", "convolution-parameters"
PAGES = {"index": f"Title\n=====\n\n.. notebook:: {FOLDER}\n"}
DOWNLOADED = [f"notebooks/{FOLDER}.zip", f"notebooks/{FOLDER}/{SLUG}.ipynb"]


@pytest.fixture(autouse=True)
def no_repository_around(monkeypatch):
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)


def built(folder, **launch):
    site = small_site(folder, ["notebook_links"], PAGES, course_launch=launch)
    return site, (site / "index.html").read_text()


def links(page):
    return re.findall(r'<a class="mw-download[^"]*" href="([^"]*)"', page)


def test_without_a_setting_there_are_downloads_only(tmp_path):
    site, page = built(tmp_path)
    assert links(page) == DOWNLOADED
    assert "Colab" not in page
    assert not (site / "binder").exists()


def test_a_repository_gives_colab_and_binder(tmp_path):
    site, page = built(tmp_path, repository="someone/course")
    colab, binder = links(page)[2:]
    assert links(page)[:2] == DOWNLOADED
    assert colab == f"https://colab.research.google.com/github/someone/course/blob/gh-pages/{DOWNLOADED[1]}"
    address, _, path = unquote(binder).partition("?urlpath=")
    assert address == "https://mybinder.org/v2/gh/someone/course/gh-pages"
    assert path == f"/lab/tree/{DOWNLOADED[1]}"
    assert "JupyterLite" not in page
    assert "Open in the browser" not in page
    assert f"%cd course/notebooks/{FOLDER}" in page
    assert "git+https://github.com/someone/course" in (site / "binder" / "requirements.txt").read_text()


def lines_to_copy(page):
    """What stands in the page's blocks of commands."""
    blocks = re.findall(r'<div class="highlight-bash.*?<pre>(.*?)</pre>', page, re.S)
    return [unescape(re.sub("<[^>]*>", "", block)).strip().splitlines() for block in blocks]


WHEEL = f"magic_window-{tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}-py3-none-any.whl"


def test_below_the_downloads_are_the_lines_that_install_and_start(tmp_path):
    _, page = built(tmp_path)
    lab, vs_code, root = lines_to_copy(page)
    assert lab == [f'python -m pip install "{WHEEL}[lab]"', "autograder start"]
    assert vs_code == [f'python -m pip install "{WHEEL}" ipykernel', "autograder start --no-browser"]
    assert root[-1] == "jupyter lab --allow-root"
    assert f'href="wheel/{WHEEL}"' in page


def test_with_an_address_nothing_is_downloaded_by_hand(tmp_path):
    site = small_site(tmp_path, ["notebook_links"], PAGES, html_baseurl="https://example.org/course")
    lab, vs_code, _ = lines_to_copy((site / "index.html").read_text())
    address = f"https://example.org/course/wheel/{WHEEL}"
    assert lab[0] == f'python -m pip install "magic-window[lab] @ {address}"'
    assert vs_code[0] == f'python -m pip install "magic-window @ {address}" ipykernel'


def test_a_page_can_have_the_lines_without_a_notebook(tmp_path):
    site = small_site(tmp_path, ["notebook_links"], {"index": "Title\n=====\n\n.. install::\n"})
    page = (site / "index.html").read_text()
    assert links(page) == []
    assert len(lines_to_copy(page)) == 3


def test_another_branch(tmp_path):
    _, page = built(tmp_path, repository="someone/course", branch="the/site")
    colab, binder = links(page)[2:]
    assert "/blob/the/site/notebooks/" in colab
    assert "/course/the%2Fsite?urlpath=" in binder
    assert "--branch the/site" in page


def test_a_jupyterlite_gives_one_button(tmp_path):
    _, page = built(tmp_path, lite="https://example.org/lite/")
    assert links(page)[2:] == [f"https://example.org/lite/lab/index.html?path={FOLDER}/{SLUG}.ipynb"]
    assert "Colab" not in page


def test_a_fork_takes_the_repository_from_around(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_REPOSITORY", "fork/course")
    assert "github/fork/course/" in built(tmp_path / "empty", repository="")[1]
    assert "github/someone/course/" in built(tmp_path / "given", repository="someone/course")[1]


@pytest.mark.parametrize("wrong", [{"repository": "course"}, {"lite": "there"}, {"repo": "someone/course"}], ids=str)
def test_a_wrong_setting_is_refused(tmp_path, wrong):
    with pytest.raises(ConfigError, match="course_launch"):
        built(tmp_path, **wrong)


def test_binder_puts_the_recorded_answers_into_the_package(tmp_path):
    (tmp_path / "autograder" / "judging").mkdir(parents=True)
    (tmp_path / "autograder" / "judging" / "recorded.npz").write_bytes(b"what torch says")
    site, _ = built(tmp_path, repository="someone/course")
    package = tmp_path / "installed" / "autograder"
    (package / "judging").mkdir(parents=True)
    (package / "__init__.py").touch()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    around = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "PYTHONPATH": str(tmp_path / "installed")}
    subprocess.run(["./binder/postBuild"], cwd=site, check=True, env=around)
    assert (package / "judging" / "recorded.npz").read_bytes() == b"what torch says"


def test_what_is_linked_is_what_is_released():
    folders = [folder for folder in DOWNLOADS.iterdir() if folder.is_dir()]
    assert {folder.name for folder in folders} == {folder.name for folder in (ROOT / "exercises").iterdir()}
    for folder in folders:
        assert (folder / f"{folder.name.partition('-')[2]}.ipynb").exists()
        assert folder.with_name(folder.name + ".zip").exists()
