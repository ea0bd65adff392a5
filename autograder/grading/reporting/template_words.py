"""Say what nbgrader's template of a feedback page says, in the language that is spoken.

Its words stand between tags that nothing else in a page has: what a learner writes has no tags of its own there.
"""

import re

from ...language import gettext as _
from ...language import language, noted

_SCORE = re.compile(r'Score: (-?[\d.]+)(?: / ([\d.]+))?(?=\)</h4>|\)</li>| <a href="#top">)')
_LABELS = {
    '<span class="nbgrader-label">{}</span>': (noted("Student's answer"), noted("Student's task")),
    '<span class="nbgrader-label">{} <code>': (noted("Grade cell:"), noted("Task:")),
    "<b>{}</b>": (noted("Comments:"),),
    '<a href="#top">{}</a>': (noted("(Top)"),),
    "</b> <p>{}</p>": (noted("No response."),),
}
_LINKS = (noted("Test cell"), noted("Coding free-response"), noted("Written response"), noted("Task"), noted("Comment"))
_LATE = noted("Late submission penalty")


def translated(page: str) -> str:
    """Translate the words of nbgrader's template in a page that it has written."""
    if language() == "en":
        return page
    for tags, words in _LABELS.items():
        for word in words:
            page = page.replace(tags.format(word), tags.format(_(word)))
    links = "|".join(map(re.escape, _LINKS))
    page = re.sub(rf'(<li><a href="#[^"]*">)({links})</a>', lambda found: f"{found[1]}{_(found[2])}</a>", page)
    page = page.replace(f'<li class="late-penalty">{_LATE}', f'<li class="late-penalty">{_(_LATE)}')
    return _SCORE.sub(_score, page)


def _score(found: re.Match[str]) -> str:
    score, most = found.groups()
    return _("Score: {score} / {most}", score=score, most=most) if most else _("Score: {score}", score=score)
