"""The recorded oracle: what torch said of the visible cases when the course was built.

With it `check` needs no torch, and does not wait for it to be imported. An entry is found by the digest of all it
depends on (the chapter's file, the exercise, the arguments), so one that is out of date is not found.
"""

import functools
import hashlib
import inspect
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..bank.exercise import Case, Exercise
from ..language import noted

FILE = Path(__file__).with_name("recorded.npz")
_SOURCE = "source"
_PARAMETERS = "parameters"
_ARRAY = "an array"  # within a tuple or dict


def key(exercise: Exercise, case: Case) -> str:
    """The digest of everything that the answer to `case` depends on."""
    digest = hashlib.sha256(_chapter_source(exercise.torch.__module__).encode())
    digest.update(exercise.id.encode())
    _feed(digest, case.args)
    return digest.hexdigest()


def record(
    answers: Iterable[tuple[Exercise, Case, Any]], source: str, parameters: Mapping[str, str], path: Path = FILE
) -> int:
    """Write down what `source` (torch and its version) answered. Returns how many answers there are.

    `parameters` are those of each exercise's function, by the exercise's id: `x, weight, bias=None`.
    """
    entries: dict[str, Any] = {key(exercise, case): _to_array(answer) for exercise, case, answer in answers}
    about = {_SOURCE: np.array(source), _PARAMETERS: np.array(json.dumps(dict(parameters)))}
    np.savez_compressed(path, **(entries | about))
    return len(entries)


def look_up(exercise: Exercise, case: Case) -> tuple[Any, str] | None:
    """Look up what was recorded for `case`, and who had said it; None where nothing was."""
    entries = _entries(FILE)
    found = entries.get(key(exercise, case)) if entries else None
    return None if found is None else (_from_array(found), noted("{source}, recorded", source=str(entries[_SOURCE])))


def parameters(exercise: Exercise) -> str | None:
    """The parameters of the exercise's function, as recorded: `x, weight, bias=None`; None where nothing was."""
    return _parameters(FILE).get(exercise.id)


@functools.cache
def _entries(path: Path) -> dict[str, np.ndarray]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


@functools.cache
def _parameters(path: Path) -> dict[str, str]:
    entries = _entries(path)
    return json.loads(str(entries[_PARAMETERS])) if _PARAMETERS in entries else {}


@functools.cache
def _chapter_source(module: str) -> str:
    return inspect.getsource(sys.modules[module])


def _feed(digest: Any, value: Any) -> None:
    if isinstance(value, np.ndarray):
        digest.update(f"{value.dtype.str}{value.shape}".encode() + value.tobytes())
    elif isinstance(value, dict):
        for name in sorted(value):
            digest.update(name.encode())
            _feed(digest, value[name])
    elif isinstance(value, (tuple, list)):
        digest.update(f"{type(value).__name__}{len(value)}".encode())
        for item in value:
            _feed(digest, item)
    else:
        digest.update(repr(value).encode())


def _to_array(answer: Any) -> np.ndarray:
    # numbers, tuples and dicts travel as JSON text: an array would turn tuples and ints into something else
    return answer if isinstance(answer, np.ndarray) else np.array(json.dumps(answer, default=_spelled))


def _spelled(array: np.ndarray) -> dict[str, Any]:
    return {_ARRAY: array.tolist(), "dtype": array.dtype.str}


def _from_array(array: np.ndarray) -> Any:
    return json.loads(str(array), object_hook=_read_array) if array.dtype.kind == "U" else array


def _read_array(entry: dict[str, Any]) -> Any:
    return np.array(entry[_ARRAY], entry["dtype"]) if _ARRAY in entry else entry
