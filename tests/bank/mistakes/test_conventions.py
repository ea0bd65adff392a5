"""An answer that the judge calls another library's gives the numbers that this library gave when it was measured."""

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.bank import EXERCISES
from autograder.bank.mistakes import conventions
from other_libraries.questions import EXTENSIONS, TABLES

FILE = Path(__file__).parents[3] / "other_libraries" / "measured.json"
MEASURED = {name: row for rows in json.loads(FILE.read_text(encoding="utf-8")).values() for name, row in rows.items()}
ASKED = {table.name: {key: column.arguments for key, column in table.columns.items()} for table in TABLES}
POOL, ADAPTIVE, UP = "pooling-layers", "adaptive-pooling", "upsampling-and-pixelshuffle"


def picture(values):
    return np.asarray(values, np.float32)[None, None, None]


def signal(values):
    return np.asarray(values, np.float32)[None, None]


def resized(given):
    x = picture(given["x"] if "x" in given else range(given["n"]))
    return x, (1, given.get("size", given.get("m")))


# exercise; mistake; library, table and column; the exercise's arguments for what was asked there
SAME_NUMBERS = [
    ("convolutional-layers/conv1d", "flips the kernel", "numpy", "convolution", "plain",
     lambda given: (signal(given["x"]), signal(given["kernel"]))),
    (f"{POOL}/avg_pool2d", "never counts the padding", "keras_tensorflow", "average", "same",
     lambda given: (picture(given["x"]), (1, 3), (1, 1), (0, 1))),
    (f"{POOL}/avg_pool2d", "counts what sticks out beyond the padding", "openvino", "average", "ceil",
     lambda given: (picture(given["x"]), (1, 3), (1, 2), (0, 1), True)),
    (f"{POOL}/avg_pool2d", "moves by one when no stride is given", "flax", "average", "default",
     lambda given: (picture(given["x"]), (1, 2))),
    (f"{POOL}/max_pool2d", "pads with zeros", "skimage", "maximum", "hanging",
     lambda given: (picture(given["x"]), (1, 2), None, 0, 1, True)),
    (f"{POOL}/lp_pool2d", "takes the absolute values first", "onnx", "norm", "one",
     lambda given: (picture(given["x"]), 1, (1, 2))),
    (f"{POOL}/lp_pool2d", "does not scale up a window that sticks out", "paddle", "norm", "ceil",
     lambda given: (picture(given["x"]), 2, (1, 2), None, True)),
    (f"{POOL}/lp_pool2d", conventions.ONNX_NORM, "ort", "norm", "negative",
     lambda given: (picture(given["x"]), 3, (1, 2))),
    (f"{ADAPTIVE}/adaptive_avg_pool2d", "rounds to the nearest pixel", "pillow", "area", "uneven", resized),
    (f"{ADAPTIVE}/adaptive_avg_pool2d", "divides a pixel on a border between the windows that share it", "opencv",
     "area", "uneven", resized),
    ("transposed-convolutions/conv_transpose1d", "flips the kernel", "jax", "transposed", "plain",
     lambda given: (signal(given["x"]), signal(given["kernel"]), None, 2)),
    ("transposed-convolutions/conv_transpose2d", conventions.KERAS_CUT, "keras_tensorflow", "transposed", "odd",
     lambda given: (picture(given["x"]), picture(given["kernel"]), None, (1, 2), (0, 1), (0, 1))),
    (f"{UP}/upsample_nearest2d", "takes the pixel that the output's centre falls on", "keras_jax", "nearest", "up",
     resized),
    (f"{UP}/upsample_nearest2d", conventions.ONNX_NEAREST, "ort", "nearest", "seventh", resized),
    (f"{UP}/upsample_bilinear2d", "measures from the pixels' edges instead of their centres", "tf1", "linear", "down",
     resized),
    (f"{UP}/upsample_bilinear2d", "aligns the corners unless it is told not to", "scipy_ndimage", "linear", "up",
     resized),
    (f"{UP}/upsample_bilinear2d", "smooths before it shrinks", "pillow", "linear", "down", resized),
    (f"{UP}/upsample_bicubic2d", "smooths before it shrinks", "jax", "cubic", "down", resized),
    (f"{UP}/upsample_bicubic2d", conventions.TF_CUBIC, "keras_tensorflow", "cubic", "up", resized),
    (f"{UP}/upsample_bicubic2d", conventions.TF_CUBIC, "keras_jax", "cubic", "down", resized),
    (f"{UP}/pixel_shuffle", "takes the channels of a block from all over x", "tf", "depth", "two",
     lambda given: (np.arange(8.0).reshape(1, 8, 1, 1), 2)),
    (f"{UP}/pixel_unshuffle", "takes the channels of a block from all over x", "onnx", "depth", "back",
     lambda given: (np.arange(8.0).reshape(1, 2, 2, 2), 2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("exercise", "name", "row", "table", "column", "arguments"),
    SAME_NUMBERS,
    ids=[f"{exercise}: {name} ({row}, {column})" for exercise, name, row, _, column, _ in SAME_NUMBERS],
)
def test_the_answer_is_what_the_library_gave(exercise, name, row, table, column, arguments):
    (mistake,) = [mistake for mistake in EXERCISES[exercise].mistakes if mistake.name == name]
    theirs = MEASURED[row]["tables"][table][column]
    got = np.ravel(mistake.function(*arguments(ASKED[table][column])))
    np.testing.assert_allclose(got[: len(theirs)], theirs, rtol=6e-5, atol=2e-5)
    torchs = MEASURED["torch"]["tables"][table][column]
    assert len(torchs) != len(theirs) or not np.allclose(np.array(theirs, float), np.array(torchs, float))


def test_a_mirror_behind_the_edge_is_what_others_call_reflect():
    kind = "mirrored behind the edge, which is repeated"
    assert MEASURED["scipy_ndimage"]["words"]["reflect"] == MEASURED["opencv"]["words"]["BORDER_REFLECT"] == kind
    name = "mirrors the input and shows the outermost value twice"
    (mistake,) = [m for m in EXERCISES["padding-layers/reflection_pad1d"].mistakes if m.name == name]
    np.testing.assert_array_equal(mistake.function(signal([1, 2, 3, 4]), (2, 2)).ravel(), EXTENSIONS[kind])


def test_the_first_axis_first_is_the_order_of_numpy():
    x = np.arange(12.0).reshape(3, 4)
    (mistake,) = [m for m in EXERCISES["padding-layers/pad_nd"].mistakes if m.name == "begins with the first axis of x"]
    np.testing.assert_array_equal(mistake.function(x, (1, 2, 0, 3)), np.pad(x, [(1, 2), (0, 3)]))


def test_every_convention_stands_in_the_bank_and_says_who():
    noted = [(exercise, name) for exercises, name, _ in conventions.CONVENTIONS for exercise in exercises]
    found = [(exercise, m.name) for exercise in EXERCISES.values() for m in exercise.mistakes if m.elsewhere]
    assert len(noted) == len(set(noted)) == len(found)
    assert all(
        sentence.endswith(".") and "torch" not in sentence.split()[:4] for *_, sentence in conventions.CONVENTIONS
    )
