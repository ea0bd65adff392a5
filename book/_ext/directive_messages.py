"""The few words that our own directives say, marked for translation: `_("The chapter goes on")`.

`make gettext` collects them in `book.pot`, beside one file for each page. A translation of the book has them in
`book/locale/LANGUAGE/LC_MESSAGES/book.po`, where Sphinx looks for the pages' too (`locale_dirs`).
"""

from pathlib import Path

from sphinx.locale import get_translation

CATALOGUE = "book"

_ = get_translation(CATALOGUE)


def know_translations(app):
    """Read what there is in the language of the book. To be called in an extension's `setup`."""
    app.add_message_catalog(CATALOGUE, str(Path(__file__).parents[1] / "locale"))
