"""Recorders that stand in the place of functions of NumPy which are no answer to an exercise, and note who calls them.

What they note is a hint for a person and no verdict: code in the sandbox can undo them.
"""

import contextlib
import functools
import inspect
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

_SITE = os.path.dirname(os.path.dirname(np.__file__))
_LIBRARIES = (_SITE + os.sep, os.path.dirname(os.__file__) + os.sep, "<frozen ")
_MAX_FRAMES = 100  # that are looked at for one call


class Recorders:
    """Put a recorder in the place of each of these functions, wherever NumPy has it.

    Parameters
    ----------
    names : iterable of str
        Dotted names: of functions, of methods, and of modules for all the functions that they define. What is not
        there is left out.

    Notes
    -----
    They stand there from the start, because a cell may keep a function for later, and record during a call only.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._called: set[str] | None = None
        self._watched: dict[int, str] = {}  # by the ids of code objects, which `_kept` keeps alive
        self._kept: list[object] = []
        self._recorders_code: types.CodeType | None = None  # the same of all of them
        stand_ins: dict[int, Callable[..., Any]] = {}
        for name in names:
            holder, attribute, original = _find(name)
            for function in _functions_of(original):
                if id(function) not in stand_ins:
                    stand_ins[id(function)] = self._recorder(name, function)
            if isinstance(holder, type) and id(original) in stand_ins:
                with contextlib.suppress(TypeError):  # a class that is written in C stays as it is
                    setattr(holder, attribute, stand_ins[id(original)])
        for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "numpy"]:
            names_there = vars(module) if isinstance(module, types.ModuleType) else {}
            for attribute, value in list(names_there.items()):
                if id(value) in stand_ins:
                    names_there[attribute] = stand_ins[id(value)]

    @contextlib.contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Give the set into which the names go that the notebook's own code calls in this block."""
        called: set[str] = set()
        self._called = called
        try:
            yield called
        finally:
            self._called = None

    def _recorder(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def recorder(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True  # IPython leaves such a frame out
            if self._called is not None and self._is_called_by_the_notebook(sys._getframe(1), original.__name__):
                self._called.add(name)
            return original(*args, **kwargs)

        code = getattr(inspect.unwrap(original), "__code__", None)
        if code is not None:
            self._watched[id(code)] = original.__name__
        self._recorders_code = recorder.__code__
        self._kept += [original, code]
        functools.update_wrapper(recorder, original)
        del recorder.__wrapped__  # type: ignore[attr-defined]  # it would be the way round
        with contextlib.suppress(ValueError, TypeError):
            recorder.__signature__ = inspect.signature(original)  # type: ignore[attr-defined]
        return recorder

    def _is_called_by_the_notebook(self, frame: types.FrameType | None, name: str) -> bool:
        """Tell whether the function `name` is called for the notebook, and not for a library's own purposes.

        A library that was handed the function, as `np.apply_along_axis` is, does not name it; one that needs it does.
        """
        for _ in range(_MAX_FRAMES):
            if frame is None:
                return True
            code = frame.f_code
            if code is self._recorders_code:
                return False  # that one has noted it, or knows better
            if id(code) in self._watched:
                name = self._watched[id(code)]
            elif not code.co_filename.startswith(_LIBRARIES):
                return True
            elif name in code.co_names:
                return False
            frame = frame.f_back
        return False


def _find(name: str) -> tuple[object, str, object]:
    """Look up a dotted name; return what holds its last part, that part, and the thing: None if it is not there."""
    holder: object = None
    thing: object = sys.modules.get(name.partition(".")[0])
    for attribute in name.split(".")[1:]:
        holder, thing = thing, getattr(thing, attribute, None)
    return holder, name.rpartition(".")[2], thing


def _functions_of(thing: object) -> list[Callable[..., Any]]:
    if not isinstance(thing, types.ModuleType):
        return [thing] if inspect.isroutine(thing) else []  # no ufunc, which has methods of its own
    own = [value for value in vars(thing).values() if isinstance(value, types.FunctionType)]
    return [function for function in own if function.__module__ == thing.__name__]
