"""Make the pictures of a feedback page small, as large on the screen as they were, and say what they show."""

import base64
import functools
import io
from collections.abc import Iterator
from typing import Any

from PIL import Image, UnidentifiedImageError

from ...language import gettext as _
from ...language import noted

MOST_BYTES = 60_000  # of one picture, as it stands in the page: in base64
MOST_PIXELS = 40_000_000  # a picture that claims more is not opened
WORDS = "Description"  # under which a PNG carries what it shows
LONGEST = 300  # characters of that
NOTHING_SAID = noted("A picture that the notebook has drawn")


def lighten(outputs: list[dict[str, Any]]) -> None:
    """Replace the PNG pictures among a cell's outputs by smaller ones, and give each its words.

    Pictures are a learner's: one that cannot be read, or claims to be huge, becomes a line that says so.
    """
    for output in outputs:
        data = output.get("data", {})
        if "image/png" not in data:
            continue
        kept = data.pop("image/png")
        metadata = output.setdefault("metadata", {})
        said = metadata.pop("image/png", {})
        try:
            kind, picture, size, words = _smaller(base64.b64decode(kept))
        except (ValueError, OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
            data["text/plain"] = _("A picture that cannot be read.")
            continue
        data[kind] = base64.b64encode(picture).decode("ascii")
        width, height = (said.get(key) for key in ("width", "height"))
        shown = {"width": width, "height": height} if width or height else {"width": size[0], "height": size[1]}
        alt = str(said.get("alt") or words or _(NOTHING_SAID))[:LONGEST]
        metadata[kind] = {**{key: int(value) for key, value in shown.items() if value}, "alt": alt}


@functools.lru_cache(64)  # right answers of a whole class have drawn the same
def _smaller(picture: bytes) -> tuple[str, bytes, tuple[int, int], str]:
    """Return a picture's kind, bytes, size on the screen and words: the first of its forms that is small enough."""
    image = Image.open(io.BytesIO(picture), formats=["PNG"])
    if image.width * image.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    words, size = str(image.info.get(WORDS, "")), image.size
    image.load()
    small = (form for form in _forms(picture, image) if len(form[1]) <= MOST_BYTES * 3 // 4)
    kind, form = next(small, ("", b""))
    if not kind:
        raise ValueError("no form of it is small")
    return kind, form, size, words


def _forms(picture: bytes, image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """Give ever smaller forms of a picture: as it is, in 256 colours, as a photograph, and with fewer pixels."""
    yield "image/png", picture
    plain = _on_white(image)
    yield "image/png", _encode(plain.quantize(256), "PNG", optimize=True)
    for times in (1.0, 0.75, 0.5, 0.35, 0.25, 0.12, 0.06):
        small = plain.resize([max(1, round(times * side)) for side in plain.size], Image.Resampling.LANCZOS)
        for quality in (88, 75, 60):
            yield "image/jpeg", _encode(small, "JPEG", quality=quality, optimize=True)


def _on_white(image: Image.Image) -> Image.Image:
    whole = image.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")


def _encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
