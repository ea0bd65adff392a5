"""What a notebook asks for and grading does not have is said in one line, and only that."""

import pytest

from autograder.learner.not_when_graded import not_when_graded
from tests.learner._chapter import code


def line(*sources, beside=()):
    return not_when_graded({"cells": [code(source) for source in sources]}, beside)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import torch", "torch"),
        ("from scipy.signal import correlate", "scipy"),
        ("from tqdm.notebook import tqdm", "tqdm"),
        ("from google.colab import drive", "google.colab"),
        ("%pip install tqdm\nimport tqdm", "tqdm"),
        ("def f(x):\n    import pandas as pd", "pandas"),
        ("import helpers_of_mine", "helpers_of_mine"),
        ("try:\n    import cv2\nexcept ValueError:\n    pass", "cv2"),
        ("%load_ext jupyter_black", "%load_ext jupyter_black"),
        ("%%memit\nx = 1", "%memit"),
        ("x = 1\n%lprun -f f f(1)", "%lprun"),
        ("import numpy, cv2, skimage\nimport cv2", "cv2, skimage"),
        (";".join(f"import m{number}" for number in range(9)), "m0, m1, m2, m3, m4, m5, ..."),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(source, named):
    said = line("import numpy as np", source)
    assert said.startswith(f"Where notebooks are graded there is no {named}: a line that needs it fails there")
    assert "except ImportError: pass" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "source",
    [
        "import os, math\nfrom collections import abc\nimport matplotlib.pyplot as plt\nfrom PIL import Image",
        "from IPython.display import display\nfrom mpl_toolkits.mplot3d import axes3d\nfrom autograder import check",
        "try:\n    from tqdm import tqdm\nexcept ImportError:\n    tqdm = list",
        "try:\n    import google.colab\nexcept:\n    pass",
        "import contextlib, sys\nwith contextlib.suppress(ImportError):\n    import pandas",
        "import sys\nif 'google.colab' in sys.modules:\n    from google.colab import drive",
        "%matplotlib widget\n%time x = 1\n%%timeit\n!pip install tqdm\n%cd .\n%load_ext autoreload\n%autoreload 2",
        "text = '''\n%lprun\n'''\nx = (7\n%text)",
        "# import torch\ntext = 'import torch'",
        "import torch !",
        "from . import helper",
    ],
)
def test_what_grading_has_or_the_notebook_can_do_without_is_not(source):
    assert line(source) == ""


def test_a_module_that_is_handed_out_with_the_notebook_is_there():
    assert line("import shown", beside=["shown"]) == ""
