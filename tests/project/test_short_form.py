"""`make test` leaves out what takes long, and over the days nothing that has only a share."""

import pytest

from tests.conftest import shortened

pytest_plugins = ["pytester"]

SUITE = """
    import pytest

    @pytest.mark.share(3)
    @pytest.mark.parametrize("size", range(7))
    def test_of_many(size): pass

    @pytest.mark.share(3)
    @pytest.mark.parametrize("size", range(2))
    def test_of_two(size): pass

    @pytest.fixture(scope="module", params=range(3))
    def made(request): pass

    @pytest.mark.share(3)
    def test_of_what_was_made(made): pass

    @pytest.mark.share(3)
    def test_of_the_same(made): pass

    @pytest.mark.long
    def test_long(): pass

    @pytest.mark.turn(2)
    def test_in_turn_a(): pass

    @pytest.mark.turn(2)
    def test_in_turn_b(): pass

    @pytest.mark.turn(2, 1)
    @pytest.mark.parametrize("size", range(2))
    def test_of_a_group(size): pass

    @pytest.mark.turn(2, 1)
    def test_of_the_group_too(): pass

    @pytest.mark.turn(3)
    @pytest.mark.share(6)
    @pytest.mark.parametrize("size", range(12))
    def test_rarely(size): pass

    @pytest.mark.parametrize("size", range(2))
    def test_plain(size): pass
"""


@pytest.fixture
def names(pytester):
    pytester.makeini("[pytest]\nmarkers =\n    share(n): some\n    long: none\n    turn(n, which): some")
    items = pytester.getitems(SUITE)
    return lambda day: {item.name for item in shortened(items, day)}


def test_every_day_has_its_share_and_all_that_is_not_marked(names):
    for day in range(6):
        assert sum("of_many" in name for name in names(day)) in {2, 3}
        assert sum("of_two" in name for name in names(day)) == 1
        assert {f"test_of_what_was_made[{day % 3}]", f"test_of_the_same[{day % 3}]"} <= names(day)
        assert sum("made" in name or "same" in name for name in names(day)) == 2
        assert {"test_plain[0]", "test_plain[1]"} <= names(day)
        assert "test_long" not in names(day)


def test_in_as_many_days_as_there_are_shares_all_are_tried(names):
    tried = names(739_000) | names(739_001) | names(739_002)
    assert len(tried) == 7 + 2 + 3 + 3 + 2 + 5 + 2


def test_of_what_is_tried_in_turn_every_share_has_its_day(names):
    days = [[name for name in names(day) if "rarely" in name] for day in range(739_000, 739_018)]
    assert sorted(map(len, days)) == [0] * 12 + [2] * 6
    assert len(set().union(*days)) == 12


def test_what_has_a_day_of_its_own_is_tried_then_and_no_day_has_all(names):
    even, odd = ({name for name in names(day) if "in_turn" in name or "group" in name} for day in (10, 11))
    assert {"test_of_a_group[0]", "test_of_a_group[1]", "test_of_the_group_too"} < odd
    assert (len(even), len(odd)) == (1, 4)
    assert not even & odd
