"""The look of every figure: one palette, one way to draw, and SVG that follows the page's theme.

A `Picture` is a matplotlib figure measured in CSS pixels. A notebook shows it as inline SVG: its text is in the page's
font, its palette colours are CSS variables (so it is right in light and in dark), its photographs are WebP.
"""

import base64
import io
import re
from hashlib import sha256
from html import escape

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from PIL import Image

# Dark values stand beside these in _static/magic-window.css. Chosen to differ in lightness as well as in hue.
INK = "#1d2733"
MUTED = "#58636f"
LINE = "#c3cad2"
PAPER = "#f4f6f8"
WINDOW = "#b34700"
WINDOW_TINT = "#fdebdc"
KERNEL = "#0067a3"
KERNEL_TINT = "#deeffa"
ANSWER = "#00735a"
ANSWER_TINT = "#dbf2e9"
PALETTE = {
    "ink": INK,
    "muted": MUTED,
    "line": LINE,
    "paper": PAPER,
    "window": WINDOW,
    "window-tint": WINDOW_TINT,
    "kernel": KERNEL,
    "kernel-tint": KERNEL_TINT,
    "answer": ANSWER,
    "answer-tint": ANSWER_TINT,
}
SIGNED = "PuOr"  # orange below zero, pale at zero, purple above: told apart by every kind of colour vision
PIXEL = 72  # points in an inch: one unit of the SVG is then one CSS pixel
LINE_WIDTH = 672  # what a page has room for on a wide screen
GAP = 18  # between pictures in a row
SMALL_IMAGE = 64  # an image with fewer pixels than this is meant to show its pixels


class Picture(Figure):
    """A figure in CSS pixels, drawn on `self.ax` whose y axis points down; `alt` says what it shows in words."""

    def __init__(self, width, height, alt):
        super().__init__(figsize=(width / PIXEL, height / PIXEL), facecolor="none")
        if not alt:
            raise ValueError("Picture: needs an alt text, got none")
        self.alt, self.width, self.height, self.spans = " ".join(alt.split()), width, height, []
        self.ax = self.add_axes((0, 0, 1, 1))
        self.ax.set_axis_off()
        self._keep_limits()

    def _on_top(self, artist):
        """Later covers earlier, whatever it is; matplotlib would put all images below all lines."""
        self._drawn = getattr(self, "_drawn", 0) + 1
        artist.set_zorder(self._drawn)
        return artist

    def _keep_limits(self):
        self.ax.set_xlim(0, self.width)
        self.ax.set_ylim(self.height, 0)

    def in_parts(self, *spans):
        """On a phone, show these spans of the drawing below each other, each as large as it can be.

        A span is (left, right), or (left, right, top, bottom) where it is not as tall as the drawing.
        """
        self.spans = spans
        return self

    def write(self, x, y, text, size=13, color=INK, ha="center", va="center", weight="normal"):
        return self._on_top(self.ax.text(x, y, text, size=size, color=color, ha=ha, va=va, weight=weight))

    def box(self, x, y, width, height, fill="none", edge=LINE, line=1.0, round_by=0.0, dashed=False):
        style = {"facecolor": fill, "edgecolor": edge, "linewidth": line, "linestyle": "--" if dashed else "-"}
        if round_by:
            patch = FancyBboxPatch((x, y), width, height, boxstyle=f"round,pad=0,rounding_size={round_by}", **style)
        else:
            patch = Rectangle((x, y), width, height, **style)
        return self._on_top(self.ax.add_patch(patch))

    def line(self, points, color=MUTED, width=1.4, dashed=False):
        xs, ys = zip(*points, strict=True)
        style = {"color": color, "linewidth": width, "linestyle": "--" if dashed else "-", "solid_capstyle": "round"}
        self._on_top(self.ax.plot(xs, ys, **style)[0])

    def arrow(self, start, end, color=MUTED):
        style = {
            "arrowstyle": "-|>",
            "color": color,
            "linewidth": 1.6,
            "mutation_scale": 11,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        self._on_top(self.ax.annotate("", xy=end, xytext=start, arrowprops=style))

    def image(self, pixels, x, y, width, height, cmap="gray", limits=(0, 255)):
        """An array (H, W) through a colour map with these limits, or (H, W, 3) as it is."""
        extent = (x, x + width, y + height, y)
        style = {"aspect": "auto", "interpolation": "none", "cmap": cmap, "vmin": limits[0], "vmax": limits[1]}
        self._on_top(self.ax.imshow(pixels, extent=extent, **style))
        self._keep_limits()

    def svg(self):
        buffer = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "magic window"}):
            self.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None, "Creator": None})
        return _for_the_page(buffer.getvalue(), self)

    def _repr_html_(self):
        svg = self.svg()
        if not self.spans:
            return f'<div class="mw-picture">{svg}</div>'
        head, _, drawing = svg.removesuffix("</svg>").partition(">")
        name = f"mw-{sha256(svg.encode()).hexdigest()[:12]}"
        parts = "".join(self._part(name, span, first=not n) for n, span in enumerate(self.spans))
        return (
            f'<div class="mw-picture mw-whole">{head}><g id="{name}">{drawing}</g></svg></div>'
            f'<div class="mw-parts">{parts}</div>'
        )

    def _part(self, name, span, first):
        left, right, top, bottom = span if len(span) == 4 else (*span, 0, self.height)
        words = f'role="img" aria-label="{escape(self.alt)}"' if first else 'aria-hidden="true"'
        width, height = right - left, bottom - top
        size = f'viewBox="{left} {top} {width} {height}" width="{width}" height="{height}"'
        return f'<svg class="mw-part" {words} {size}><use href="#{name}"/></svg>'


class Row:
    """Pictures side by side, as many as fit."""

    def __init__(self, pictures):
        self.pictures = list(pictures)

    @classmethod
    def captioned(cls, pictures, side, edge=None):
        """Square images of one size, each given as (title, pixels, options of `Picture.image`, caption, alt)."""
        return cls(_captioned(*picture, side, edge) for picture in pictures)

    def _repr_html_(self):
        pictures = "".join(picture._repr_html_() for picture in self.pictures)
        return f'<div class="mw-row{self._arranged()}">{pictures}</div>'

    def _arranged(self):
        """Where one picture would be left on a line of its own: two by two, or three that share the line."""
        together = sum(picture.width for picture in self.pictures) + GAP * (len(self.pictures) - 1)
        if together <= LINE_WIDTH:
            return ""
        return {4: " mw-four", 3: " mw-three" if together <= 1.25 * LINE_WIDTH else ""}.get(len(self.pictures), "")


def _captioned(title, pixels, options, caption, alt, side, edge):
    """An image with its title above and a line of text below."""
    picture = Picture(side, side + 46, alt)
    picture.write(0, 11, title, 13, INK, ha="left", weight="bold")
    picture.image(pixels, 0, 24, side, side, **options)
    if edge:
        picture.box(0, 24, side, side, edge=edge)
    picture.write(0, side + 36, caption, 12, MUTED, ha="left")
    return picture


class Film:
    """Pictures in the order of time: some as a strip; all of them, one after another, when the reader asks."""

    def __init__(self, name, pictures, stills, seconds=1.4):
        self.name, self.pictures, self.stills, self.seconds = name, list(pictures), list(stills), seconds

    def _repr_html_(self):
        count = len(self.pictures)
        frames = "".join(
            f'<div class="mw-frame{" mw-still" if i in self.stills else ""}" style="--mw-turn: {i}">'
            f"{picture._repr_html_()}</div>"
            for i, picture in enumerate(self.pictures)
        )
        return (
            f'<div class="mw-film" style="--mw-frames: {count}; --mw-seconds: {self.seconds}s">'
            f'<input type="checkbox" id="{self.name}-play" class="mw-play">'
            f'<label for="{self.name}-play">Play all {count} stops</label>'
            f"<style>@keyframes mw-show-{count} {{ 0%, {100 / count:.4f}% {{ visibility: visible }} "
            f"{100 / count + 0.0001:.4f}%, 100% {{ visibility: hidden }} }}</style>"
            f'<div class="mw-frames" style="--mw-name: mw-show-{count}">{frames}</div></div>'
        )


def _for_the_page(svg, picture):
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style type=\"text/css\">.*?</style>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)  # matplotlib names its groups alike in every figure; ids are the page's
    svg = re.sub(r'(<image[^>]*?) id="[^"]*"', r"\1", svg, flags=re.S)
    clipping = r' clip-path="[^"]*"|<clipPath.*?</clipPath>|<defs>\s*</defs>'  # needless: nothing lies outside
    svg = re.sub(clipping, "", svg, flags=re.S)
    svg = re.sub(r"<image.*?/>", _compact_image, svg, flags=re.S)
    svg = re.sub(r"\bfont: ([\d.]+px) [^;\"]*", r"font-size: \1", svg)
    svg = re.sub(r"\bfont-family: [^;\"]*;? ?", "", svg)
    svg = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", svg)
    for name, color in PALETTE.items():
        svg = svg.replace(color, f"var(--mw-{name})")
    head = (
        f'<svg role="img" aria-label="{escape(picture.alt)}" viewBox="0 0 {picture.width} {picture.height}" '
        f'width="{picture.width}" height="{picture.height}" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return re.sub(r"\s*\n\s*", " ", re.sub(r"<svg[^>]*>", head, svg, count=1))


def _compact_image(match):
    tag = match.group()
    data = re.search(r"data:image/png;base64,\s*([^\"]*)\"", tag).group(1)
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    small = max(image.size) < SMALL_IMAGE
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", lossless=small, quality=80, method=6)
    packed = f'data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"'
    tag = re.sub(r"data:image/png;base64,[^\"]*\"", lambda _: packed, tag)
    return tag if small else re.sub(r' style="[^"]*"', "", tag)
