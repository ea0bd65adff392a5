"""Sphinx extension: what a site needs that has an address, a sitemap and what a shared link shows.

The address is `html: baseurl` in `_config.yml` or, where that is empty, the environment variable `COURSE_URL`. Without
one there is nothing to say, and the pages are what they are from disk.
"""

import os
import sys
from html import escape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from sphinx.errors import ConfigError


def find_address(app, config):
    address = config.html_baseurl or os.environ.get("COURSE_URL", "")
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise ConfigError(f"html: baseurl needs an address that begins with https://, got {address!r}")
    config.html_baseurl = config.ogp_site_url = address and address.rstrip("/") + "/"
    config.ogp_enable_meta_description = True
    config.ogp_site_name = config.html_title.partition(":")[0]


def draw_cards(app):
    """The pictures that a shared link shows beside its words: the cat, and the cat's edges."""
    if not app.config.html_baseurl:
        return
    sys.path.insert(0, str(Path(__file__).parents[1]))  # the book's figures, imported only where they are drawn
    from figures.other_pages.covers import edges
    from figures.photograph import SIGNED, SIGNED_LIMIT, square_cat
    from matplotlib.image import imsave

    folder = Path(app.outdir).parent / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    imsave(folder / "cat.png", square_cat())
    imsave(folder / "edges.png", edges(), cmap=SIGNED, vmin=-SIGNED_LIMIT, vmax=SIGNED_LIMIT)
    app.config.ogp_social_cards = {"image": str(folder / "cat.png"), "image_mini": str(folder / "edges.png")}


def say_nothing_without_an_address(app, pagename, templatename, context, doctree):
    if not app.config.html_baseurl:
        context["meta"] = {**(context.get("meta") or {}), "ogp_disable": True}


def write_sitemap(app, error):
    address = app.config.html_baseurl
    if error or not address or app.builder.format != "html":
        return
    pages = sorted(urljoin(address, app.builder.get_target_uri(name)) for name in app.env.found_docs)
    lines = "".join(f"  <url><loc>{escape(page)}</loc></url>\n" for page in pages)
    Path(app.outdir, "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    )


def setup(app):
    app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", find_address)
    app.connect("builder-inited", draw_cards)
    app.connect("html-page-context", say_nothing_without_an_address, priority=100)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
