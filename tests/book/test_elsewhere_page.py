"""The page on other libraries shows what was measured, and every sentence of it holds of that."""

import re

import numpy as np
import pytest
from workings import elsewhere

from other_libraries.questions import TABLES
from tests.book._building import BOOK, ROOT
from tests.book._reading import article

PAGE = "elsewhere"
SOURCE = "".join((BOOK / f"{page}.md").read_text(encoding="utf-8") for page in ("elsewhere", "resizing-elsewhere"))
KERAS = ("keras_tensorflow", "keras_jax", "keras_torch")


def numbers(table, row, column):
    return elsewhere.rows(table)[row][column]


def like_torch(table, column):
    """The libraries whose answer in this column is PyTorch's."""
    found = elsewhere.rows(table)
    return {row for row, columns in found.items() if elsewhere.alike(columns[column], found["torch"][column])}


def agreeing(table, column, row):
    """The libraries whose answer in this column is that of `row`."""
    found = elsewhere.rows(table)
    return {other for other, columns in found.items() if elsewhere.alike(columns[column], found[row][column])}


def test_pytorch_and_this_course_give_what_was_recorded(prose):
    assert elsewhere.moved() == []
    prose.says(f"all {elsewhere.compared()} answers are those that were recorded")


def test_a_raised_pin_shows_what_moved(monkeypatch):
    class Newer:
        def area(self, x, size):
            return [0.0] * size

    elsewhere.rows.cache_clear()
    monkeypatch.setitem(elsewhere.TODAY, "torch", Newer())
    recorded = {**elsewhere.measured()["torch"], "words": {}}
    recorded["tables"] = {"area": recorded["tables"]["area"]}
    monkeypatch.setattr(elsewhere, "measured", lambda: {**dict.fromkeys(elsewhere.TODAY, recorded)})
    monkeypatch.setattr(elsewhere, "TODAY", {"torch": Newer()})
    said = elsewhere.standing().data
    elsewhere.rows.cache_clear()
    assert said.count("<li>") == 3
    assert "PyTorch | Adaptive pooling and &quot;area&quot; of 0 1 4 9 16 25 36 | 7 to 3" in said


def test_this_course_gives_what_pytorch_gives():
    for table in TABLES:
        found = elsewhere.rows(table.name)
        for column, torchs in found["torch"].items():
            if "ours" in found and isinstance(torchs, list):
                assert elsewhere.alike(found["ours"][column], torchs), (table.name, column)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_page_has_every_number_and_marks_what_is_pytorchs(table, site):
    page = article(site, PAGE)
    shown = elsewhere.shown(table).data
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", page)
    found = elsewhere.rows(table)
    distinct = [columns for members, columns in elsewhere.together(found) if "torch" not in members]
    same = sum(elsewhere.alike(value, found["torch"][key]) for columns in distinct for key, value in columns.items())
    assert shown.count("as PyTorch:") == same
    assert all(elsewhere.library(row) in shown for row in found)


def test_no_number_of_the_prose_is_typed():
    prose = re.sub(r"^---.*?^---|```.*?```|`[^`]*`", "", SOURCE, flags=re.S | re.M)
    assert re.findall(r"\w* ?\d[\d.]*", prose) == ["TensorFlow 1"]


def test_what_is_said_of_convolution():
    assert numbers("convolution", "numpy", "plain") == [123, 234, 345, 456]
    assert {"numpy", "scipy_signal"} == set(elsewhere.rows("convolution")) - like_torch("convolution", "plain") - {
        "opencv", "scipy_ndimage"}  # fmt: skip
    assert isinstance(numbers("convolution", "torch", "strided"), str)
    assert {*KERAS, "jax", "ort", "paddle"} <= agreeing("convolution", "strided", "keras_tensorflow")
    others = [row for row, columns in elsewhere.rows("convolution").items() if isinstance(columns["dilated"], list)]
    assert set(others) - like_torch("convolution", "dilated") == {"paddle"}
    assert {"opencv", "scipy_ndimage", "numpy_correlate"} <= agreeing("convolution", "even", "opencv")


def test_what_is_said_of_transposed_convolution():
    keras, torchs = (numbers("transposed", row, "odd") for row in ("keras_tensorflow", "torch"))
    assert torchs[:-1] == keras[1:]
    assert len(torchs) == len(keras)
    assert "jax" not in agreeing("transposed", "plain", "torch")
    assert "jax_turned" in agreeing("transposed", "odd", "keras_tensorflow")


def test_what_is_said_of_average_pooling():
    assert like_torch("average", "same") == {"torch", "ours", "flax", "mlx"}
    assert {"keras_tensorflow", "keras_jax", "paddle", "ort"} <= agreeing("average", "strided", "keras_tensorflow")
    assert "keras_torch" not in agreeing("average", "strided", "keras_tensorflow")
    assert {"flax", "ort", "onnx", "openvino"} == agreeing("average", "default", "flax")


def test_what_is_said_of_max_pooling():
    lose = {row for row, columns in elsewhere.rows("maximum").items() if "nan" not in columns["nan"]}
    assert lose == {"keras_tensorflow", "paddle", "openvino", "ort"}
    assert agreeing("maximum", "outside", "paddle") == {"paddle", "openvino"}
    assert numbers("maximum", "skimage", "hanging")[-1] == 0
    assert like_torch("winner", "ties") == set(elsewhere.rows("winner"))
    assert numbers("winner", "torch", "nans") == [2]


def test_what_is_said_of_norms():
    assert agreeing("norm", "one", "torch") == {"torch", "ours", "paddle"}
    assert numbers("norm", "torch", "one")[0] < 0
    assert numbers("norm", "torch", "negative") == ["nan"]
    assert agreeing("norm", "ceil", "ort") == {"ort", "paddle"}


def test_the_three_meanings_of_area():
    assert agreeing("area", "uneven", "torch") == {"torch", "ours", "paddle", *KERAS}
    assert agreeing("area", "uneven", "opencv") == {"opencv", "tf", "skimage"}
    assert agreeing("area", "uneven", "pillow") == {"pillow"}
    assert like_torch("area", "even") == set(elsewhere.rows("area"))


def test_the_rules_of_nearest():
    assert {*KERAS, "jax", "skimage"} <= agreeing("nearest", "up", "torch-exact")
    assert {"ort", "onnx", "openvino"} <= agreeing("nearest", "seventh", "torch-exact") & agreeing(
        "nearest", "up", "torch"
    )
    assert {"pillow", "opencv_exact"} <= agreeing("nearest", "few", "pillow") & agreeing("nearest", "up", "pillow")
    assert sum(numbers("nearest", "pillow", "few")) < sum(numbers("nearest", "torch-exact", "few"))
    assert numbers("nearest", "torch", "float32") != numbers("nearest", "opencv", "float32")
    asked = np.array(numbers("nearest", "ort_exported", "seventh"))
    assert (asked != numbers("nearest", "torch", "seventh")).sum() >= 3


def test_what_is_said_of_linear_and_cubic(prose):
    assert {"pillow", "jax", "torch-antialiased"} == agreeing("linear", "down", "pillow")
    assert "scipy_ndimage" in agreeing("linear", "up", "torch-aligned")
    assert "tf1" not in like_torch("linear", "up")
    assert "skimage_edge" in like_torch("linear", "down")
    assert "skimage" not in like_torch("linear", "down") | like_torch("linear", "up")
    assert {"torch", "opencv", "ort", "onnx", "mlx", "paddle", "keras_torch"} <= like_torch("cubic", "up")
    half = agreeing("cubic", "up", "pillow")
    assert {"pillow", "jax", "jax_sharp", "tf", "keras_tensorflow", "keras_jax", "torch-antialiased"} == half
    assert not {"scipy_ndimage", "scipy_grid", "skimage", "skimage_edge"} & (half | like_torch("cubic", "up"))
    prose.says("is \N{MINUS SIGN}0.75 in PyTorch, OpenCV, ONNX and MLX, and \N{MINUS SIGN}0.5 in Pillow")


def test_the_words_for_padding():
    kind = "mirrored at the edge, which is not repeated"
    found = elsewhere.words()
    assert all("reflect" in found[row][kind] for row in ("torch", "ours", "numpy", "jax"))
    assert "reflect" not in found["scipy_ndimage"][kind]
    assert "symmetric" in found["keras_torch"]["the edge, repeated"]


def test_what_is_said_of_channels_and_whole_numbers():
    assert like_torch("depth", "one") == set(elsewhere.rows("depth"))
    assert like_torch("depth", "two") == {"torch", "ours", "paddle"}
    assert numbers("whole", "torch", "sum") == numbers("whole", "scipy_ndimage", "sum") == [600 % 256]
    assert numbers("whole", "opencv", "sum") == [255]
    assert sum(numbers("whole", "ort", "linear")) < sum(numbers("whole", "torch", "linear"))


def test_what_is_said_of_exported_models(site):
    layers = elsewhere.exports()["layers"]
    other = {
        call.partition("(")[0] + ("(nearest)" if "nearest" in call else "")
        for call, sides in layers.items()
        if isinstance(sides["exported"], list) and not elsewhere.alike(sides["exported"], sides["torch"])
    }
    assert other == {"nn.AvgPool2d", "nn.MaxPool2d", "nn.Upsample(nearest)", "nn.AdaptiveAvgPool2d"}
    same = sum(elsewhere.alike(sides["exported"], sides["torch"]) for sides in layers.values())
    assert same > len(layers) / 2
    assert re.sub(r"\s", "", elsewhere.exported().data) in re.sub(r"\s", "", article(site, PAGE))


def test_the_ported_layers_give_keras_numbers(prose):
    for table, column in (("convolution", "strided"), ("average", "strided"), ("transposed", "odd")):
        prose.says(str([float(value) for value in numbers(table, "keras_tensorflow", column)]))


def test_every_finding_stands_under_a_chapter(site):
    scripts = {path.stem for path in (ROOT / "findings").glob("*.sh")}
    assert scripts == set(elsewhere.findings()) == set(sum(elsewhere.CHAPTERS.values(), ()))
    assert all(len(cells) == 4 for cells in elsewhere.findings().values())
    assert all((BOOK / f"{page}.md").exists() for page in elsewhere.CHAPTERS)
    assert re.sub(r"\s", "", elsewhere.findings_table().data) in re.sub(r"\s", "", article(site, PAGE))
