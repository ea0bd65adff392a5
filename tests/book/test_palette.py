"""The figures' colours: the same in Python and in the style sheet, readable in both themes."""

import re

import pytest
from figures.style import PALETTE

from tests.book._building import BOOK

CSS = (BOOK / "_static" / "magic-window.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--mw-([a-z-]+): (#[0-9a-f]{6});", re.search(selector + r" \{(.*?)\}", CSS, re.S).group(1)))
    for selector in (r":root", r'html\[data-theme="dark"\]')
)
GROUND = {"light": "#ffffff", "dark": "#121212"}  # the theme's page
ON = {"ink": "paper", "window": "window-tint", "kernel": "kernel-tint", "answer": "answer-tint", "muted": None}


def contrast(one, other):
    """WCAG 2's contrast ratio."""
    low, high = sorted(luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_style_sheet_has_the_palette_for_both_themes():
    assert LIGHT == PALETTE
    assert DARK.keys() == PALETTE.keys()


@pytest.mark.parametrize("name", ON)
@pytest.mark.parametrize("theme", GROUND)
def test_text_is_readable_on_the_page_and_on_its_tint(theme, name):
    colors = LIGHT if theme == "light" else DARK
    assert contrast(colors[name], GROUND[theme]) >= 4.5
    if ON[name]:
        assert contrast(colors[name], colors[ON[name]]) >= 4.5
