"""What tests read of figures and of built pages."""

import html
import re

import yaml
from figures.style import Film, Row

from tests.book._building import BOOK


def pictures_of(figure):
    return figure.pictures if isinstance(figure, Film | Row) else [figure]


def texts(picture):
    """All that is written in a picture, in the order of drawing."""
    return [text.get_text() for text in picture.ax.texts]


def read(picture, color=None, below=None):
    """What is written in a picture, line by line and from left to right.

    Only what has this colour, if one is given; only what stands below and right of the text `below`, if one is given.
    """
    written = [text for text in picture.ax.texts if text.get_text() and color in (None, text.get_color())]
    if below is not None:
        ((left, top),) = [text.get_position() for text in picture.ax.texts if text.get_text() == below]
        written = [text for text in written if text.get_position()[0] > left and text.get_position()[1] > top]
    return [text.get_text() for text in sorted(written, key=lambda text: text.get_position()[::-1])]


CONTINUED = {
    chapter["file"]: [section["file"] for section in chapter.get("sections", [])]
    for part in yaml.safe_load((BOOK / "_toc.yml").read_text())["parts"]
    for chapter in part["chapters"]
}


def article(site, name):
    """The HTML of a page's own part; of a chapter that goes on on a second page, that of both."""
    pages = [(site / f"{page}.html").read_text() for page in (name, *CONTINUED.get(name, []))]
    return "".join(page[page.index("<article") : page.index("</article>")] for page in pages)


class Prose(str):
    """A page as one line of text."""

    def says(self, text):
        """Fail unless the page says `text`, however it is spaced."""
        assert re.sub(r"\s+", "", text) in re.sub(r"\s+", "", self), f"the page does not say {text!r}"


def prose_of(site, name):
    return Prose(
        " ".join(
            html.unescape(re.sub(r"<(style|script|svg).*?</\1>|<[^>]*>", " ", article(site, name), flags=re.S)).split()
        )
    )
