"""A page of the book in another language: its paragraphs from a .po file, the numbers in them from its cells."""

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.book._sphinx_app import small_site

PAGE = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---

# Title

```{code-cell} ipython3
from myst_nb import glue

glue("many", 6 * 7, display=False)
```

It makes {glue:text}`many` of them.
"""


def test_a_translated_paragraph_has_the_numbers_of_its_page(tmp_path):
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="de")
    catalog.add("It makes {glue:text}`many` of them.", "Davon gibt es {glue:text}`many`.")
    with (folder / "index.mo").open("wb") as file:
        write_mo(file, catalog)
    site = small_site(
        tmp_path, ["translated_glue"], {"index.md": PAGE},
        language="de", locale_dirs=[str(tmp_path / "locale")], gettext_auto_build=False, nb_execution_mode="force",
        source_suffix={".md": "myst-nb"},
    )  # fmt: skip
    assert 'Davon gibt es <span class="pasted-text">42</span>.' in (site / "index.html").read_text()
