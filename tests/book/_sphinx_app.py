"""Build a tiny site with some of the book's own extensions."""

import io
import sys

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.book._building import BOOK

sys.path.insert(0, str(BOOK / "_ext"))


def small_site(folder, extensions, pages, **settings):
    """Build `pages` (name: text) with `settings`, and return the folder of the site; warnings are errors.

    A name without a suffix is that of a page in reStructuredText.
    """
    source = folder / "book"
    source.mkdir(parents=True)
    for name, text in pages.items():
        (source / (name if "." in name else f"{name}.rst")).write_text(text)
    confoverrides = {"extensions": extensions, "html_theme": "basic", "project": "small"} | settings
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source, None, folder / "html", folder / "doctrees", "html", confoverrides,
            status=None, warning=io.StringIO(), warningiserror=True,
        )  # fmt: skip
        app.build()
    assert app.statuscode == 0, app._warning.getvalue()
    return folder / "html"
