"""Sphinx extension: the directive `goes-on`, at the end of a page whose chapter goes on on other pages.

    ```{goes-on} same-padding what-padding-does
    ```

lists those pages with their sections. An entry has the ids of its section too: who comes by an old address, in which
the section was still on this page, arrives at the link that leads on.
"""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from directive_messages import _, know_translations


class GoesOnPages(nodes.Element):
    """Where the list will stand, once all pages are read."""


class GoesOn(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        return [GoesOnPages(pages=self.arguments[0].split())]


def ids_of(env, page):
    """The ids of each section of a page, under the one that the table of contents knows."""
    return {
        section["ids"][0]: section["ids"] for section in env.get_doctree(page).findall(nodes.section) if section["ids"]
    }


def sections(env, page):
    """(title, ids) of each section below the page's own, whatever its level."""
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
    know_translations(app)
    app.add_directive("goes-on", GoesOn)
    app.add_node(GoesOnPages)
    app.connect("doctree-resolved", fill_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
