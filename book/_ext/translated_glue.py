"""Sphinx extension: computed numbers stand in translated paragraphs too.

Sphinx parses a translated paragraph by itself, where `{glue:text}` does not find what the page's cells have computed.
It is found where other pages would look for it: among what was kept of this page.
"""

from myst_nb.ext.glue.roles import PasteTextRole


class PageText(PasteTextRole):
    """A number of the page, also in a paragraph that is parsed without its page."""

    text: str

    def run(self):
        if "nb_renderer" not in self.document and "::" not in self.text:
            key, _, form = self.text.partition(":")
            self.text = f"/{self.env.docname}.md::{key}:{form or 's'}"
        return super().run()

    @property
    def env(self):
        return self.document.settings.env


def setup(app):
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", PageText(), override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
