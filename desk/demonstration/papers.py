"""Two documents on a case of the demonstration: a photographed card and a paper of a clinic."""

from io import BytesIO

from PIL import Image, ImageDraw

from accounts.acting import for_member
from cases.actions import add_document
from cases.choices import DocumentKind
from cases.uploads import examine
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage

OF = "aigerim"
WIDTH, HEIGHT = 640, 400
PAPER = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 300] /Contents 4 0 R
   /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>
endobj
4 0 obj
<< /Length 61 >>
stream
BT /F 18 Tf 40 220 Td (Demonstration: paper of a clinic) Tj ET
endstream
endobj
trailer
<< /Root 1 0 R >>
%%EOF
"""


def add_papers(stage: Stage, told: list[Told]) -> None:
    """Add both to the newest open case of one caseworker."""
    one = next(one for one in reversed(told) if one.plan.by == OF and not one.plan.closing)
    files = ((DocumentKind.IDENTITY, photographed_card()), (DocumentKind.MEDICAL, PAPER))
    with for_member(stage.members[OF]) as by:
        for kind, content in files:
            add_document(
                by=by,
                case=one.case,
                kind=kind,
                file=examine(content),
                submission=stage.key(),
                now=stage.clock.at(one.plan.opened, 9, 59),
            )


def photographed_card() -> bytes:
    """Return a picture of a card that belongs to nobody."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (222, 230, 238))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((24, 24, WIDTH - 24, HEIGHT - 24), 18, outline=(60, 90, 130), width=4)
    pen.rectangle((60, 90, 230, 310), fill=(150, 165, 180))
    for line in range(5):
        pen.rectangle(
            (270, 110 + 42 * line, 560 - 40 * (line % 2), 126 + 42 * line), fill=(90, 105, 125)
        )
    drawn = BytesIO()
    picture.save(drawn, format="JPEG")
    return drawn.getvalue()
