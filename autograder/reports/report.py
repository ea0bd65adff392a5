"""A report: the findings on one exercise, shown as text, and in a notebook as HTML."""

from .findings import Findings
from .html import html
from .text import text


class Report(Findings):
    """The findings on one exercise, as they are printed and shown."""

    def __str__(self) -> str:
        return text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return html(self)
