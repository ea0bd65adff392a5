"""torch's OpInfo: what torch tests every function with, in several kinds of number; and arguments that it refuses."""

from collections.abc import Iterator

import torch

import solutions

from .comparing import Tally
from .torchs import op_db

EXACT_KINDS = (torch.float32, torch.float64)
OTHER_KINDS = (torch.float16, torch.int64, torch.uint8, torch.bool, torch.complex64)


def covered() -> Iterator[tuple[str, object]]:
    """The functions that `solutions` has, with torch's description of each."""
    for info in op_db:
        name = info.name.removeprefix("nn.functional.")
        if name in solutions.__all__:
            yield name, info


def samples(share: int = 1) -> Tally:
    """Try every sample: as it is, and in the kinds that every operation has, also with holes in its memory."""
    tally = Tally("OpInfo samples", share)
    kinds = EXACT_KINDS + OTHER_KINDS if share == 1 else EXACT_KINDS[:1]  # to make samples takes most of the time
    for name, info in covered():
        for kind in info.supported_dtypes("cpu").intersection(kinds):
            for sample in info.reference_inputs("cpu", kind):
                _compare(tally, name, sample)
                if kind in EXACT_KINDS:
                    _compare(tally, name, sample, holes=True)
    return tally


def errors(share: int = 1) -> Tally:
    """Try every call that torch means to refuse."""
    tally = Tally("OpInfo errors", share)
    for name, info in covered():
        for faulty in info.error_inputs("cpu") if info.error_inputs_func else ():
            _compare(tally, name, faulty.sample_input)
    return tally


def _compare(tally, name, sample, holes=False):
    if tally.chosen():
        sample = sample.noncontiguous() if holes else sample
        tally.compare(name, getattr(torch.nn.functional, name), (sample.input, *sample.args), sample.kwargs)
