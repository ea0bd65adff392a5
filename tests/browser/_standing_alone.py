"""What a page that stands by itself, outside the book, has to be: in both themes, on a desk and on a phone."""

from tests.browser._accessibility import complaints

SIZES = {"desk": {"width": 1300, "height": 900}, "phone": {"width": 360, "height": 740}}
VISITS = [(theme, size) for theme in ("light", "dark") for size in SIZES]


class StandsAlone:
    """Tests of a `visit` in a theme, for a module that has that fixture."""

    def test_axe_has_nothing_to_say(self, visit):
        assert complaints(visit.page) == []

    def test_nothing_is_asked_of_a_server_and_nothing_goes_wrong(self, visit):
        assert (visit.outside, visit.failed, visit.errors) == ([], [], [])

    def test_the_page_is_in_its_theme(self, visit):
        ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        light = sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) > 3 * 128
        assert light == (visit.theme == "light")

    def test_the_page_does_not_scroll_sideways(self, visit):
        assert visit.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
