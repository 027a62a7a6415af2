"""What an uploaded file really is, and what of it is kept. Pure: bytes in, bytes out.

The type is read from the content. Pictures are drawn anew, so that nothing the camera wrote beside
them (place, moment, owner) is kept; a PDF is kept as it is, unless it names something that acts.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
# The longer side of what is kept: small print of a photographed page stays readable.
LONGEST_SIDE = 4_000
QUALITY = 88
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PDF = "application/pdf"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", PDF: "pdf"}
# Names in a PDF that run, open, send or carry something (ISO 32000-2, 12.6).
ACTING = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|OpenAction|RichMedia|SubmitForm|ImportData)\b"
)
# Too short to be looked for inside compressed streams, where they stand by chance.
ACTING_OUTSIDE = re.compile(rb"/(?:JS|AA|XFA)\b")
STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
SPOILED = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    UNKNOWN = "unknown"
    SPOILED = "spoiled"
    TOO_MANY_PIXELS = "too_many_pixels"
    ACTING = "acting"


class NotTaken(Exception):
    """The file is not taken, for one reason."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Examined:
    """What is kept of an uploaded file."""

    media_type: str
    content: bytes


def examine(content: bytes) -> Examined:
    """Return what is kept of some bytes; raises NotTaken."""
    if not content:
        raise NotTaken(Fault.EMPTY)
    if len(content) > MOST_BYTES:
        raise NotTaken(Fault.TOO_BIG)
    if content.startswith(b"%PDF-"):
        return Examined(PDF, _harmless(content))
    if is_picture(content):
        return _drawn_anew(content)
    raise NotTaken(Fault.UNKNOWN)


def is_picture(content: bytes) -> bool:
    """Say whether the bytes begin as one of the pictures that are taken."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _drawn_anew(content: bytes) -> Examined:
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as opened:
            name = str(opened.format)
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken(Fault.TOO_MANY_PIXELS)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            plain = _bare(upright)
    except SPOILED as error:
        is_bomb = isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning)
        raise NotTaken(Fault.TOO_MANY_PIXELS if is_bomb else Fault.SPOILED) from None
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = BytesIO()
    plain.save(drawn, format=name, quality=QUALITY)
    if drawn.tell() > MOST_BYTES:
        raise NotTaken(Fault.TOO_BIG)
    return Examined(FORMATS[name], drawn.getvalue())


def _bare(picture: Image.Image) -> Image.Image:
    """Return the pixels of a picture and nothing it carried beside them."""
    has_holes = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_holes and picture.format != "JPEG" else "RGB"
    pixels = picture.convert(mode)
    pixels.info.clear()
    return pixels


def _harmless(content: bytes) -> bytes:
    # Names may be written with #4A for J: read as a program would that opens it.
    read = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if ACTING.search(read) or ACTING_OUTSIDE.search(STREAM.sub(b"", read)):
        raise NotTaken(Fault.ACTING)
    if b"%%EOF" not in content[-2048:]:
        raise NotTaken(Fault.SPOILED)
    return content
