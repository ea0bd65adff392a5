"""nbgrader's feedback page, made to be read anywhere: small, light and dark, with words for its pictures, offline."""

import copy
import re
from html import escape
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets.config import Config

from .pictures import lighten

TEMPLATE = "feedback_template"
_FOLDER = Path(__file__).parent
_OF_NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
# Nothing is asked of any server and no script runs, whatever a submission has written into the page.
POLICY = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'"


class LightPage(HTMLExporter):
    """Write the feedback page of a graded notebook, in the place of nbgrader's exporter."""

    def __init__(self, config: Config | None = None, **options: Any) -> None:
        config = copy.deepcopy(config) if config else Config()
        if config.HTMLExporter.get("template_name", "feedback") == "feedback":  # nbgrader's, and not the course's own
            own = Config()
            own.LightPage.template_name = TEMPLATE
            own.LightPage.extra_template_basedirs = [str(_FOLDER), str(_OF_NBGRADER)]
            own.LightPage.extra_template_paths = [str(_OF_NBGRADER)]
            config.merge(own)
        super().__init__(config=config, **options)  # type: ignore[no-untyped-call]

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write the page of one notebook.

        Parameters
        ----------
        nb : NotebookNode
            It is left as it is.
        resources : dict

        Returns
        -------
        page : str
        resources : dict
        """
        nb = copy.deepcopy(nb)
        for cell in nb.cells:
            lighten(cell.get("outputs", []))
        resources = {**(resources or {}), "feedback_policy": POLICY}
        resources["feedback_css"] = (_FOLDER / "feedback.css").read_text(encoding="utf-8")
        page, resources = super().from_notebook_node(nb, resources, **options)
        return _tidied(_each_style_once(page)), resources

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Write a text cell; its formulas become MathML."""
        renderer = _Renderer(
            escape=False, attachments=context.get("cell", {}).get("attachments", {}), embed_images=self.embed_images,
            exclude_anchor_links=True, **self.lexer_options,
        )  # fmt: skip
        return MarkdownWithMath(renderer=renderer).render(source)


class _Renderer(IPythonRenderer):
    """Text cells as HTML, formulas as MathML."""

    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        return mathml(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")


def mathml(tex: str, display: str) -> str:
    """Write a formula as MathML, which browsers set by themselves; one that cannot be read is shown as it was typed.

    Parameters
    ----------
    tex : str
    display : {"block", "inline"}
    """
    try:
        from latex2mathml.converter import convert  # costs a tenth of a second: only pages with formulas pay

        return convert(tex, display=display)
    except Exception:  # noqa: BLE001 (a learner may write anything between two dollars, and it raises anything)
        return f"<code>{escape(tex)}</code>"


def _each_style_once(page: str) -> str:
    """Every report brings the same style; a page needs it once."""
    seen: set[str] = set()
    parts = page.split("<style>")
    kept = [parts[0]]
    for part in parts[1:]:
        style, end, rest = part.partition("</style>")
        kept.append(rest if style in seen else f"<style>{style}{end}{rest}")
        seen.add(style)
    return "".join(kept)


def _tidied(page: str) -> str:
    """nbgrader's template wraps a whole page of nbconvert's: one body, one landmark, and each id once."""
    first, body, rest = page.partition("<body>")
    inside = re.sub(r"</?(body|main)\b[^>]*>", "", rest)
    for name in ("notebook-container", "notebook"):
        inside = inside.replace(f' id="{name}"', "", 1)
    inside, end, after = inside.rpartition("</html>")
    return f"{first}{body}<main>{inside}</main></body>{end}{after}"
