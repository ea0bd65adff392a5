"""What a cell prints is kept in order, and in bounded space however much it is."""

import tracemalloc

from autograder.runner.outputs import MAX_OUTPUTS, Outputs


def kinds(outputs):
    return [item.get("name", item["output_type"]) for item in outputs.finish()]


def test_order_is_kept_and_neighbours_of_one_stream_are_joined():
    outputs = Outputs(100, 100)
    for stream, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]:
        outputs.write(stream, text)
    outputs.show("display_data", {"text/plain": "e"})
    outputs.error("ValueError", "bad", ["f"])
    assert kinds(outputs) == ["stdout", "stderr", "stdout", "display_data", "error"]
    assert [item["text"] for item in outputs.finish()[:3]] == ["ab", "c", "d"]


def test_text_is_cut_and_says_so():
    outputs = Outputs(10, 100)
    outputs.write("stdout", "0123456789abc")
    outputs.write("stderr", "more")
    first, last = outputs.finish()
    assert first["text"] == "0123456789"
    assert "output cut after 10 characters" in last["text"]


def test_printing_for_ever_takes_no_memory():
    outputs = Outputs(1000, 100)
    tracemalloc.start()
    for _ in range(100_000):
        outputs.write("stdout", "x" * 100)
        outputs.write("stderr", "x" * 100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


def test_pictures_are_counted_and_the_words_beside_them_stay():
    outputs = Outputs(100, 1000)
    for _ in range(3):
        outputs.show("display_data", {"text/plain": "Figure", "image/png": "x" * 600})
    first, second, third, last = outputs.finish()
    assert "image/png" in first["data"]
    assert second["data"] == third["data"] == {"text/plain": "Figure"}
    assert "pictures" in last["text"]


def test_raw_pictures_become_text():
    outputs = Outputs(100, 1000)
    outputs.show("display_data", {"image/png": b"\x89PNG"})
    assert outputs.finish()[0]["data"] == {"image/png": "iVBORw=="}


def test_outputs_are_counted_and_an_error_is_never_lost():
    outputs = Outputs(10**6, 100)
    for _ in range(2 * MAX_OUTPUTS):
        outputs.show("display_data", {"text/plain": "x"})
    outputs.error("ValueError", "bad", ["f"])
    assert len(outputs.finish()) == MAX_OUTPUTS + 1  # and the line that says so
    assert "error" in kinds(outputs)


def test_clearing_buys_no_space():
    outputs = Outputs(10, 100)
    for _ in range(3):
        outputs.write("stdout", "01234")
        outputs.clear()
    assert "output cut" in outputs.finish()[-1]["text"]
