"""What tests read of figures and of built pages."""

import html
import re

from figures.style import Film, Row


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


def article(site, name):
    """The HTML of a page's own part."""
    page = (site / f"{name}.html").read_text()
    return page[page.index("<article") : page.index("</article>")]


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
