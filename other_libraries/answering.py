"""Ask a library all the questions, and write down what it answers."""

import json
import math
import sys
import warnings

from .grids import GRIDS
from .questions import EXTENSIONS, TABLES

DIGITS = 5  # that all machines agree on, in float32


def answers(library) -> dict:
    """What one library answers: for every table that it has the operation of, a list of numbers for every column.

    Parameters
    ----------
    library : object
        Its functions are named like the operations of the tables and of the grids. `extend(x, before, after, word)`
        pads in the way of `word`, one of its `WORDS`.
    """
    tables = {
        table.name: {key: answer(library, table.operation, column.arguments) for key, column in table.columns.items()}
        for table in TABLES
        if hasattr(library, table.operation)
    }
    words = {word: behaviour(library, word) for word in getattr(library, "WORDS", [])}
    grids = {
        name: [answer(library, name, arguments) for arguments in grid()]
        for name, grid in GRIDS.items()
        if hasattr(library, name)
    }
    return {"tables": tables, "words": words, "grids": grids}


def answer(library, operation, arguments):
    """The numbers that come out of one call; None if it is not offered, or the kind of error."""
    given = dict(arguments)
    only = given.pop("only", slice(None))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = getattr(library, operation)(**given)
    except Exception as error:  # noqa: BLE001 (a refusal is an answer, whatever it is)
        return type(error).__name__
    if result is None:
        return None
    numbers = [rounded(float(value)) for value in flat(result)]
    return numbers[only] if isinstance(only, slice) else [numbers[only]]


def flat(result):
    """All numbers of an array or of nested lists, in reading order."""
    if hasattr(result, "ravel"):
        return result.ravel().tolist()
    return [number for item in result for number in (flat(item) if hasattr(item, "__len__") else [item])]


def rounded(value):
    """A number as JSON has it: few digits, whole where it is whole, and words where it is no number."""
    if not math.isfinite(value):
        return str(value)
    short = float(f"{value:.{DIGITS}g}")
    short = 0.0 if abs(short) < 2e-5 else short  # the rest of what cancels in float32
    return int(short) if abs(short) < 2**53 and short == int(short) else short


def behaviour(library, word):
    """What padding by this word does: one of `EXTENSIONS`, "something else", or the kind of error."""
    given = {"x": [1.0, 2, 3, 4], "before": 2, "after": 2, "word": word}
    found = answer(library, "extend", given)
    if not isinstance(found, list):
        return found
    names = [name for name, numbers in EXTENSIONS.items() if numbers == found]
    return names[0] if names else found


def report(**libraries) -> None:
    """Print the answers of each library, or of each way to call one: its versions first.

    `name=(title, versions, library)`: the title is what the book calls it.
    """
    found = {
        name: {"title": title, "versions": versions, **answers(library)}
        for name, (title, versions, library) in libraries.items()
    }
    json.dump(found, sys.stdout)
