"""Sphinx extension: the directive `explorer`, an interactive figure of an operation.

    :::{explorer} convolution
    :start: kernel=3x2&stride=2
    A picture and a text, for readers without scripts.
    :::

is an explorer of `_extra/explorers`, a custom element `mw-convolution`, in the state `start` unless the address says
another. Its scripts are loaded by the pages that hold one, and by no others. `print.js` is on all pages: what is
printed is opened and light.
"""

import base64
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

# What every explorer needs, in the order of loading; then comes the explorer's own script.
SHARED = ["arithmetic", "limits", "dom", "samples", "numbers", "settings", "grids", "photo", "look", "explorer"]
EXPLORERS = ["convolution", "pooling", "transposed", "resize", "pixelshuffle", "receptive-field", "pixel-path"]
EXPLORERS += ["way-back", "columns"]


class Explorer(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {"start": directives.unchanged}  # noqa: RUF012  (docutils wants it so)

    def run(self):
        (name,) = self.arguments
        if name not in EXPLORERS:
            raise self.error(f"there is no explorer {name!r}; there are {', '.join(EXPLORERS)}")
        number = self.env.new_serialno(f"explorer-{name}")
        attributes = {"id": f"explorer-{name}" + (f"-{number + 1}" if number else ""), **self.options}
        written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
        without_scripts = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, without_scripts)
        opening = nodes.raw("", f"<mw-{name} {written}>", format="html")
        return [Explored(name=name), opening, without_scripts, nodes.raw("", f"</mw-{name}>", format="html")]


class Explored(nodes.Invisible, nodes.Element):
    """A mark in the document that the page holds an explorer. Nothing is written for it."""


def write_nothing(translator, node):
    raise nodes.SkipNode


def serve_explorers(app, config):
    """Offer the scripts in `_static`. The book's builder has listed what it puts on every page by now."""
    config.html_static_path.append("_extra")


def load_explorers(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    used = {node["name"] for node in doctree.findall(Explored)}
    there = Path(app.srcdir, "_extra", "explorers")
    for name in [*SHARED, *(name for name in EXPLORERS if name in used)] if used else []:
        if (there / f"{name}.js").exists():
            app.add_js_file(f"explorers/{name}.js", loading_method="defer")


def write_photograph(app, error):
    """Write the photograph that explorers show whole: loaded only by readers who open it."""
    there = Path(app.outdir, "_static", "explorers")
    if error is not None or not there.exists():
        return
    sys.path.insert(0, str(Path(__file__).parents[1]))  # the book's figures, imported only where they are drawn
    from figures.photograph import grey, square_cat

    pixels = grey(square_cat()).reshape(112, 2, 112, 2).mean(axis=(1, 3))
    written = base64.b64encode(pixels.round().astype("uint8").tobytes()).decode()
    (there / "photograph.js").write_text(f'MagicWindow.photograph = "{written}";\n')


def setup(app):
    app.add_directive("explorer", Explorer)
    app.add_node(Explored, html=(write_nothing, None), latex=(write_nothing, None), text=(write_nothing, None))
    app.connect("config-inited", serve_explorers)
    app.connect("html-page-context", load_explorers)
    app.connect("build-finished", write_photograph)
    app.add_js_file("print.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
