"""How heavy the book's pages are, as Lighthouse counts it: bytes by kind, requests and elements of each page.

    python -m benchmarks.pages [SITE]

Every page is opened once in Chromium with an empty cache, 390 px wide, and everything it asks for is counted. Bytes are
those of the files; what a web server usually compresses (pages, styles, scripts, drawings) is also counted compressed
with gzip. Beside them stands what Lighthouse calls too much.
"""

import argparse
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Response
from rich.console import Console
from rich.table import Table

from setup.browser import chromium, serving

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
KINDS = {"document": "page", "stylesheet": "styles", "script": "scripts", "font": "fonts", "image": "images"}
OTHER = "other"
COMPRESSED = (".html", ".css", ".js", ".svg", ".json")
MUCH_BYTES, MUCH_ELEMENTS = 5_000 * 1024, 1_400  # Lighthouse: "enormous network payloads", "excessive DOM size"


@dataclass(frozen=True)
class Weight:
    """What a page asks for: bytes of each kind, all bytes compressed, requests, and the elements that it becomes."""

    page: str
    kinds: Counter[str]
    compressed: int
    requests: int
    elements: int

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def weigh(browser: Browser, address: str, page_name: str) -> Weight:
    """Open one page with an empty cache and count."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + page_name, wait_until="networkidle")
    kinds: Counter[str] = Counter()
    compressed = 0
    for answer in answers:
        body = answer.body()
        kinds[KINDS.get(answer.request.resource_type, OTHER)] += len(body)
        compressed += len(gzip.compress(body)) if answer.url.partition("?")[0].endswith(COMPRESSED) else len(body)
    elements = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    return Weight(page_name, kinds, compressed, len(answers), elements)


def weights(site: Path) -> Iterator[Weight]:
    """Yield the weight of every page of a built book."""
    with serving(site) as address, chromium() as browser:
        for page in sorted(site.glob("*.html")):
            yield weigh(browser, address, page.name)


def table(found: list[Weight]) -> Table:
    """Lay the weights out, the heaviest first."""
    columns = [*KINDS.values(), OTHER]
    shown = Table(title="The weight of each page in kB, opened with an empty cache")
    for name in ("page", *columns, "all", "compressed", "requests", "elements"):
        shown.add_column(name, justify="left" if name == "page" and not shown.columns else "right")
    for weight in sorted(found, key=lambda weight: -weight.total):
        sizes = [weight.kinds[kind] for kind in columns] + [weight.total, weight.compressed]
        shown.add_row(
            weight.page, *(f"{size / 1000:.0f}" for size in sizes), str(weight.requests), str(weight.elements)
        )
    return shown


def main() -> None:
    """Print the table, and which pages Lighthouse would call heavy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", type=Path, default=SITE, help="a built book (%(default)s)")
    site = parser.parse_args().site
    if not (site / "index.html").exists():
        parser.error(f"there is no book in {site}: make book")
    found = list(weights(site))
    console = Console(width=140)
    console.print(table(found))
    heavy = [weight.page for weight in found if weight.total > MUCH_BYTES]
    large = [weight.page for weight in found if weight.elements > MUCH_ELEMENTS]
    console.print(f"More than {MUCH_BYTES // 1024} KiB: {', '.join(heavy) or 'none'}.")
    console.print(f"More than {MUCH_ELEMENTS} elements: {', '.join(large) or 'none'}.")


if __name__ == "__main__":
    main()
