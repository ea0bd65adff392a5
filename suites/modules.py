"""torch's tests of its layers: each call that a layer makes of a function that `solutions` has is made by ours too."""

import contextlib
import functools
from collections.abc import Iterator
from unittest import mock

import torch

import solutions

from .comparing import Tally, torchs_outcome
from .torchs import get_new_module_tests, module_db, module_tests

LAYERS = ("Conv", "Pool", "Pad", "Upsample", "Pixel", "interpolate")  # in the names of what is ours to test


def described_layers(share: int = 1) -> Tally:
    """Try torch's ModuleInfo: layers with several inputs, and with inputs that they refuse."""
    tally = Tally("ModuleInfo", share)
    with overheard(tally):
        for info in module_db:
            if not ours(info.module_cls.__name__):
                continue
            for kind in (torch.float32, torch.float64):
                options = {"device": "cpu", "dtype": kind, "requires_grad": False, "training": False}
                for given in info.module_inputs_func(info, **options):
                    called(info.module_cls, given)
                for faulty in info.module_error_inputs_func(info, **options) if info.module_error_inputs_func else ():
                    called(info.module_cls, faulty.module_error_input)
    return tally


def older_tests(share: int = 1) -> Tally:
    """Try the older list of layers, with one input each."""
    tally = Tally("common_nn", share)
    with overheard(tally):
        for test in [*module_tests, *get_new_module_tests()]:  # made here, so that they hold the functions overheard
            name = test.get("fullname") or test["module_name"]
            if not ours(name):
                continue
            constructor = test.get("constructor") or getattr(torch.nn, name)
            layer = constructor(*test.get("constructor_args", ()))
            for kind in (torch.float32, torch.float64):
                shape = test.get("input_size")
                data = torch.randn(shape) if shape else test["input_fn"]()
                if data.is_floating_point() and not any(value.is_complex() for value in layer.parameters()):
                    layer.to(kind)(data.to(kind))
    return tally


def ours(name: str) -> bool:
    """Whether a layer of this name may call a function of ours."""
    return any(part in name for part in LAYERS) and "Embedding" not in name and "Fractional" not in name


def called(layer: type, given) -> None:
    """Make a layer and call it, if it is not one that torch refuses."""
    with contextlib.suppress(RuntimeError, ValueError, TypeError):  # counted where the function was called
        made = layer(*given.constructor_input.args, **given.constructor_input.kwargs)
        if given.forward_input is not None:
            made(*given.forward_input.args, **given.forward_input.kwargs)


@contextlib.contextmanager
def overheard(tally: Tally) -> Iterator[None]:
    """Put in the place of torch's functions some that compare them with ours."""
    with contextlib.ExitStack() as stack:
        for name in filter(functools.partial(hasattr, torch.nn.functional), solutions.__all__):
            torchs = getattr(torch.nn.functional, name)
            stack.enter_context(mock.patch.object(torch.nn.functional, name, _comparing(tally, name, torchs)))
        yield


def _comparing(tally, name, torchs):
    @functools.wraps(torchs)
    def compared(*arguments, **options):
        if tally.chosen():
            outcome = tally.compare(name, torchs, arguments, options)
        else:
            outcome = torchs_outcome(torchs, arguments, options)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return compared
