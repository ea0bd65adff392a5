"""The messages of our own directives, marked for translation: `_("The chapter goes on")`.

`make gettext` collects them in `book.pot`, beside one file for each page. A translation of the book has them in
`book/locale/LANGUAGE/LC_MESSAGES/book.po`, where Sphinx looks for the pages' too (`locale_dirs`).
"""

from pathlib import Path

from sphinx.locale import get_translation

CATALOGUE = "book"

_ = get_translation(CATALOGUE)


def add_translations(app):
    """Add the translations of these messages to the book. An extension calls this in its `setup`."""
    app.add_message_catalog(CATALOGUE, str(Path(__file__).parents[1] / "locale"))
