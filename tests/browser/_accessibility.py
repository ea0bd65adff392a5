"""What axe-core has to say about a page: nothing, as it should be."""

from pathlib import Path

from axe_core_python.sync_playwright import Axe

AXE = Axe().axe_script
RUN = Path(__file__).with_suffix(".js").read_text()

# Only these rules look at colours: they alone can answer otherwise in another theme.
COLOURS = ["color-contrast", "link-in-text-block"]


def complaints(page, inside="html"):
    """(rule, place, what to do) of every violation within `inside`, a CSS selector."""
    others = _run(page, inside, {"rules": {rule: {"enabled": False} for rule in COLOURS}})
    return others + complaints_of_colours(page, inside)


def complaints_of_colours(page, inside="html"):
    """What is wrong with the colours that a page has now."""
    return _run(page, inside, {"runOnly": {"type": "rule", "values": COLOURS}})


def _run(page, inside, options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [tuple(each) for each in page.evaluate(RUN, [inside, options])]
