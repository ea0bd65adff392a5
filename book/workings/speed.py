"""The numbers by which speed is graded, for the page on the autograder."""

from autograder.judging import race


def speed_rounds() -> dict[str, str]:
    """Name the rounds that there are at least and at most, how near counts as reached, and what is lost in noise."""
    return {
        "fewest_rounds": str(race.FEWEST_ROUNDS),
        "fewest_if_hopeless": str(race.FEWEST_IF_HOPELESS),
        "most_rounds": str(race.MOST_ROUNDS),
        "sure": f"{100 * (race.SURE - 1):.0f}",
        "floor": f"{100 * race.FLOOR:.0f}",
        "wait": f"{1000 * race.WAIT:.0f}",
    }
