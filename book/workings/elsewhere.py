"""The tables of other libraries: what was measured of them, and PyTorch and this course as they are today."""

import functools
import json
import math
import operator
import re
from html import escape
from pathlib import Path

import torch
from asides import table
from figures.grids import MINUS, TIMES
from IPython.display import HTML

from other_libraries.answering import answer, behaviour
from other_libraries.libraries import magic_window, pytorch
from other_libraries.questions import EXTENSIONS, TABLES

ROOT = Path(__file__).parents[2]
FILE = ROOT / "other_libraries" / "measured.json"
FINDINGS = ROOT / "findings" / "README.md"
TODAY = {"ours": magic_window.Reference()} | {name: library for name, (_, library) in pytorch.ROWS.items()}
FIRST = ("torch", "ours", "torch-exact", "torch-aligned", "torch-antialiased")  # the rest in the order of the file
SAME = "="
CLOSE = 1.5e-4  # two machines may differ in the last of the digits that are kept


@functools.cache
def measured():
    """Every row that was measured, by its name: title, versions, and answers."""
    rows = {name: row for rows in json.loads(FILE.read_text(encoding="utf-8")).values() for name, row in rows.items()}
    return {name: rows[name] for name in [*FIRST, *rows] if "tables" in rows[name]}


def exports():
    """The layers that were exported: for each call, what comes out in torch and in ONNX Runtime."""
    return json.loads(FILE.read_text(encoding="utf-8"))["exports"]["exports"]


TABLE = {table.name: table for table in TABLES}


@functools.cache
def rows(name):
    """The rows of a table: {library: {column: answer}}, those of today in the place of those that were recorded."""
    found = {row: answers["tables"][name] for row, answers in measured().items() if name in answers["tables"]}
    asked = TABLE[name]
    for row in found.keys() & TODAY.keys():
        found[row] = {
            key: answer(TODAY[row], asked.operation, column.arguments) for key, column in asked.columns.items()
        }
    return found


def alike(one, other):
    """Whether two answers are the same but for rounding; a refusal is like no other."""
    if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
        return False
    pairs = [(float(a), float(b)) for a, b in zip(one, other, strict=True)]
    return all(a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= CLOSE * max(1, abs(b)) for a, b in pairs)


def moved():
    """What PyTorch or this course gives today and did not give when the file was written: (title, table, column)."""
    found = []
    for row, library in TODAY.items():
        recorded = measured()[row]
        for name, columns in recorded["tables"].items():
            for key, then in columns.items():
                now = rows(name)[row][key]
                if now != then and not alike(now, then):
                    found.append((recorded["title"], TABLE[name].caption, TABLE[name].columns[key].heading))
        for word, then in recorded["words"].items():
            if behaviour(library, word) != then:
                found.append((recorded["title"], "padding", word))
    return found


def compared():
    """How many answers of PyTorch and of this course are computed today and compared with the file."""
    return sum(sum(map(len, measured()[row]["tables"].values())) + len(measured()[row]["words"]) for row in TODAY)


def standing():
    """A sentence on what a newer version has changed."""
    now = torch.__version__.partition("+")[0]
    changed = moved()
    if not changed:
        return HTML(
            f"<p>PyTorch {escape(now)} and this course were asked again when this page was built: all {compared()} "
            "answers are those that were recorded.</p>"
        )
    lines = "".join(f"<li>{escape(' | '.join(place))}</li>" for place in changed)
    return HTML(f"<p>PyTorch {escape(now)} or this course gives other answers than were recorded:</p><ul>{lines}</ul>")


# As HTML --------------------------------------------------------------------------------------------------------------


def written(value):
    """A number as a reader writes it."""
    text = "\N{INFINITY}" if value == "inf" else f"{MINUS}\N{INFINITY}" if value == "-inf" else str(value)
    if isinstance(value, float):
        text = f"{value:.5g}" if abs(value) < 1e6 else f"{value:.2e}"
    return text.replace("-", MINUS)


def heading(text):
    text = re.sub(r"-(?=\d|inf)", MINUS, text).replace(" x ", f" {TIMES} ").replace("...", "…")
    return text.replace("inf", "\N{INFINITY}")


def cell(value, torchs=None):
    """The numbers, with a mark where they are torch's."""
    if value is None:
        return HTML('<span class="mw-none">not offered</span>')
    if isinstance(value, str):
        return HTML('<span class="mw-none">refused</span>')
    numbers = " ".join(f"<span>{written(number)}</span>" for number in value)
    if torchs is None:
        return HTML(numbers)
    if alike(value, torchs):
        return HTML(f'<span class="mw-same">{SAME}<span class="mw-hidden"> as PyTorch:</span></span> {numbers}')
    return HTML(f"<strong>{numbers}</strong>")


def library(row):
    """What a library is called, and its versions."""
    about = measured()[row]
    if row in TODAY and row != "ours":
        versions = f"torch {torch.__version__.partition('+')[0]}"
    else:
        versions = about["versions"]
    title = escape(about["title"]).replace("_", "_<wbr>")
    return f"<span>{title} <small>{escape(versions)}</small></span>"


def wide(made):
    """A table whose caption and first column stay in sight when it is scrolled."""
    html = made.data.replace('class="mw-table"', 'class="mw-table mw-libraries"', 1)
    return HTML(re.sub("<caption>(.*?)</caption>", r"<caption><span>\1</span></caption>", html, count=1))


def reads_alike(one, other):
    """Whether two cells read alike: whatever an error is called, it reads "refused"."""
    return one == other or alike(one, other) or (isinstance(one, str) and isinstance(other, str))


def together(answers, same=reads_alike):
    """Libraries whose answers are the same in every column, in one row each: [([library, ...], answers)]."""
    groups = []
    for row, columns in answers.items():
        for members, theirs in groups:
            if all(same(value, theirs[key]) for key, value in columns.items()):
                members.append(row)
                break
        else:
            groups.append(([row], columns))
    return groups


def shown(name):
    """One table of libraries and settings: those that answer alike share a row."""
    found = rows(name)
    torchs = found["torch"]
    lines = [
        [
            "".join(map(library, members)),
            *(cell(value, None if "torch" in members else torchs[key]) for key, value in columns.items()),
        ]
        for members, columns in together(found)
    ]
    about = TABLE[name]
    heads = ["library", *(heading(column.heading) for column in about.columns.values())]
    return wide(table(heads, lines, f"{heading(about.caption)}. {SAME} is what PyTorch gives"))


def words():
    """Which word means which border: {library: {behaviour: [words]}}."""
    found = {}
    for row, about in measured().items():
        said = about["words"]
        if row in TODAY:
            said = {word: behaviour(TODAY[row], word) for word in said}
        if said:
            found[row] = {kind: [word for word, does in said.items() if does == kind] for kind in EXTENSIONS}
    return found


def words_table():
    """The words for padding: libraries that use the same ones share a row."""
    lines = [
        [
            "".join(map(library, members)),
            *(HTML(", ".join(f"<code>{escape(word)}</code>" for word in said) or "no word") for said in by.values()),
        ]
        for members, by in together(words(), operator.eq)
    ]
    heads = ["library", *(f"{kind}: {' '.join(map(written, map(int, does)))}" for kind, does in EXTENSIONS.items())]
    return wide(table(heads, lines, "What 1 2 3 4 becomes with two on either side, and by which word"))


def exported():
    """Every exported layer: is it what it was?"""
    lines = []
    for call, sides in exports()["layers"].items():
        same = alike(sides["exported"], sides["torch"])
        outcome = "the same" if same else "does not run" if isinstance(sides["exported"], str) else "other numbers"
        lines.append(
            [f"<code>{escape(call)}</code>", outcome, cell(sides["torch"]), cell(sides["exported"], sides["torch"])]
        )
    return wide(
        table(
            ["layer", "exported", "in PyTorch", "in ONNX Runtime"], lines, f"torch.onnx.export: {exports()['versions']}"
        )
    )


# What was found on the way --------------------------------------------------------------------------------------------

CHAPTERS = {
    "convolutional-layers": (
        "pillow-kernel-flip", "opencv-filter2d-nan", "opencv-blur-transposed", "scipy-convolve-nan",
        "astropy-box-mode"),
    "convolution-parameters": ("torch-flop-counter-groups",),
    "padding-layers": (
        "dask-pad", "pywavelets-pad-periodization", "dask-image-wrap", "numba-stencil-border",
        "simpleitk-binomial-blur", "mnn-crop-and-same"),
    "pooling-layers": (
        "onnx-dilated-same-pool", "onnxoptimizer-pad-into-pool", "xarray-coarsen-bool", "torch-forward-and-reverse"),
    "adaptive-pooling": ("equinox-adaptive-pool",),
    "transposed-convolutions": ("openvino-transposed-output-shape", "torch-weight-norm-transposed"),
    "upsampling-and-pixelshuffle": (
        "pyvips-enlarge", "half-of-five", "onnx-version-converter-resize", "openvino-keep-aspect-ratio",
        "tensorstore-downsample", "mnn-cubic-border", "tvm-from-torch"),
    "putting-it-all-together": ("safetensors-transposed", "numpy-npz-names", "onnx-softmax-before-13"),
    "fewer-products": ("simpleitk-fft-convolution",),
    "for-instructors": ("papermill-names-as-numbers",),
}  # fmt: skip


def findings():
    """The lines of the list of findings: {script: (library, what surprises, whom it bites, is it documented)}."""
    lines = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", FINDINGS.read_text(encoding="utf-8"), re.M)
    return {script: tuple(rest.split(" | ")) for script, rest in lines}


def findings_table():
    """All of them, in the order of the chapters."""
    found = findings()
    lines = []
    for page, scripts in CHAPTERS.items():
        for script in scripts:
            versions, surprise, whom, documented = map(_marked, found[script])
            where = f'<a href="{page}.html">{page.replace("-", " ")}</a>'
            lines.append([versions, HTML(surprise), HTML(whom), HTML(documented), HTML(where)])
    heads = ["library", "what surprises", "whom it bites", "is it known?", "chapter"]
    return wide(table(heads, lines, "Found on the way; the folder findings/ of the course has a script for each"))


def _marked(text):
    """Markdown's code as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
