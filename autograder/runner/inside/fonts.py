"""Matplotlib's list of fonts, kept: to make it anew takes every fork server a quarter of a second."""

import os
from pathlib import Path

# What to run, once, in a sandbox that has made the list: it prints the version, and on the next line the list.
ASK = """\
from pathlib import Path
from matplotlib import font_manager
font_manager.json_dump(font_manager.fontManager, "fonts.json")
print(font_manager.FontManager.__version__)
print(Path("fonts.json").read_text())"""


def place(printed: str) -> None:
    """Put the list where Matplotlib looks for it, when it is next imported by this process.

    Parameters
    ----------
    printed : str
        What `ASK` has printed, in a sandbox of the same packages.
    """
    version, _, fonts = printed.partition("\n")
    folder = Path(os.environ["MPLCONFIGDIR"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"fontlist-v{version}.json").write_text(fonts)
