"""Show a figure that is known already by the picture that was drawn of it then.

Drawing takes most of a notebook's time, and a right answer draws what the reference's answer has drawn. So a runner may
be given the figures of the course's own notebook, and shows a figure of the same description by their picture. Pictures
earn no points: code that lies about its figures shows itself the right picture, and gains nothing by it.
"""

import copyreg
import hashlib
import io
import pickle
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from typing import Any

import matplotlib
import numpy as np
from IPython.core import pylabtools
from matplotlib.figure import Figure
from matplotlib.transforms import TransformNode
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .figures import Description, DrawnFigure

_MOST_NUMBERS = 5_000_000  # of one figure: more are not compared
_LIBRARIES = {"matplotlib", "mpl_toolkits", "numpy", "cycler", "builtins", "collections", "copyreg", "functools"}
LONGEST_WORDS = 300  # letters of what a picture carries
_NO_NUMBERS = {str, int, bool, type(None), tuple, list, dict}
_SMALL = {"pil_kwargs": {"optimize": True}}


def describe(figure: Figure, options: dict[str, Any]) -> Description | None:
    """Describe a figure, with the options and settings that it is drawn by; None where something in it is not known."""
    structure = io.BytesIO()
    pickler = _Pickler(structure)
    try:
        pickler.dump((figure, dict(dict.items(matplotlib.rcParams)), options))
        floats = np.array(pickler.floats, np.float64)
        numbers = [np.ravel(array).astype(np.float64) for array in pickler.arrays]
    except Exception:  # noqa: BLE001 (a learner's own object may be in it, and raise anything: then it is drawn)
        return None
    sizes = np.array([1] * floats.size + [array.size for array in numbers])
    return Description(hashlib.sha256(structure.getvalue()).hexdigest(), np.concatenate([floats, *numbers]), sizes)


def words_of(figure: Figure) -> str:
    """Say what a figure shows, by its titles, axes and legends: for those who hear the page that shows it."""
    words = [figure.get_suptitle()]
    for axes in figure.axes:
        sides = [f"{side}: {text}" for side, text in (("x", axes.get_xlabel()), ("y", axes.get_ylabel())) if text]
        legend = axes.get_legend()
        lines = [text.get_text() for text in legend.get_texts()] if legend else []
        words.append(", ".join(filter(None, [axes.get_title(), *sides, *lines])))
    return " ".join("; ".join(filter(None, words)).split())[:LONGEST_WORDS]


def in_few_colours(picture: str) -> str:
    """Make a PNG in base64 one of 256 colours, where that is smaller: the notebooks of a whole class will hold it."""
    image = Image.open(io.BytesIO(b64decode(picture)), formats=["PNG"])
    if "A" in image.getbands() and image.getchannel("A").getextrema() != (255, 255):
        return picture
    about = PngInfo()
    for key, text in image.info.items():
        if isinstance(text, str):
            about.add_text(str(key), text)
    file = io.BytesIO()
    dpi = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
    image.convert("RGB").quantize(256).save(file, "PNG", optimize=True, pnginfo=about, **dpi)
    return min(picture, b64encode(file.getvalue()).decode("ascii"), key=len)


class _Pickler(pickle.Pickler):
    """Writes the structure of a figure, in which a floating-point array is only its shape, and a float a place."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.floats: list[Any] = []
        self.arrays: list[Any] = []
        self._left = _MOST_NUMBERS

    def persistent_id(self, value: Any) -> tuple[int, ...] | None:
        """Take the numbers out: a shape stands for them."""
        if type(value) in _NO_NUMBERS:  # most of what is asked about
            return None
        if type(value) is float or isinstance(value, np.floating):
            self.floats.append(value)
            return ()
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.size:
            return None
        self._left -= value.size
        if self._left < 0:
            raise pickle.PicklingError("more numbers than are compared")
        self.arrays.append(np.ma.filled(value, np.nan))  # what is masked is drawn as what is no number
        shape: tuple[int, ...] = value.shape
        return shape

    def reducer_override(self, value: Any) -> Any:
        """Refuse what is not a library's own, and leave out the addresses that transforms keep."""
        home = getattr(value, "__module__", None) or type(value).__module__
        if str(home).partition(".")[0] not in _LIBRARIES:
            raise pickle.PicklingError(f"something of {home} may be anything")
        if isinstance(value, TransformNode):
            return copyreg.__newobj__, (type(value),), {**vars(value), "_parents": None}  # type: ignore[attr-defined]
        return NotImplemented


class Drawing:
    """A stand-in for IPython's `print_figure`, which shows known figures without drawing them.

    Parameters
    ----------
    known : iterable of DrawnFigure
        Figures that need not be drawn.
    """

    def __init__(self, known: Iterable[DrawnFigure] = ()) -> None:
        self._known: dict[str, list[DrawnFigure]] = {}
        self._drawn: list[DrawnFigure] | None = None  # not recorded
        self._draw: Callable[..., Any] = pylabtools.print_figure
        for figure in known:
            self._known.setdefault(figure.description.structure, []).append(figure)

    def install(self) -> None:
        """Put this in the place of IPython's `print_figure`, for every figure of this process."""
        pylabtools.print_figure = self._show  # type: ignore[assignment]

    def record(self) -> None:
        """Draw every figure from here on, small rather than fast, and keep it for `drawn`."""
        self._known, self._drawn = {}, []

    def drawn(self) -> list[DrawnFigure]:
        """Return the figures that were drawn since this was last asked, where they are recorded."""
        drawn = self._drawn or []
        if drawn:
            self._drawn = []
        return drawn

    def _show(self, figure: Figure, fmt: str = "png", *, base64: bool = False, **options: Any) -> Any:
        """Stand in for IPython's `print_figure`."""
        used = (self._known or self._drawn is not None) and fmt == "png" and base64
        description = describe(figure, {**options, "pil_kwargs": None}) if used else None
        if fmt == "png":
            options["metadata"] = {"Description": words_of(figure)} | options.get("metadata", {})
        if description and self._drawn is not None:
            picture = self._draw(figure, fmt=fmt, base64=base64, **options | _SMALL)
            picture = in_few_colours(picture) if picture else picture
            self._drawn += [DrawnFigure(description, picture)] if picture else []
            return picture
        for known in self._known.get(description.structure, []) if description else []:
            if description and description.shows_the_same_as(known.description):
                return known.picture
        return self._draw(figure, fmt=fmt, base64=base64, **options)
