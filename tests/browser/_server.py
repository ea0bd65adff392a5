"""The server of the built site: its pages, and pages with nothing of them but the explorers of one name."""

import re
from io import BytesIO
from pathlib import Path

from setup.browser import Folder

ALONE = re.compile(r"/alone/([a-z-]+)/([a-z-]+\.html)")
THEME = """<script>
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
    follow();
    dark.addEventListener("change", follow);
</script>"""


class Site(Folder):
    """Serves a folder, and of its PAGE.html the explorers NAME at `/alone/NAME/PAGE.html`."""

    protocol_version = "HTTP/1.1"  # the connection stays open for what a page asks for
    disable_nagle_algorithm = True

    def send_head(self):
        asked = ALONE.fullmatch(self.path.partition("?")[0])
        if not asked:
            return super().send_head()
        name, page = asked.groups()
        body = alone(name, Path(self.directory, page).read_text()).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


def alone(name, html):
    """A page with nothing but its explorers called `name`, the scripts and styles of explorers, and the page's icon.

    For a page that names no icon the browser asks the server by itself, and tells an error where there is none.
    """
    elements = re.findall(rf"<mw-{name}\b.*?</mw-{name}>", html, re.DOTALL)
    scripts = re.findall(r'<script[^>]*src="_static/explorers/[^>]*></script>', html)
    links = re.findall(r'<link[^>]*rel="(?:stylesheet|icon)"[^>]*>', html)
    head = "".join(links + scripts).replace('"_static/', '"/_static/')
    body = "".join(f'<section id="part-{n}">{element}</section>' for n, element in enumerate(elements))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>{head}{THEME}</head>'
        f'<body><main class="bd-article"><h1>{name}</h1>{body}</main></body></html>'
    )
