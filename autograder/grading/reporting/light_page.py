"""nbgrader's feedback page, made to be read anywhere: small, light and dark, with words for its pictures, offline."""

import copy
import functools
import re
from html import escape
from pathlib import Path
from typing import Any

import nbgrader
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets.config import Config

from ...language import tag
from .pictures import lighten

TEMPLATE = "feedback_template"
_FOLDER = Path(__file__).parent
_OF_NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
# Nothing is asked of any server and no script runs, whatever a submission has written into the page.
POLICY = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'"
_REMEMBERED = 1000  # texts: those that were released are the same in every student's notebook


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
        self._remembered = functools.lru_cache(_REMEMBERED)(functools.partial(self._rendered, attachments={}))
        self._highlighter = functools.cache(
            lambda lexer: _Highlighter(Highlight2HTML(pygments_lexer=lexer, parent=self))
        )

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
            if cell.cell_type == "raw":
                cell.source = _balanced(cell.source)
        resources = {**(resources or {}), "feedback_policy": POLICY}
        resources["feedback_language"] = tag()
        resources["feedback_css"] = (_FOLDER / "feedback.css").read_text(encoding="utf-8")
        if self.template_name == TEMPLATE:
            page, resources = self._render(nb, resources, **options)
        else:
            page, resources = super().from_notebook_node(nb, resources, **options)
        return _tidied(_each_style_once(page)), resources

    def _render(self, nb: NotebookNode, resources: dict[str, Any], **options: Any) -> tuple[str, dict[str, Any]]:
        """Do what nbconvert's own exporter does, but for its last step.

        That is to read the whole page and write it again, for words and a tabindex which this template gives itself or
        has no use for. What a learner has written into text cells is put in order here cell by cell.
        """
        language = nb.metadata.get("language_info", {})
        lexer = str(language.get("pygments_lexer", language.get("name", None)) or "")
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        types = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        highlight = self.filters.get("highlight_code") or self._highlighter(lexer or None)
        for name, filtering in {"highlight_code": highlight, "filter_data_type": types}.items():
            self.register_filter(name, filtering)  # type: ignore[no-untyped-call]
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        return page, resources

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Write a text cell; its formulas become MathML."""
        attachments = context.get("cell", {}).get("attachments", {})
        return self._rendered(source, attachments) if attachments else self._remembered(source)

    def _rendered(self, source: str, attachments: dict[str, Any]) -> str:
        renderer = _Renderer(
            escape=False, attachments=attachments, embed_images=self.embed_images, exclude_anchor_links=True,
            **self.lexer_options,
        )  # fmt: skip
        return _balanced(MarkdownWithMath(renderer=renderer).render(source))


class _Highlighter:
    """Colours code, and remembers what came of it."""

    def __init__(self, highlight: Highlight2HTML) -> None:
        self._highlight = highlight
        self._remembered = functools.lru_cache(_REMEMBERED)(highlight)

    def __call__(self, source: str, language: str | None = None, metadata: Any = None) -> str:
        special = metadata and "magics_language" in metadata
        return str(self._highlight(source, language, metadata) if special else self._remembered(source, language))


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


def _balanced(text: str) -> str:
    """HTML in which what was opened is closed, and nothing else is, so that it cannot run into what stands below."""
    return str(BeautifulSoup(text, features="html.parser")) if "<" in text else text


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
