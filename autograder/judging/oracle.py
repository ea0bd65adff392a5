"""The oracle: what a case should give. The one place that knows torch and the reference module, when first asked."""

import functools
import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from ..bank.exercise import Case, Exercise
from ..language import gettext as _
from ..language import noted
from ..runner.values import Function, plain
from . import recorded
from .compare import difference
from .static_analysis.parameters import Parameters, of_function, of_text


class CourseFault(RuntimeError):
    """The course itself is wrong, or not whole: never the learner's loss."""


class NobodyToAsk(CourseFault):
    """Nothing fitting was recorded, and neither PyTorch nor the reference module is installed."""


@functools.cache
def torch() -> ModuleType | None:
    """torch, or None where it is not installed."""
    try:
        return importlib.import_module("torch")
    except ImportError:
        return None


def expected(exercise: Exercise, case: Case) -> tuple[Any, str]:
    """Return what `exercise` should give for `case`, and who says so.

    For a visible case the recorded answer is as good as asking: it needs no torch, and no second to import it.
    Otherwise torch is asked, and the reference module must agree. Without torch the reference module answers alone.

    Raises
    ------
    CourseFault
        If torch and the reference module disagree.
    NobodyToAsk
        If neither can be asked.
    """
    found = None if case.hidden else recorded.look_up(exercise, case)
    return found or ask(exercise, case)


def ask(exercise: Exercise, case: Case) -> tuple[Any, str]:
    """`expected`, but nothing recorded counts."""
    reference, module = _reference(exercise), torch()
    if module is None:
        if reference is None:
            raise NobodyToAsk(_("neither torch nor the course's reference module is installed: `pip install torch`"))
        return plain(reference(*case.args)), noted("the course's reference module")
    wanted = _ask_torch(module, exercise, case)
    if reference is not None:
        dispute = difference(wanted, plain(reference(*case.args)), exercise.terms(*case.args))
        if dispute:
            raise CourseFault(_("torch and the reference module disagree: {difference}", difference=dispute.message))
    return wanted, source_name()


def parameters(exercise: Exercise) -> Parameters:
    """The parameters that `exercise` asks for: as recorded, else as the reference module has them, else none."""
    text = recorded.parameters(exercise)
    return of_text(text) if text is not None else reference_parameters(exercise) or Parameters()


def reference_parameters(exercise: Exercise) -> Parameters | None:
    """`parameters`, but nothing recorded counts."""
    reference = _reference(exercise)
    return None if reference is None else of_function(reference)


def can_be_asked() -> bool:
    """Whether there is somebody to ask about a case that nothing was recorded for."""
    return bool(importlib.util.find_spec("torch") or importlib.util.find_spec("solutions"))


def source_name() -> str:
    """torch with its version."""
    module = torch()
    return f"torch {module.__version__}" if module else ""


def _reference(exercise: Exercise) -> Any:
    try:
        chapter = importlib.import_module("solutions." + exercise.chapter.replace("-", "_"))
    except ImportError:
        return None
    return getattr(chapter, exercise.name)


def reference_folder() -> Path | None:
    """The folder of the reference module; None where it is not there."""
    spec = importlib.util.find_spec("solutions")
    return Path(spec.origin).parent if spec and spec.origin else None


def honest_answers(exercise: Exercise) -> dict[str, Function]:
    """The reference's answer and those in other styles, by a name; none where the reference module is not there."""
    reference = _reference(exercise)
    if reference is None:
        return {}
    try:
        styles = importlib.import_module("solutions.styles." + exercise.chapter.replace("-", "_")).STYLES
    except ModuleNotFoundError:
        styles = {}  # an instructor's own chapter need not have any
    of_this = styles.get(exercise.name, ())
    others = {f"honest style {n}: {style.__name__}": style for n, style in enumerate(of_this, start=1)}
    return {"the reference": reference, **others}


def _ask_torch(module: ModuleType, exercise: Exercise, case: Case) -> Any:
    def tensors(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: tensors(item) for key, item in value.items()}
        # float64: the oracle's own rounding must not count against anyone
        return module.from_numpy(value.astype(np.float64)) if isinstance(value, np.ndarray) else value

    with module.no_grad():
        result = exercise.torch(module, *map(tensors, case.args))

    def arrays(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: arrays(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(map(arrays, value))
        return value.detach().numpy() if isinstance(value, module.Tensor) else value

    return arrays(result)
