"""Sphinx extension: two directives that every chapter uses, `notebook` and `explorer`.

    ```{notebook} 02-convolution-parameters
    ```

is the way to the chapter's released notebook.

    :::{explorer} convolution
    :start: kernel=3x2&stride=2
    A picture and a text, for readers without scripts.
    :::

is an explorer of `_static`, a custom element `mw-convolution`, in the state `start` unless the address says another.
"""

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class Notebook(SphinxDirective):
    required_arguments = 1

    def run(self):
        (folder,) = self.arguments
        slug = folder.partition("-")[2]
        links = [
            (f"notebooks/{folder}.zip", "Download the exercise (zip, with all it needs)"),
            (f"notebooks/{folder}/{slug}.ipynb", "Only the notebook (.ipynb)"),
        ]
        written = "\n".join(
            f'<a class="mw-download" href="{escape(address)}" download>{escape(text)}</a>' for address, text in links
        )
        return [nodes.raw("", f'<div class="mw-downloads">\n{written}\n</div>', format="html")]


class Explorer(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {"start": directives.unchanged}  # noqa: RUF012  (docutils wants it so)

    def run(self):
        element = f"mw-{self.arguments[0]}"
        start = escape(self.options.get("start", ""))
        without_scripts = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, without_scripts)
        opening = nodes.raw("", f'<{element} start="{start}">', format="html")
        return [opening, without_scripts, nodes.raw("", f"</{element}>", format="html")]


def setup(app):
    app.add_directive("notebook", Notebook)
    app.add_directive("explorer", Explorer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
