"""Run the cells of a notebook one after another, as Jupyter would, in this process and without a kernel."""

import builtins
import contextlib
import fnmatch
import io
import sys
import warnings
from collections.abc import Iterable
from typing import Any

import matplotlib
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .deadline import OutOfTime, time_limit
from .outputs import Outputs
from .rest_of_cell import RestOfCell


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr`: it writes to the outputs of the running cell, and to no file."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, shell: "Shell", name: str) -> None:
        self._shell, self.name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.write(self.name, text)
        return len(text)


class _Display(DisplayPublisher):
    """A display publisher that takes what `display` shows, pictures among it."""

    def publish(self, data: dict[str, Any], metadata: Any = None, *_: Any, **__: Any) -> None:
        self.shell.outputs.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear()


class _Results(DisplayHook):
    """A display hook that takes the value of a cell's last expression."""

    shell: "Shell"

    @property
    def prompt_count(self) -> int:
        return self.shell.execution_count

    def quiet(self) -> bool:
        ends: bool = self.semicolon_at_end_of_expression(self.shell.source)
        return ends

    def __call__(self, result: Any = None) -> None:
        if result is None or self.quiet():
            return
        data, _ = self.compute_format_data(result)
        self.update_user_ns(result)
        self.shell.outputs.show("execute_result", data, self.prompt_count)


class _Kept(dict[str, Any]):
    """A store for magics such as `%cd` and `%bookmark` in place of a profile's: it lives as long as the shell."""

    def keys(self, pattern: str = "*") -> list[str]:  # type: ignore[override]  # IPython's own store takes one too
        return fnmatch.filter(super().keys(), pattern)


class Shell(InteractiveShell):
    """An IPython shell that answers with outputs instead of printing them."""

    outputs: Outputs
    source = ""
    _caps: tuple[int, int]

    @classmethod
    def start(cls) -> "Shell":
        """Make the one shell of this process, and put it in the place of the standard streams."""
        settings = Config(HistoryManager={"enabled": False, "hist_file": ":memory:"})
        shell = cls.instance(config=settings, display_pub_class=_Display, displayhook_class=_Results, colors="nocolor")
        shell.bound(1 << 20, 1 << 20)
        shell.set_custom_exc((OutOfTime,), lambda *_, **__: None)  # said by the judge, in plain words
        sys.stdout, sys.stderr = _Stream(shell, "stdout"), _Stream(shell, "stderr")
        builtins.input = _no_input
        warnings.filterwarnings("ignore", "To exit: use", UserWarning)
        matplotlib.use = lambda *_, **__: None  # pictures are drawn for no window, whichever one the notebook asks for
        return shell

    def bound(self, chars: int, size: int) -> None:
        """Keep so many characters of text, and bytes of pictures, of one cell, and count cells from here on."""
        self._caps = chars, size
        self.outputs = Outputs(chars, size)
        self.execution_count = 0

    def run(self, source: str, seconds: float) -> dict[str, Any]:
        """Run one cell. What a failing line leaves of it is run too: see `RestOfCell`.

        Returns
        -------
        dict
            `outputs`: a list of dicts; `out_of_time`: whether it was interrupted after `seconds`.
        """
        self.outputs = Outputs(*self._caps)
        self.execution_count += 1
        error: BaseException | None = None
        try:
            with time_limit(seconds):
                rest = None
                while source:
                    self.source = source
                    error = self.run_cell(source).error_in_exec
                    rest = rest or (RestOfCell(self.transform_cell(source)) if error else None)
                    source = rest.after(error, self.user_global_ns) if rest else ""
        except OutOfTime as late:
            error = late
        except BaseException as late:  # noqa: BLE001 (student code may have broken IPython itself)
            error = late
            self.outputs.error(type(late).__name__, "the cell ended in a way that IPython could not report", [])
        return {"outputs": self.outputs.finish(), "out_of_time": isinstance(error, OutOfTime)}

    def ask_exit(self) -> None:
        """Do what `exit` and `quit` ask for."""
        sys.exit()

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: `%matplotlib inline` needs no event loop."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[Any, str]:
        """Draw into the notebook, whichever backend `%matplotlib` names: there is no window and no browser."""
        enabled: tuple[Any, str] = super().enable_matplotlib("inline")
        return enabled

    def init_profile_dir(self, profile_dir: Any) -> None:
        """Use no profile: nothing is read from, or written to, a directory of the user's."""
        self.profile_dir = None
        self.db = _Kept()

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: Iterable[str]) -> None:
        try:
            message = str(evalue)
        except Exception as error:  # noqa: BLE001 (an exception's __str__ is student code too)
            message = f"(no message: {type(error).__name__})"
        self.outputs.error(etype.__name__, message, list(map(str, stb)))

    def _tee(self, channel: Any) -> Any:
        """IPython's own copy of all that is printed has no bound; ours has."""
        return contextlib.nullcontext()


def _no_input(prompt: object = "", /) -> str:
    __tracebackhide__ = True  # IPython leaves such a frame out: the line that asked is the learner's
    raise RuntimeError("input() has nobody to ask while a notebook is graded")
