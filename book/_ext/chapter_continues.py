"""Sphinx extension: the directive `goes-on`, which lists the pages on which a chapter continues.

    ```{goes-on} same-padding what-padding-does
    ```

stands at the end of a page, and lists those pages with their sections. An entry has the ids of its section too: an
old address, in which the section was still on this page, leads to the link to where it is now.
"""

from html import escape

from directive_messages import _, add_translations
from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class GoesOnPages(nodes.Element):
    """The place of the list in the document, which is filled in when all pages are read."""


class GoesOn(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        return [GoesOnPages(pages=self.arguments[0].split())]


def ids_of(env, page):
    """Map the id by which the table of contents knows a section of a page to all ids of that section."""
    return {
        section["ids"][0]: section["ids"] for section in env.get_doctree(page).findall(nodes.section) if section["ids"]
    }


def sections(env, page):
    """Yield the title and the ids of each section below the page's own, whatever its level."""
    known = ids_of(env, page)
    for link in env.tocs[page].findall(nodes.reference):
        anchor = link["anchorname"].removeprefix("#")
        if anchor:
            yield link.astext(), known[anchor]


def fill_in(app, doctree, name):
    taken = {one for node in doctree.findall(nodes.Element) for one in node.get("ids", [])}
    for place in doctree.findall(GoesOnPages):
        rows = []
        for page in place["pages"]:
            address = app.builder.get_relative_uri(name, page)
            links = []
            for title, ids in sections(app.env, page):
                free = [one for one in ids if one not in taken]
                taken.update(free)
                marks = "".join(f'<span id="{escape(one)}"></span>' for one in free)
                links.append(f'{marks}<a class="reference internal" href="{address}#{ids[0]}">{escape(title)}</a>')
            title = f"<strong>{escape(app.env.titles[page].astext())}</strong>"
            rows.append(f'<li><a class="reference internal" href="{address}">{title}</a>: {", ".join(links)}</li>')
        title = escape(_("The chapter goes on"))
        words = f'<p class="mw-goes-on-title">{title}</p>'
        place.replace_self(
            nodes.raw("", f'<div class="mw-goes-on">{words}<ul>{"".join(rows)}</ul></div>', format="html")
        )


def setup(app):
    add_translations(app)
    app.add_directive("goes-on", GoesOn)
    app.add_node(GoesOnPages)
    app.connect("doctree-resolved", fill_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
