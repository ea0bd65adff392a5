"""Drive an explorer as a reader does, with the keyboard, and read what it shows."""

from contextlib import contextmanager

import numpy as np

from tests.browser._visit import visiting

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


class Driver:
    """The first explorer `name` of a page. Elements are found through its shadow root."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.root = page.locator(f"mw-{name}").first

    def find(self, selector, **options):
        return self.root.locator(selector, **options)

    def press(self, selector, *keys):
        self.find(selector).first.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def unfold(self):
        """Open all boxes, with the keyboard."""
        for summary in self.find("summary").all():
            if summary.is_visible() and not summary.evaluate("s => s.parentNode.open"):
                summary.focus()
                self.page.keyboard.press("Enter")

    def set(self, key, value):
        """Put a setting to `value` with the arrow keys: a number, (rows, columns), a choice as text, or a bool."""
        match value:
            case bool():
                if self.find(f"#set-{key}").is_checked() != value:
                    self.press(f"#set-{key}", "Space")
            case int():
                self._step(f"#set-{key}", value)
            case str():
                values = self.find(f"#set-{key} option").evaluate_all("options => options.map(option => option.value)")
                now = values.index(self.find(f"#set-{key}").input_value())
                steps = values.index(value) - now
                self.press(f"#set-{key}", *["ArrowDown" if steps > 0 else "ArrowUp"] * abs(steps))
            case rows, columns:
                self._step(f"#set-{key}-rows", rows)
                self._step(f"#set-{key}-columns", columns)

    def _step(self, selector, value):
        steps = value - int(self.find(selector).input_value())
        self.press(selector, *["ArrowUp" if steps > 0 else "ArrowDown"] * abs(steps))

    def text(self, part):
        return self.find(f".{part}").inner_text()

    def outputs(self):
        """The numbers of the outputs, [channel, row, column], as they are read out."""
        cells = self.find("[role=gridcell]").evaluate_all(
            "cells => cells.map(c => [c.dataset.plane, ...c.dataset.at.split(','), c.ariaLabel.split(': ').pop()])"
        )
        places = np.array([list(map(int, cell[:3])) for cell in cells])
        values = np.empty(places.max(axis=0) + 1)
        for place, (*_, text) in zip(places, cells, strict=True):
            values[tuple(place)] = number(text)
        return values

    def focused(self):
        """What has the focus inside of the explorer: its text as read out."""
        return self.root.evaluate(
            "e => e.shadowRoot.activeElement?.ariaLabel ?? e.shadowRoot.activeElement?.textContent"
        )


@contextmanager
def opening(browser, address, page, name, settings="", *, whole=False, **options):
    """The explorer `name` of a page, with `settings` (a=1&b=2) in the page's address.

    It stands there alone unless the page is wanted `whole`: a chapter takes seconds to load.
    """
    query = address_of(name, settings)
    with visiting(browser, address, (page if whole else alone(name, page)) + query, **options) as visit:
        driver = Driver(visit.page, name)
        driver.visit = visit
        yield driver


def alone(name, page):
    """Where the test's server has nothing of a page but its explorers called `name`."""
    return f"alone/{name}/{page}"


def address_of(name, settings):
    """What a page's address says of settings of an explorer."""
    return "?" + "&".join(f"{name}.{setting}" for setting in settings.split("&")) if settings else ""


def number(text):
    return float(text.replace(MINUS, "-"))


def product(text):
    """The value of a sum as it is written out, with the proper signs for times and minus."""
    plain = text.replace(MINUS, "-").replace(TIMES, "*").replace("\n", " ")
    assert set(plain) <= set("0123456789.+-*/() "), text
    return eval(plain)
