"""What pages write beside their prose: computed numbers, tables, quizzes. Markup only; sums are in `workings`."""

from html import escape

import numpy as np
from figures.grids import number
from IPython.display import HTML
from myst_nb import glue


def glue_text(**values):
    """Make values available to the prose as {glue:text}`name`."""
    for name, value in values.items():
        glue(name, value if isinstance(value, str) else thousands(value), display=False)


def glue_output(**outputs):
    """Make pictures and sums available to dropdowns and tabs, as ```{glue} name```."""
    for name, output in outputs.items():
        glue(name, output, display=False)


def thousands(value):
    """12 345 678: digits in threes, as a reader likes them, and no line break between them."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if isinstance(value, int | np.integer) else number(value)


def table(head, rows, caption, cards=False):
    """A table that a screen reader can walk: a caption, column heads, and the first cell of a row as its head.

    Cells are text; what is in HTML already (`code`) stays as it is. With `cards`, a row is a card on a phone, where a
    wide table would show its first columns only: a cell then carries its column's head along.
    """
    role = ' role="{}"'.format if cards else "".format  # laid out as blocks, a table would be none to a screen reader
    named = ' data-label="{}"'.format if cards else "".format
    heads = "".join(f'<th scope="col"{role("columnheader")}>{escape(str(cell))}</th>' for cell in head)
    body = "".join(
        f'<tr{role("row")}><th scope="row"{role("rowheader")}>{first}</th>'
        + "".join(
            f"<td{role('cell')}{named(escape(str(name)))}>{_cell(cell)}</td>"
            for name, cell in zip(head[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    kind = " mw-cards" if cards else ""
    return HTML(
        f'<div class="mw-table{kind}" tabindex="0"><table class="table"{role("table")}>'
        f"<caption>{escape(caption)}</caption>"
        f"<thead><tr{role('row')}>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def code(text):
    """A table's cell that shows code."""
    return HTML(f"<code>{escape(text)}</code>")


def _cell(content):
    return content.data if isinstance(content, HTML) else escape(str(content))


def quiz(name, question, choices):
    """One question. `choices` is a list of (choice, explanation, right); the explanation opens under the choice."""
    items = "".join(
        f'<details class="mw-choice"><summary>{escape(choice)}</summary>'
        f"<p><strong>{'Yes.' if right else 'Not this one.'}</strong> {escape(explanation)}</p></details>"
        for choice, explanation, right in choices
    )
    asked = f'<p id="{name}"><strong>{escape(question)}</strong></p>'
    return HTML(f'<div class="mw-quiz" role="group" aria-labelledby="{name}">{asked}{items}</div>')
