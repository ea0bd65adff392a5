"""The numbers by which speed is graded, for the page on the autograder."""

from autograder.judging.speed import points


def speed_rounds() -> dict[str, str]:
    """Name the rounds that there are at least and at most, how near counts as reached, and what is lost in noise."""
    return {
        "fewest_rounds": str(points.FEWEST_ROUNDS),
        "fewest_if_hopeless": str(points.FEWEST_IF_HOPELESS),
        "most_rounds": str(points.MOST_ROUNDS),
        "sure": f"{100 * (points.SURE - 1):.0f}",
        "floor": f"{100 * points.FLOOR:.0f}",
        "wait": f"{1000 * points.WAIT:.0f}",
    }
