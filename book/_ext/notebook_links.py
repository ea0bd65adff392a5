"""Sphinx extension: the directives `notebook`, the ways to a chapter's notebook, and `install`, the way to all of them.

    ```{notebook} 02-convolution-parameters
    ```

Below the downloads, and where `install` stands, are the commands that install the learner's wheel. The site has it
beside its pages, so that a site with an address (`html: baseurl`, or `COURSE_URL`) needs no download by hand.

Downloads are always there. Where it runs online is said by one setting in `_config.yml`, below `sphinx.config`:

    course_launch:
      repository: OWNER/NAME   # on GitHub; gives the buttons for Colab and Binder
      branch: gh-pages         # where this site is published, with the notebooks as they are released
      lite: ADDRESS            # of a JupyterLite that has the notebooks

What is empty there may come from the environment variable `COURSE_REPOSITORY`, so that a fork is published as it is.
Colab has torch, and gets the rest by a cell that the page shows. Binder reads `binder/`, written into the site.
"""

import os
import re
import tomllib
from html import escape
from pathlib import Path
from urllib.parse import quote

from directive_messages import _, add_translations
from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective

DEFAULTS = {"repository": "", "branch": "gh-pages", "lite": ""}
RECORDED = Path("autograder", "judging", "recorded.npz")  # from the project's folder: what torch says of visible cases
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def launch_settings(app, config):
    """Check the setting, and fill in what it leaves out."""
    given = config.course_launch
    if unknown := given.keys() - DEFAULTS.keys():
        raise ConfigError(f"course_launch has {', '.join(DEFAULTS)}, not {', '.join(sorted(unknown))}")
    settings = DEFAULTS | {name: value for name, value in given.items() if value}
    settings["repository"] = settings["repository"] or os.environ.get("COURSE_REPOSITORY", "")
    if settings["repository"] and not re.fullmatch(r"[\w.-]+/[\w.-]+", settings["repository"]):
        raise ConfigError(f"course_launch: repository needs OWNER/NAME, got {settings['repository']!r}")
    if settings["lite"] and not re.match(r"(https?://|[./])", settings["lite"]):
        raise ConfigError(f"course_launch: lite needs an address, got {settings['lite']!r}")
    config.course_launch = settings


def launches(settings, folder, slug):
    """(address, text) of every place where the notebook can be opened online."""
    repository, branch, lite = (settings[name] for name in DEFAULTS)
    notebook = f"notebooks/{folder}/{slug}.ipynb"
    if repository:
        yield (
            f"https://colab.research.google.com/github/{repository}/blob/{quote(branch)}/{notebook}",
            _("Open in Colab"),
        )
        path = quote(f"/lab/tree/{notebook}", safe="")
        yield f"https://mybinder.org/v2/gh/{repository}/{quote(branch, safe='')}?urlpath={path}", _("Open in Binder")
    if lite:
        yield f"{lite.rstrip('/')}/lab/index.html?path={quote(f'{folder}/{slug}.ipynb')}", _("Open in the browser")


def first_cell(settings, folder):
    """What makes a fresh machine on Colab fit for the notebook: its data, and `check`."""
    repository, branch, _lite = (settings[name] for name in DEFAULTS)
    return (
        f"!git clone --quiet --depth 1 --branch {branch} https://github.com/{repository} course\n"
        f"%cd course/notebooks/{folder}\n"
        f"%pip install --quiet git+https://github.com/{repository}"
    )


def install(config):
    """The nodes that say how to install the learner's half and to start: for all, and for VS Code and containers."""
    version = tomllib.loads(PROJECT.read_text())["project"]["version"]
    wheel = f"magic_window-{version}-py3-none-any.whl"
    if config.html_baseurl:
        address = f"{config.html_baseurl.rstrip('/')}/wheel/{wheel}"
        lab, bare = f"magic-window[lab] @ {address}", f"magic-window @ {address}"
        words = _("These two lines in a terminal fetch all notebooks with their data, and open them in JupyterLab:")
    else:
        lab, bare = f"{wheel}[lab]", wheel
        words = _(
            "Download {link}the wheel{end}. In its folder, these two lines in a terminal "
            "make a folder of all notebooks with their data, and open it in JupyterLab:"
        ).format(link=f'<a href="wheel/{wheel}" download>', end="</a>")
    others = _("In VS Code, or as root in a container")
    vs_code = _("VS Code needs {name}, and no JupyterLab:").format(name="<code>ipykernel</code>")
    root = _("For root, JupyterLab starts only where it is told to:")
    folder = _("Then open the folder {name} there.").format(name="<code>magic-window</code>")
    return [
        _html(f"<p>{words}</p>"),
        _lines(f'python -m pip install "{lab}"', "autograder start"),
        _html(f'<details class="mw-choice"><summary>{others}</summary>'),
        _html(f"<p>{vs_code}</p>"),
        _lines(f'python -m pip install "{bare}" ipykernel', "autograder start --no-browser"),
        _html(f"<p>{folder}</p>"),
        _html(f"<p>{root}</p>"),
        _lines("autograder start --no-browser", "cd magic-window", "jupyter lab --allow-root"),
        _html("</details>"),
    ]


def _html(text):
    return nodes.raw("", text, format="html")


def _lines(*commands):
    text = "\n".join(commands)
    return nodes.literal_block(text, text, language="bash")


class Install(SphinxDirective):
    def run(self):
        return install(self.config)


class Notebook(SphinxDirective):
    required_arguments = 1

    def run(self):
        (folder,) = self.arguments
        slug = folder.partition("-")[2]
        if not slug:
            raise self.error(
                f"a notebook needs the name of its assignment, such as 01-convolutional-layers: {folder!r}"
            )
        settings = self.config.course_launch
        downloads = [
            (f"notebooks/{folder}.zip", _("Download the exercise (zip, with its data)")),
            (f"notebooks/{folder}/{slug}.ipynb", _("Only the notebook (.ipynb), without its data")),
        ]
        links = [
            f'<a class="mw-download" href="{escape(address)}" download>{escape(text)}</a>'
            for address, text in downloads
        ] + [
            f'<a class="mw-download mw-launch" href="{escape(address)}">{escape(text)}</a>'
            for address, text in launches(settings, folder, slug)
        ]
        written = '<div class="mw-downloads">\n' + "\n".join(links) + "\n</div>"
        if settings["repository"]:
            on_colab = _("On Colab, run this in a first cell")
            written += (
                f'\n<details class="mw-choice"><summary>{on_colab}</summary>'
                f'<pre tabindex="0">{escape(first_cell(settings, folder))}</pre></details>'
            )
        return [_html(written), *install(self.config)]


def write_binder(app, error):
    """What Binder needs to run the notebooks of the published site: the package, and torch's recorded answers."""
    repository = app.config.course_launch["repository"]
    if error or not repository or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "binder"
    folder.mkdir(exist_ok=True)
    requirements = ["jupyterlab", "matplotlib", "numpy", f"magic-window @ git+https://github.com/{repository}"]
    (folder / "requirements.txt").write_text("\n".join(requirements) + "\n")
    recorded = Path(app.srcdir).parent / RECORDED
    if recorded.exists():
        (folder / "recorded.npz").write_bytes(recorded.read_bytes())
        (folder / "postBuild").write_text(
            "#!/bin/sh\nset -e\n"
            "target=$(python -c 'import autograder; print(autograder.__path__[0])')\n"
            'cp binder/recorded.npz "$target/judging/recorded.npz"\n'
        )
        (folder / "postBuild").chmod(0o755)


def setup(app):
    add_translations(app)
    app.add_config_value("course_launch", {}, "env", dict)
    app.connect("config-inited", launch_settings)
    app.connect("build-finished", write_binder)
    app.add_directive("notebook", Notebook)
    app.add_directive("install", Install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
