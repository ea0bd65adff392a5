"""The page of a learner's progress: one file, light and dark, that asks no network for anything."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from ..language import gettext as _
from ..language import noted, tag
from .overview import ChapterProgress, ExerciseProgress, chapters, out_of, summary
from .progress import Progress
from .workspace import Workspace

COLUMNS = (noted("exercise"), noted("state"), noted("cases"), noted("points"))
STYLE = files(__package__).joinpath("progress.css").read_text(encoding="utf-8")


def page(workspace: Workspace, progress: Progress) -> str:
    """Write the page as HTML."""
    found = chapters(workspace, progress)
    body = "\n".join([_summary(found), *(_chapter(chapter) for chapter in found)])
    title = escape(_("Magic Window: your progress"))
    last = _("Written by {check} and {command}. It stays in this folder.")
    last = escape(last).format(check="<code>check(...)</code>", command="<code>autograder check</code>")
    return f"""<!DOCTYPE html>
<html lang="{tag()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
<p class="muted">{last}</p>
</main>
</body>
</html>
"""


def _summary(found: Sequence[ChapterProgress]) -> str:
    done, total = sum(chapter.count("done") for chapter in found), sum(len(chapter.exercises) for chapter in found)
    label = escape(_("Exercises done"))
    bar = f'<progress max="{max(total, 1)}" value="{done}" aria-label="{label}"></progress>'
    words = escape(_("{sentence}.", sentence=summary(found)))
    return f"<p>{words}</p>\n{bar}"


def _chapter(chapter: ChapterProgress) -> str:
    rows = "\n".join(_row(exercise, chapter.notebook) for exercise in chapter.exercises)
    words = _(
        "{done} of {exercises} done, {earned} of {points} visible points.",
        done=chapter.count("done"),
        exercises=len(chapter.exercises),
        earned=f"{chapter.earned:.4g}",
        points=f"{chapter.points:g}",
    )
    exercise, state, cases, points = (escape(_(name)) for name in COLUMNS)
    return f"""<section>
<h2>{escape(chapter.title)}</h2>
<p class="muted">{escape(words)}</p>
<table>
<thead><tr><th scope="col">{exercise}</th><th scope="col">{state}</th><th scope="col" class="number">{cases}</th>\
<th scope="col" class="number">{points}</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</section>"""


def _row(exercise: ExerciseProgress, notebook: str) -> str:
    status = exercise.status
    name = escape(exercise.name).replace("_", "_<wbr>")
    cases = out_of(status.passed, status.cases) if status.cases else "-"
    known = escape(_(status.mistake))
    mistake = f'<br><span class="muted">{known}</span>' if known else ""
    last = f' <span class="muted">({escape(status.last_check)})</span>' if status.last_check else ""
    cases = out_of(status.cases, status.cases) if status.last_check else cases
    state = escape(_(status.state))
    cells = (
        f'<th scope="row"><a href="{escape(notebook)}">{name}</a></th>',
        f'<td><span class="{status.state}">{state}</span>{last}{mistake}</td>',
        f'<td class="number">{cases}</td>',
        f'<td class="number">{out_of(exercise.earned, exercise.points, 3)}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"
