"""Documents as people meet them: uploaded from a phone, listed, taken out as a file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings
from django.urls import reverse

from accounts.acting import for_member, for_system
from audit.keys import new_key
from cases.models import Document
from migrant_health.upload_handler import KeepInMemory
from tests.cast import AGREED, Cast
from tests.papers import add_paper, pdf, photograph
from tests.referrals.browsers import SEEN, browser, told
from tests.situations import accept, send
from tests.watching import audited, unchanged


def upload(cast: Cast, content: bytes, name: str = "IMG_0001.exe", **typed: Any) -> Any:
    address = reverse("cases:add_document", args=[cast.gulnaras_case.pk])
    file = SimpleUploadedFile(name, content, "text/html")
    sent = {"file": file, "kind": "identity_paper", "submission": str(new_key())} | typed
    return browser(cast, "aigul").post(address, sent, follow=True)


def taken(cast: Cast, name: str = "aigul") -> Any:
    with for_system(reason="tests"):
        document = Document.objects.get()
    address = reverse("cases:document", args=[document.pk])
    return browser(cast, name).get(address)


def test_a_photograph_is_added_whatever_its_name_and_stands_on_the_page(cast: Cast) -> None:
    answer = upload(cast, photograph(), "Паспорт Гулнары.exe")
    assert told(answer) == ["The document was added."]
    page = answer.content.decode()
    assert "Identity paper" in page
    assert "Not checked for viruses" in page
    with for_system(reason="tests"):
        assert Document.objects.get().media_type == "image/jpeg"


def test_it_comes_out_as_a_file_that_may_do_nothing(cast: Cast) -> None:
    upload(cast, photograph())
    with audited() as entries:
        answer = taken(cast, "saule")
    assert b"Gulnara" not in answer.content
    headers = answer.headers
    assert headers["Content-Type"] == "image/jpeg"
    name = f"{cast.gulnaras_case.number}-identity_paper.jpg"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store, private"
    assert [(one.verb, one.data_classes) for one in entries] == [("read", ["documents"])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "JPEG, PNG or WebP pictures and PDF files up to 10 MB"),
        (pdf(b"/JavaScript"), "This PDF holds a program or another file."),
        (photograph()[:200], "This file is damaged or cut off."),
        (b"", "This file is empty."),
    ],
)
def test_what_is_not_accepted_is_told_in_a_sentence(cast: Cast, content: bytes, said: str) -> None:
    with unchanged(SEEN):
        answer = upload(cast, content)
    assert said in " ".join(answer.context["form"].errors["file"])


def test_what_is_too_big_is_told_and_no_more_of_it_is_kept(cast: Cast) -> None:
    with override_settings(UPLOAD_LIMIT=2_000), pytest.MonkeyPatch.context() as patch:
        patch.setattr("cases.uploads.MOST_BYTES", 2_000)
        with unchanged(SEEN):
            answer = upload(cast, pdf(b"x" * 5_000))
    assert answer.context["form"].errors["file"] == [
        "This file is too big. Files up to 10 MB are accepted."
    ]


def test_several_files_of_one_request_share_the_room_and_lose_their_names() -> None:
    files = {name: SimpleUploadedFile(f"{name}.txt", b"x" * 70) for name in ("a", "b")}
    request = RequestFactory().post("/", files)
    with override_settings(UPLOAD_LIMIT=99):
        request.upload_handlers = [KeepInMemory(request)]
        kept: Any = request.FILES
    assert [(kept[name].size, kept[name].name) for name in ("a", "b")] == [
        (70, "upload"), (30, "upload"),
    ]  # fmt: skip


def test_the_page_asks_for_a_file_and_for_what_it_is(cast: Cast) -> None:
    address = reverse("cases:add_document", args=[cast.gulnaras_case.pk])
    page = browser(cast, "aigul").get(address).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/*,application/pdf"' in page
    with unchanged(SEEN):
        answer = browser(cast, "aigul").post(address, {"submission": str(new_key())})
    assert set(answer.context["form"].errors) == {"file", "kind"}


def test_one_that_is_being_looked_at_is_listed_and_not_handed_out(cast: Cast) -> None:
    with override_settings(CLAMD_ADDRESS="127.0.0.1:1"):
        page = upload(cast, photograph()).content.decode()
        assert "Is being checked for viruses" in page
        answer = taken(cast)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("desk:case", args=[cast.gulnaras_case.pk])


def test_the_sender_chooses_and_the_clinic_finds_it_on_both_pages(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        along = add_paper(by, cast.gulnaras_case)
    form = browser(cast, "aigul").get(reverse("referrals:write", args=[cast.gulnaras_case.pk]))
    assert [key for key, _ in form.context["form"].fields["documents"].choices] == [str(along.pk)]
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED, along=[along])
    link = reverse("cases:document", args=[along.pk])
    page = reverse("referrals:referral", args=[referral.pk])
    assert link in browser(cast, "saule").get(page).content.decode()
    assert link not in browser(cast, "dr_ahmetov").get(page).content.decode()
    accept(cast.dr_ahmetov, referral)
    for address in (page, reverse("desk:case", args=[cast.gulnaras_case.pk])):
        assert link in browser(cast, "dr_ahmetov").get(address).content.decode()
    assert taken(cast, "dr_ahmetov").status_code == 200
    assert taken(cast, "dr_lee").status_code == 404
