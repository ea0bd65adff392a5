"""Bind pages of XHTML into an EPUB 3 file, and read its words again."""

import hashlib
import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TypedDict
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MOMENT = (2020, 1, 1, 0, 0, 0)  # of the files in it: the same book gives the same bytes
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>
"""
MORE_CSS = """
body { line-height: 1.4; }
svg { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; font-size: .85em; background: #f4f6f8; padding: .5em; }
table { border-collapse: collapse; font-size: .85em; }
th, td { border: 1px solid #c3cad2; padding: .2em .4em; text-align: left; }
.admonition, details { border: 1px solid #c3cad2; padding: .3em .8em; margin: .6em 0; }
"""


class Leaf(TypedDict):
    """A page: its title, its headings with their ids, its body, and whether there are formulas and drawings in it."""

    title: str
    headings: list[dict[str, str]]
    body: str
    mathml: bool
    svg: bool


def bind(leaves: dict[str, Leaf], title: str, author: str, css: Path, to: Path) -> None:
    """Write the book of these pages, each given under its name on the site."""
    light = dict(re.findall(r"(--mw-[a-z-]+): (#[0-9a-f]+);", css.read_text().partition("html[data-theme")[0]))

    def coloured(text: str) -> str:
        """Many e-readers know no variables: the light theme's colours in their place."""
        return re.sub(r"var\((--mw-[a-z-]+)\)", lambda match: light.get(match[1], match[0]), text)

    pages = {Path(name).stem + ".xhtml": leaf for name, leaf in leaves.items()}
    entries, items, spine = [], [], []
    for name, leaf in pages.items():
        below = "".join(
            f'<li><a href="{name}#{entry["id"]}">{escape(entry["text"])}</a></li>'
            for entry in leaf["headings"]
            if entry["id"]
        )
        entries.append(f'<li><a href="{name}">{escape(leaf["title"])}</a>{f"<ol>{below}</ol>" if below else ""}</li>')
        holds = " ".join(kind for kind in ("mathml", "svg") if leaf[kind])
        key = f"page-{Path(name).stem}"
        properties = f' properties="{holds}"' if holds else ""
        items.append(f'<item id="{key}" href="{name}" media-type="application/xhtml+xml"{properties}/>')
        spine.append(f'<itemref idref="{key}"/>')
    files = {
        name: HEAD.format(title=escape(leaf["title"])) + coloured(leaf["body"]) + "</body></html>"
        for name, leaf in pages.items()
    }
    files["nav.xhtml"] = (
        HEAD.format(title="Contents")
        + f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(entries)}</ol></nav></body></html>'
    )
    files["book.css"] = MORE_CSS
    identity = uuid5(NAMESPACE_URL, hashlib.sha256("".join(files.values()).encode()).hexdigest())
    files["content.opf"] = f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>
<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator><dc:language>en</dc:language>
<meta property="dcterms:modified">{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
{"".join(items)}
</manifest>
<spine>{"".join(spine)}</spine>
</package>
"""
    with ZipFile(to, "w") as archive:
        archive.writestr(ZipInfo("mimetype", MOMENT), "application/epub+zip", ZIP_STORED)
        archive.writestr(ZipInfo("META-INF/container.xml", MOMENT), CONTAINER, ZIP_DEFLATED)
        for name, text in files.items():
            archive.writestr(ZipInfo(f"book/{name}", MOMENT), text, ZIP_DEFLATED)


def words(file: Path) -> str:
    """Return the text of all pages of an EPUB, without tags."""
    with ZipFile(file) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    return "".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", "", page, flags=re.S) for page in pages)
