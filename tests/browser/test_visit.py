"""What the tests of this folder rely on: a visit and axe notice what is wrong with a page, and outside is outside."""

import pytest

from tests.browser._accessibility import complaints, complaints_of_colours
from tests.browser._visit import visiting

ELSEWHERE = "https://example.org/x.png"
WRONG = f"""<!DOCTYPE html><html lang="en"><title>Wrong</title><body>
<img alt="elsewhere" src="{ELSEWHERE}"><img alt="nowhere" src="_static/nowhere.png">
<script>undefined.x</script></body></html>"""
PALE = """<!DOCTYPE html><html lang="en"><title>Pale</title><style>
    :root { color-scheme: light dark; background: light-dark(white, black) }
    .k { color: light-dark(black, #333) }
</style><body><main><h1>Pale</h1><pre>
<span>def</span> <span class="k">if</span> <span class="k">else</span> <span class="k">for</span></pre>
<div id="host"></div></main><script>
    document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = "<p style='color: #aaa'>in</p>"
</script></body></html>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "wrong.html").write_text(WRONG)
    (tmp_path / "pale.html").write_text(PALE)
    return f"{tmp_path.as_uri()}/"


def test_what_is_asked_of_another_server_is_noted_and_not_given(browser, folder):
    with visiting(browser, folder, "wrong.html") as visit:
        assert visit.outside == [ELSEWHERE]
        assert [error for error in visit.errors if "ERR_NAME_NOT_RESOLVED" in error]
        assert visit.page.evaluate("document.images[0].naturalWidth") == 0


def test_what_a_page_forbids_itself_is_asked_of_nobody(browser, tmp_path):
    policy = """<meta http-equiv="Content-Security-Policy" content="img-src data:">"""
    (tmp_path / "careful.html").write_text(policy + WRONG)
    with visiting(browser, f"{tmp_path.as_uri()}/", "careful.html") as visit:
        assert visit.outside == []


def test_what_goes_wrong_on_a_page_is_noted(browser, address, folder):
    with visiting(browser, folder, "wrong.html") as visit:
        assert [error for error in visit.errors if "undefined" in error]
    with visiting(browser, address, "nowhere.html") as visit:
        assert visit.failed == [f"{address}nowhere.html"]


def test_a_page_in_light_and_in_dark_is_accessible_or_not(browser, folder):
    with visiting(browser, folder, "pale.html") as visit:
        inside = {("color-contrast", "#host p")}
        assert {complaint[:2] for complaint in complaints(visit.page, "main")} == inside
        visit.page.emulate_media(color_scheme="dark")
        # Of the words in the same pale colour the first and the last.
        found = {place for _, place, _ in complaints_of_colours(visit.page, "main")}
        assert found == {".k:nth-child(2)", ".k:nth-child(4)"}
        visit.page.evaluate("document.querySelector('h1').innerHTML += '<img src=data:,>'")
        assert "image-alt" in {rule for rule, *_ in complaints(visit.page)}
