"""Sphinx extension: the directive `explorer`, a thing to play with.

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
    app.add_directive("explorer", Explorer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
