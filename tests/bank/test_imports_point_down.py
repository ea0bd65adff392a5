"""Who imports whom in the bank: mistakes know the chapters, both know what an exercise is, and nothing points back."""

from docs.architecture import graph

# From the ground up: what an exercise is, the chapters, the mistakes, and the bank itself, which puts them together.
FOLDERS = ("autograder.bank.chapters", "autograder.bank.mistakes")


def height(module):
    if module == "autograder.bank":
        return len(FOLDERS) + 1
    places = [place for place, folder in enumerate(FOLDERS, 1) if module == folder or module.startswith(f"{folder}.")]
    return max(places, default=0)


def test_nothing_in_the_bank_points_up():
    ours = {name: targets for name, targets in graph().items() if name.startswith("autograder.bank")}
    assert {height(module) for module in ours} == {0, 1, 2, 3}
    edges = [(module, target) for module, targets in ours.items() for target in targets & ours.keys()]
    assert [(a, b) for a, b in edges if height(b) > height(a)] == []
