"""What is kept of an uploaded file: by its content alone, and nothing the camera wrote beside it."""

import random
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cases import uploads
from cases.uploads import Fault, NotTaken, examine
from tests.papers import PLAIN_PDF, pdf, photograph

FORMS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def refused(content: bytes) -> Fault:
    with pytest.raises(NotTaken) as caught:
        examine(content)
    return caught.value.fault


@pytest.mark.parametrize(("form", "media_type"), FORMS.items())
def test_a_picture_loses_place_owner_and_everything_else(form: str, media_type: str) -> None:
    taken = photograph(form)
    assert b"Telephone of Gulnara" in taken
    kept = examine(taken)
    assert kept.media_type == media_type
    assert b"Gulnara" not in kept.content
    with Image.open(BytesIO(kept.content)) as picture:
        assert not dict(picture.getexif())
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)
        assert (picture.format, picture.size) == (form, (40, 20))


def test_what_was_taken_lying_stands_upright_and_shows_the_same() -> None:
    kept = examine(photograph("PNG", turned=True))
    with Image.open(BytesIO(kept.content)) as picture:
        assert picture.size == (20, 40)
        # The left half was blue; turned to the right it is above.
        assert picture.convert("RGB").getpixel((10, 2)) == (30, 30, 200)
        assert picture.convert("RGB").getpixel((10, 38)) == (200, 30, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_a_picture_of_any_kind_of_pixels_is_taken(mode: str) -> None:
    drawn = BytesIO()
    Image.new(mode, (9, 9)).save(drawn, format="JPEG" if mode == "CMYK" else "PNG")
    with Image.open(BytesIO(examine(drawn.getvalue()).content)) as picture:
        assert picture.mode in {"RGB", "RGBA"}


def test_a_comment_a_profile_and_what_follows_the_picture_are_gone() -> None:
    drawn = BytesIO()
    picture = Image.new("RGB", (8, 8))
    picture.save(drawn, format="JPEG", comment=b"of Gulnara", icc_profile=b"profile of Gulnara")
    kept = examine(drawn.getvalue() + b"PK\x03\x04 something behind, of Gulnara")
    assert b"Gulnara" not in kept.content


def test_the_same_file_gives_the_same_bytes() -> None:
    assert examine(photograph()) == examine(photograph())


def test_large_pictures_are_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LONGEST_SIDE", 16)
    with Image.open(BytesIO(examine(photograph()).content)) as picture:
        assert picture.size == (16, 8)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = BytesIO()
    Image.new("1", (9_000, 9_000)).save(drawn, format="PNG")
    assert len(drawn.getvalue()) < 20_000
    assert refused(drawn.getvalue()) is Fault.TOO_MANY_PIXELS
    # So it is where Pillow itself is first to say so, by a warning or an error.
    for most in (60_000_000, 20_000_000):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
        assert refused(drawn.getvalue()) is Fault.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + bytes(20),
        b"PK\x03\x04" + bytes(20),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"\x00" + PLAIN_PDF,
        b"RIFF0000WAVE",
        b"MZ\x90\x00",
        "Справка".encode(),
    ],
)
def test_whatever_else_is_not_taken_however_it_is_called(content: bytes) -> None:
    assert refused(content) is Fault.UNKNOWN


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_that_was_cut_off_is_not_taken(form: str) -> None:
    content = photograph(form, (400, 300))
    assert refused(content[: len(content) // 2]) is Fault.SPOILED
    assert refused(content[:14]) is Fault.SPOILED


def test_size_is_limited_on_both_sides() -> None:
    assert refused(b"") is Fault.EMPTY
    assert refused(PLAIN_PDF + bytes(uploads.MOST_BYTES)) is Fault.TOO_BIG


def test_a_picture_that_grows_beyond_the_limit_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, noise = BytesIO(), random.Random(1).randbytes(5_000)
    Image.frombytes("1", (200, 200), noise).save(drawn, format="PNG")
    assert examine(drawn.getvalue()).media_type == "image/png"
    monkeypatch.setattr(uploads, "MOST_BYTES", len(drawn.getvalue()))
    assert refused(drawn.getvalue()) is Fault.TOO_BIG


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    assert examine(PLAIN_PDF) == uploads.Examined("application/pdf", PLAIN_PDF)
    # What stands in a compressed stream by chance acts on nothing.
    harmless = pdf(b"<< /Length 9 >>\nstream\nx/JS y/AA \nendstream")
    assert examine(harmless).content == harmless
    assert examine(pdf(b"/JSON /AAB /Launcher")).media_type == "application/pdf"


@pytest.mark.parametrize(
    "acting",
    [
        b"/JavaScript",
        b"/JS (app.alert)",
        b"/Launch",
        b"/EmbeddedFile",
        b"/EmbeddedFiles",
        b"/OpenAction 3 0 R",
        b"<</AA<<",
        b"/RichMedia",
        b"/XFA",
        b"/SubmitForm",
        b"/ImportData",
        b"/J#61vaScript",
        b"/#4a#53 (x)",
    ],
)
def test_a_pdf_that_acts_is_not_taken(acting: bytes) -> None:
    assert refused(pdf(acting)) is Fault.ACTING


def test_a_pdf_without_its_end_is_not_taken() -> None:
    assert refused(PLAIN_PDF.replace(b"%%EOF", b"")) is Fault.SPOILED


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_whatever_comes_it_is_taken_or_refused_and_nothing_breaks(rest: bytes, head: bytes) -> None:
    with suppress(NotTaken):
        assert examine(head + rest).media_type in uploads.ENDINGS
