"""The page of a learner's progress: one file, light and dark, that asks no network for anything."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from .overview import ChapterProgress, Line, chapters
from .progress import Progress
from .workspace import Workspace

STYLE = files(__package__).joinpath("progress.css").read_text(encoding="utf-8")


def page(workspace: Workspace, progress: Progress) -> str:
    """The page as HTML."""
    found = chapters(workspace, progress)
    body = "\n".join([_summary(found), *(_chapter(chapter) for chapter in found)])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Magic Window: your progress</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<h1>Magic Window: your progress</h1>
{body}
<p class="muted">Written by <code>check(...)</code> and <code>autograder check</code>. It stays in this folder.</p>
</main>
</body>
</html>
"""


def _summary(found: Sequence[ChapterProgress]) -> str:
    done, total = sum(chapter.count("done") for chapter in found), sum(len(chapter.lines) for chapter in found)
    earned, points = sum(chapter.earned for chapter in found), sum(chapter.points for chapter in found)
    words = f"{done} of {total} exercises done, {earned:.4g} of {points:g} visible points"
    bar = f'<progress max="{max(total, 1)}" value="{done}" aria-label="Exercises done"></progress>'
    return f"<p>{words}.</p>\n{bar}"


def _chapter(chapter: ChapterProgress) -> str:
    rows = "\n".join(_row(line, chapter.notebook) for line in chapter.lines)
    return f"""<section>
<h2>{escape(chapter.title)}</h2>
<p class="muted">{chapter.count("done")} of {len(chapter.lines)} done, {chapter.earned:.4g} of {chapter.points:g} \
visible points.</p>
<table>
<thead><tr><th scope="col">exercise</th><th scope="col">state</th><th scope="col" class="number">cases</th>\
<th scope="col" class="number">points</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</section>"""


def _row(line: Line, notebook: str) -> str:
    standing = line.standing
    name = escape(line.name).replace("_", "_<wbr>")
    cases = f"{standing.passed} of {standing.cases}" if standing.cases else "-"
    mistake = f'<br><span class="muted">{escape(standing.mistake)}</span>' if standing.mistake else ""
    last = f' <span class="muted">({escape(standing.last_check)})</span>' if standing.last_check else ""
    cases = f"{standing.cases} of {standing.cases}" if standing.last_check else cases
    cells = (
        f'<th scope="row"><a href="{escape(notebook)}">{name}</a></th>',
        f'<td><span class="{standing.state}">{standing.state}</span>{last}{mistake}</td>',
        f'<td class="number">{cases}</td>',
        f'<td class="number">{line.earned:.3g} of {line.points:g}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"
