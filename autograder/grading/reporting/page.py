"""Write the class report: one page that needs nothing else, and one table of the same students."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...bank.exercise import function_name
from ...language import gettext as _
from ...language import noted, tag
from ...reports.findings import Outcome
from ...reports.html import with_code
from ..platforms import safe_csv
from .class_report import ClassReport, Entry, MistakeCount, lines_of_code, median
from .similarity import FEWEST_TOKENS, NEARLY_IDENTICAL

TEMPLATE = "page.html.j2"
FOLDER = "reports"  # of the course directory
SHOWN_CASES = 4  # of a mistake; the table has no room for more
COLUMNS = {  # outcomes, and the classes of their colours
    Outcome.PASSED: "passed",
    Outcome.SLOW: "slow",
    Outcome.WRONG: "wrong",
    Outcome.CRASHED: "crash",
    Outcome.OUT_OF_LIMITS: "limit",
    Outcome.NOT_ATTEMPTED: "open",
}


_OUTCOMES = (  # what `Outcome` says is kept in English, and said here
    *(noted("passed"), noted("wrong"), noted("slow"), noted("crashed"), noted("not attempted")),
    *(noted("out of limits"), noted("course fault"), noted("not compared"), noted("not timed")),
)


def render(report: ClassReport, now: datetime) -> str:
    """Write the report as HTML. All that comes from students or from the gradebook is escaped."""
    environment = Environment(
        loader=PackageLoader(__package__, ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "percent": _percent,
        "short": function_name,
        "median": median,
        "code": _code,
        "correlation": _correlation,
        "said": _,
    }
    environment.globals |= {"_": _with_tags, "language": tag()}
    names = {entry.student: entry.name for entry in report.entries}
    return environment.get_template(TEMPLATE).render(
        report=report,
        now=f"{now:%Y-%m-%d %H:%M}",
        columns=[outcome for outcome in COLUMNS if outcome is not Outcome.SLOW or report.speeds],
        colours=COLUMNS,
        names=names,
        cases=_cases,
        marks=_mark,
        fewest_tokens=FEWEST_TOKENS,
        threshold=NEARLY_IDENTICAL,
        slowest=sorted((entry for entry in report.entries if entry.seconds), key=lambda entry: -(entry.seconds or 0))[
            :5
        ],
    )


def write(report: ClassReport, course: Path, now: datetime) -> tuple[Path, Path]:
    """Write the page and the table into the course directory; return where they are."""
    folder = course / FOLDER
    folder.mkdir(exist_ok=True)
    html, table = folder / f"{report.assignment}.html", folder / f"{report.assignment}.csv"
    html.write_text(render(report, now), encoding="utf-8")
    heading = ["student", "name", "status", "points", "of", "seconds_late", "seconds_to_judge"]
    for exercise in report.exercises:
        heading += [f"{function_name(exercise)} {what}" for what in ("outcome", "share", "mistake", "lines")]
    blank: list[str | float | None] = [None] * (len(heading) - 3)
    rows = [_row(report, entry) for entry in report.entries]
    rows += [[student, name, f"not graded: {why}", *blank] for student, name, why in report.ungraded]
    safe_csv.write(table, heading, rows)
    return html, table


def _row(report: ClassReport, entry: Entry) -> list[str | float | None]:
    status = "graded" if entry.current else "graded, but changed since"
    result = entry.result
    row: list[str | float | None] = [entry.student, entry.name, status, result.earned, result.possible]
    row += [max(0.0, result.late_seconds), entry.seconds]
    for exercise in report.exercises:
        answer = entry.answers.get(exercise)
        row += [result.outcomes.get(exercise, ""), entry.share_of(exercise), result.mistakes.get(exercise, "")]
        row += [lines_of_code(answer) if answer else None]
    return row


def _cases(made: MistakeCount) -> str:
    """Name the cases that most students failed. Of the hidden ones only their number is said."""
    counts = list(made.cases.items())
    shown = [_with_count(_(name), count, made) for name, count in counts[:SHOWN_CASES]]
    more = len(counts) - SHOWN_CASES
    shown += [_("{number} more visible ones", number=more)] if more > 0 else []
    shown += [_with_count(_("hidden cases"), made.hidden, made)] if made.hidden else []
    return "; ".join(shown)


def _with_count(name: str, count: int, made: MistakeCount) -> str:
    return name if count == len(made.students) else f"{name} ({count})"


def _code(text: str) -> Markup:
    """Show as code what stands between backticks."""
    return Markup(with_code(_(text)))


def _with_tags(text: str, /, **values: object) -> Markup:
    """Translate a sentence of the page, which may have tags; its values are escaped."""
    translated = Markup(_(text))
    return translated.format(**values) if values else translated


def _correlation(value: float | None) -> str:
    return "\N{EN DASH}" if value is None else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _mark(entry: Entry, exercise: str) -> str:
    outcome = entry.result.outcomes.get(exercise)
    return Outcome(outcome).mark if outcome else ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
