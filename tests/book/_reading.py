"""What tests read of figures and of built pages."""

import html
import re

from figures.style import Film, Row


def pictures_of(figure):
    return figure.pictures if isinstance(figure, Film | Row) else [figure]


def texts(picture):
    """All that is written in a picture, in the order of drawing."""
    return [text.get_text() for text in picture.ax.texts]


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
