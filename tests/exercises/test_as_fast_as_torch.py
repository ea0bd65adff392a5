"""What the notebook of chapter 10 says of its cases is so."""

import jupytext

from autograder.bank import find
from tests.book._building import ROOT

NOTEBOOK = ROOT / "exercises" / "10-as-fast-as-torch" / "as-fast-as-torch.md"


def test_what_is_said_of_the_memory_of_blocks():
    """All columns of the last case, and half of them."""
    text = " ".join("\n".join(cell.source for cell in jupytext.read(NOTEBOOK).cells).split())
    *others, large = find("as-fast-as-torch/conv2d_blocked").cases
    x, weight = large.args[:2]
    stops = [n - k + 1 for n, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    whole = 4 * weight[0].size * stops[0] * stops[1]
    assert f"in the last case, where all columns would take {whole / 1e6:.0f} MB, the memory" in text
    assert large.most_bytes == whole // 2
    assert all(case.most_bytes is None for case in others)
