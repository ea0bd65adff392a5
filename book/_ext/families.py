"""The documentation of an operation on images, in words for signals and for volumes.

In the code, a family such as `conv1d`, `conv2d` and `conv3d` has one full docstring. The other two begin with
"As `conv2d`" and say what differs. The reference shows the full documentation of each, made from the one for images.
"""

import inspect
import re

# What stands in the words for images, and what instead of it: in this order.
WORDS = {
    "1d": {
        ", (height, width)": "",
        "int or a pair of int and None": "int",
        " None keeps the input's size.": "",
        "int or (int, int)": "int",
        "int, (int, int)": "int",
        "H, W": "L",
        "H_out, W_out": "L_out",
        "H_out = ": "L_out = ",
        "(H ": "(L ",
        "kh, kw": "k",
        "(kh ": "(k ",
        "row or column": "sample",
        "pixel": "sample",
        "Pixel": "Sample",
        "image": "signal",
        "on both sides": "at both ends",
        "at the far side": "at the far end",
        "2d": "1d",
    },
    "3d": {
        "(height, width)": "(depth, height, width)",
        "a pair of int": "three of int",
        "(int, int)": "(int, int, int)",
        "H, W": "D, H, W",
        "H_out, W_out": "D_out, H_out, W_out",
        "H_out = ": "D_out = ",
        "(H ": "(D ",
        "kh, kw": "kd, kh, kw",
        "(kh ": "(kd ",
        "row or column": "voxel",
        "pixel": "voxel",
        "Pixel": "Voxel",
        "image": "volume",
        "2d": "3d",
    },
}
SHORT = re.compile(r"As `(\w+2d)`")
PARAMETER = re.compile(r"(\w+(?:, \w+)*) : ")


def full_documentation(function) -> str:
    """A function's docstring; a short one with all that the docstring for images says of its family."""
    short = inspect.getdoc(function) or ""
    family = SHORT.match(short)
    if not family:
        return short
    for_images = inspect.getdoc(inspect.getmodule(function).__dict__[family[1]]) or ""
    summary, *sections = without_parameters_it_has_not(for_images, function).split("\n\n")
    for old, new in WORDS[function.__name__[-2:]].items():
        summary, *sections = [text.replace(old, new) for text in (summary, *sections)]
    _, _, *more = short.split("\n\n")  # how it differs in shapes is said in the sections
    return "\n\n".join([summary, *more, *sections])


def without_parameters_it_has_not(docstring: str, function) -> str:
    """A docstring without the entries of parameters that a function does not take."""
    own = inspect.signature(function).parameters
    kept, keep = [], True
    for line in docstring.splitlines():
        if not line.startswith(" "):
            entry = PARAMETER.match(line)
            keep = not entry or entry[1].split(", ")[0] in own
        if keep:
            kept.append(line)
    return "\n".join(kept)


def complete(app, what, name, function, options, lines):  # noqa: PLR0917 (as Sphinx calls it)
    """Let Sphinx read the full documentation in place of a short docstring."""
    if what == "function" and SHORT.match("\n".join(lines)):
        lines[:] = full_documentation(function).splitlines()
