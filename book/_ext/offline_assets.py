"""Sphinx extension: the site brings its own MathJax and asks no other server for anything."""

from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

# The package ships every flavour of MathJax, 24 MB. A page loads the first of these, and the others when it needs them.
MATHJAX_PARTS = ["tex-chtml.js", "input/tex/extensions", "output/chtml/fonts", "a11y", "sre", "ui"]


def copy_mathjax(app, error):
    if error:
        return
    found = find_spec("sphinx-mathjax-offline")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent / "static" / "mathjax"
    target = Path(app.outdir) / "_static" / "mathjax"
    for part in MATHJAX_PARTS:
        source = package / part
        if source.is_dir():
            copytree(source, target / part, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
            (target / part).write_bytes(source.read_bytes())


def drop_thebe(app, pagename, templatename, context, doctree):
    """Thebe runs cells on somebody's server; its script names a CDN on every page."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "thebe" not in str(getattr(script, "filename", script)) and "THEBE" not in _body(script)
    ]


def _body(script):
    return getattr(script, "attributes", {}).get("body") or ""


def setup(app):
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    app.connect("build-finished", copy_mathjax)
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
