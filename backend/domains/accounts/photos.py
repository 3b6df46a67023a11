"""Profile photos and logos: whatever picture a person sends becomes a small one without its metadata."""

import asyncio
import io
import warnings
from collections.abc import Callable
from functools import partial

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.core.errors import Invalid

SIDE = 320
MAX_PIXELS = 40_000_000
MEDIA_TYPE = "image/webp"
_FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Invalid):
    code = "not_a_photo"
    title = "Choose a JPEG, PNG or WebP picture"


async def square(data: bytes) -> bytes:
    """The middle of the picture as a WebP of `SIDE` pixels a side. Raises `NotAPhoto`.

    What it is follows from the content, never from a name or a header. A new picture is encoded, so that neither
    place and camera (EXIF) nor anything hidden behind the pixels goes on.
    """
    return await asyncio.to_thread(_webp, data, _middle)


async def contained(data: bytes, side: int) -> bytes:
    """The whole picture as a WebP that fits a square of `side` pixels, with what is transparent. Raises `NotAPhoto`."""
    return await asyncio.to_thread(_webp, data, partial(_whole, side=side))


def _webp(data: bytes, shape: Callable[[Image.Image], Image.Image]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _encode(data, shape)
        except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotAPhoto("This is not a picture that Stoke can read.") from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise NotAPhoto("This picture is damaged.") from error


def _encode(data: bytes, shape: Callable[[Image.Image], Image.Image]) -> bytes:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise NotAPhoto(f"Choose a picture of {MAX_PIXELS // 1_000_000} megapixels at most.")
        upright: Callable[[Image.Image], Image.Image] = ImageOps.exif_transpose
        pixels = shape(upright(picture))
    clean = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _middle(picture: Image.Image) -> Image.Image:
    return ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)


def _whole(picture: Image.Image, side: int) -> Image.Image:
    fitting = picture.convert("RGBA")
    fitting.thumbnail((side, side), Image.Resampling.LANCZOS)
    return fitting
