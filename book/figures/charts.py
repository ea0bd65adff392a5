"""Curves over two axes, each linear or logarithmic."""

import math

from .style import INK, LINE, MUTED, Picture

LEFT, RIGHT, TOP, BOTTOM = 66, 12, 14, 46
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Chart(Picture):
    """A picture with axes from `x` = (low, high) and `y` = (low, high); a logarithmic one is ruled at powers of ten."""

    def __init__(self, width, height, alt, x, y, names, log=(False, False), ticks=((), ())):
        super().__init__(width, height, alt)
        self._ends, self._log = (x, y), log
        for axis in (0, 1):
            for tick in ticks[axis] or _powers(self._ends[axis]):
                self._rule(axis, tick)
        self.box(LEFT, TOP, width - LEFT - RIGHT, height - TOP - BOTTOM, edge=LINE)
        self.write((LEFT + width - RIGHT) / 2, height - 10, names[0], 13, INK)
        self.ax.text(
            14, (TOP + height - BOTTOM) / 2, names[1], size=13, color=INK, ha="center", va="center", rotation=90
        )

    def _rule(self, axis, tick):
        text = f"10{str(round(math.log10(tick))).translate(SUPERSCRIPTS)}" if self._log[axis] else f"{tick:g}"
        if axis == 0:
            at = self.across(tick)
            self.line([(at, TOP), (at, self.height - BOTTOM)], LINE, 0.7)
            self.write(at, self.height - BOTTOM + 14, text, 12, MUTED)
        else:
            at = self.up(tick)
            self.line([(LEFT, at), (self.width - RIGHT, at)], LINE, 0.7)
            self.write(LEFT - 8, at, text, 12, MUTED, ha="right")

    def _share(self, axis, value):
        low, high = self._ends[axis]
        if self._log[axis]:
            low, high, value = (math.log10(max(v, 1e-300)) for v in (low, high, value))
        return min(max((value - low) / (high - low), 0), 1)

    def across(self, value):
        return LEFT + self._share(0, value) * (self.width - LEFT - RIGHT)

    def up(self, value):
        return self.height - BOTTOM - self._share(1, value) * (self.height - TOP - BOTTOM)

    def curve(self, xs, ys, color, width=1.6, dashed=False):
        self.line([(self.across(x), self.up(y)) for x, y in zip(xs, ys, strict=True)], color, width, dashed)

    def label(self, x, y, text, color, ha="left"):
        self.write(self.across(x), self.up(y), text, 13, color, ha=ha, weight="bold")


def _powers(ends):
    low, high = (round(math.log10(end)) for end in ends)
    return [10.0**power for power in range(low, high + 1, max(1, (high - low) // 5))]
