"""The outputs of a cell: what it prints, shows and raises, in order and in bounded space."""

import base64
import io
from typing import Any

MAX_OUTPUTS = 200
TRACEBACK_CHARS = 20_000
MESSAGE_CHARS = 2_000


class Outputs:
    """The outputs of one cell, as dicts in the manner of nbformat 4.

    Parameters
    ----------
    chars : int
        Of text that are kept, all streams, results and tracebacks together.
    size : int
        Of pictures and other rich data that are kept, in bytes.
    """

    def __init__(self, chars: int, size: int) -> None:
        self._chars = self._chars_left = chars
        self._size = self._size_left = size
        self._items: list[dict[str, Any]] = []
        self._left_out: set[str] = set()

    def write(self, stream: str, text: str) -> None:
        """Take what was printed to `stream` ("stdout" or "stderr")."""
        text = self._cut(text)
        if not text:
            return
        last = self._items[-1] if self._items else {}
        if last.get("name") != stream:
            last = {"output_type": "stream", "name": stream, "text": io.StringIO()}
            if not self._add(last):
                return
        last["text"].write(text)

    def show(self, kind: str, data: dict[str, Any], execution_count: int | None = None) -> None:
        """Take a displayed value or a cell's result: `data` holds one value for each media type."""
        kept = {}
        for media_type, value in data.items():
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode("ascii")
            if not isinstance(value, str) or not isinstance(media_type, str):
                continue
            if media_type == "text/plain":
                kept[media_type] = self._cut(value)
            elif len(value) <= self._size_left:
                self._size_left -= len(value)
                kept[media_type] = value
            else:
                self._left_out.add(f"more than {self._size} bytes of pictures")
        item: dict[str, Any] = {"output_type": kind, "data": kept}
        if execution_count is not None:
            item["execution_count"] = execution_count
        if kept:
            self._add(item)

    def error(self, name: str, message: str, lines: list[str]) -> None:
        """Take an exception and its traceback; of a very long one, the end tells most."""
        trace = "\n".join(lines)[-TRACEBACK_CHARS:].split("\n")
        item = {"output_type": "error", "ename": name, "evalue": message[:MESSAGE_CHARS], "traceback": trace}
        if len(self._items) >= MAX_OUTPUTS:  # what went wrong is worth more than one more line of print
            self._items.pop()
        self._items.append(item)

    def clear(self) -> None:
        """Forget what was shown, but not how much: clearing buys no space."""
        self._items.clear()

    def finish(self) -> list[dict[str, Any]]:
        """Return the outputs, and a last line about what was left out."""
        items = [
            item | {"text": item["text"].getvalue()} if item["output_type"] == "stream" else item
            for item in self._items
        ]
        if self._left_out:
            text = "".join(f"\n... output cut after {what}" for what in sorted(self._left_out)) + "\n"
            items.append({"output_type": "stream", "name": "stderr", "text": text})
        return items

    def _cut(self, text: str) -> str:
        if len(text) > self._chars_left:
            self._left_out.add(f"{self._chars} characters")
            text = text[: self._chars_left]
        self._chars_left -= len(text)
        return text

    def _add(self, item: dict[str, Any]) -> bool:
        if len(self._items) >= MAX_OUTPUTS:
            self._left_out.add(f"{MAX_OUTPUTS} outputs")
            return False
        self._items.append(item)
        return True
