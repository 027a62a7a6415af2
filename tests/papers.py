"""Documents for tests: small pictures and PDFs, with and without what must not be kept."""

import uuid
from functools import cache
from io import BytesIO

from PIL import Image

from accounts.acting import Acting, for_system
from cases.actions import add_document
from cases.models import Case, Document
from cases.uploads import PDF, Examined
from tests.cast import NOW

PLAIN_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PLACE, CAMERA = 0x8825, 0x0110


def pdf(more: bytes = b"") -> bytes:
    """Return a small PDF with something more in it."""
    return PLAIN_PDF.replace(b"endobj", more + b"\nendobj")


@cache
def photograph(
    form: str = "JPEG", size: tuple[int, int] = (40, 20), *, turned: bool = False
) -> bytes:
    """Return a picture as a phone takes it: with its place, its owner and perhaps lying on its side."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    facts = Image.Exif()
    facts[CAMERA] = "Telephone of Gulnara"
    facts[0x0112] = 6 if turned else 1
    facts.get_ifd(PLACE).update({1: "N", 2: (43.0, 14.0, 18.0), 3: "E", 4: (76.0, 53.0, 42.0)})
    drawn = BytesIO()
    picture.save(drawn, format=form, exif=facts, quality=95)
    return drawn.getvalue()


def add_paper(by: Acting, case: Case, kind: str = "identity_paper", more: bytes = b"") -> Document:
    """Add a document to a case, by whoever is bound."""
    file = Examined(PDF, pdf(more or kind.encode()))
    return add_document(by=by, case=case, kind=kind, file=file, submission=uuid.uuid4(), now=NOW)


def paper_of(case: Case, kind: str = "identity_paper") -> Document:
    """Return the document of a case, whoever may see it."""
    with for_system(reason="tests"):
        return Document.objects.filter(case=case, kind=kind).without_content().get()
