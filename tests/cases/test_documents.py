"""Documents of a case: added once, encrypted, looked at for viruses, sent along by name."""

import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings

from accounts.acting import Acting, for_member, for_system
from cases import documents
from cases.actions import add_document, choose_documents, scan_documents
from cases.models import Case, Document, DocumentShare
from cases.tasks import scan_documents as scan_task
from cases.uploads import PDF, Examined
from referrals import actions
from referrals.actions.send import ReferralTerms
from referrals.basis import NotCovered
from referrals.models import Referral
from tests.cases.test_scanner import VIRUS, scanner
from tests.cast import NOW, TODAY, Cast
from tests.papers import add_paper, paper_of, pdf
from tests.situations import accept, answer, send
from tests.watching import assert_codes_only, audited, unchanged

BY = "document clock"
CLASSES = ("identity", "health")


def added(by: Acting, case: Case, more: bytes = b"x", key: uuid.UUID | None = None) -> Document:
    file = Examined(PDF, pdf(more))
    with for_member(by):
        return add_document(
            by=by, case=case, kind="photo", file=file, submission=key or uuid.uuid4(), now=NOW
        )


def stored() -> list[tuple[str, bytes]]:
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute("SELECT state, content FROM cases_document ORDER BY id")
        return [(state, bytes(content)) for state, content in cursor.fetchall()]


# --- adding -----------------------------------------------------------------------------------------


def test_it_is_encrypted_and_reads_back(cast: Cast) -> None:
    with audited() as entries:
        document = added(cast.aigul, cast.gulnaras_case)
    ((state, content),) = stored()
    assert (state, content[:3]) == ("not_scanned", b"v1.")
    assert b"PDF" not in content
    with for_member(cast.aigul):
        assert Document.objects.get().content == pdf(b"x")
        assert Document.objects.without_content().get().size == len(pdf(b"x"))
    (entry,) = entries
    assert (entry.verb, entry.subject_id, entry.data_classes) == (
        "created", document.pk, ["documents"]
    )  # fmt: skip
    assert_codes_only(entries)


def test_the_same_page_or_the_same_file_sent_twice_adds_it_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first = added(cast.aigul, cast.gulnaras_case, key=key)
    with unchanged():
        assert added(cast.aigul, cast.gulnaras_case, b"other bytes", key) == first
        assert added(cast.aigul, cast.gulnaras_case) == first
    added(cast.daniyar, cast.rustams_case)
    assert len(stored()) == 2


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_ahmetov", "madina", "officer_kg"])
def test_nobody_else_adds_one(cast: Cast, name: str) -> None:
    with unchanged(), pytest.raises(DatabaseError, match="row-level security"):
        added(cast.members[name], cast.gulnaras_case)


def test_bytes_in_clear_do_not_get_into_the_table_and_a_document_stays(cast: Cast) -> None:
    added(cast.aigul, cast.gulnaras_case)
    for change in (
        "content = 'in clear'",
        "content = ''",
        "kind = 'other'",
        "size = 7",
        "state = 'clean'",
        "state = 'burnt'",
        "fingerprint = 'x'",
        f"case_id = '{cast.rustams_case.pk}'",
    ):
        with (
            unchanged(), pytest.raises(IntegrityError), for_system(reason="tests"),
            connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(f"UPDATE cases_document SET {change}")


# --- looking for viruses ------------------------------------------------------------------------------


def test_where_clamav_is_set_up_it_waits_and_is_then_opened(cast: Cast) -> None:
    with scanner() as (address, running), override_settings(CLAMD_ADDRESS=address):
        document = added(cast.aigul, cast.gulnaras_case)
        with for_member(cast.aigul) as by:
            assert documents.download(by, document) is None
        assert scan_task.delay().get() == 1
        assert scan_documents(by=BY, now=NOW) == 0
        assert running.heard == [pdf(b"x")]
    with for_member(cast.aigul) as by:
        taken = documents.download(by, Document.objects.get())
    assert taken
    assert taken.content == pdf(b"x")


def test_one_with_a_virus_is_refused_and_its_bytes_are_gone(cast: Cast) -> None:
    with scanner() as (address, _running), override_settings(CLAMD_ADDRESS=address):
        added(cast.aigul, cast.gulnaras_case, VIRUS)
        assert scan_documents(by=BY, now=NOW) == 1
    assert stored() == [("refused", b"")]
    with for_member(cast.aigul) as by, unchanged():
        assert documents.download(by, Document.objects.get()) is None
    # Once more it is known for what it is.
    with unchanged():
        assert added(cast.aigul, cast.gulnaras_case, VIRUS).state == "refused"


def test_while_the_scanner_is_away_or_says_nothing_it_stays_where_it_is(cast: Cast) -> None:
    with override_settings(CLAMD_ADDRESS="127.0.0.1:1"):
        added(cast.aigul, cast.gulnaras_case)
        added(cast.aigul, cast.gulnaras_case, b"y")
        assert scan_documents(by=BY, now=NOW) == 0
    assert {state for state, _ in stored()} == {"quarantined"}
    with scanner(b"ERROR\0") as (address, running), override_settings(CLAMD_ADDRESS=address):
        assert scan_documents(by=BY, now=NOW) == 0
        # The one does not keep the other from its turn.
        assert len(running.heard) == 2
    with scanner() as (address, _running), override_settings(CLAMD_ADDRESS=address):
        assert scan_documents(by=BY, now=NOW) == 2


def test_without_clamav_nothing_is_asked_and_what_was_added_then_is_looked_at_later(
    cast: Cast,
) -> None:
    added(cast.aigul, cast.gulnaras_case)
    with unchanged():
        assert scan_documents(by=BY, now=NOW) == 0
    with scanner() as (address, _running), override_settings(CLAMD_ADDRESS=address):
        assert scan_documents(by=BY, now=NOW) == 1


# --- going along with a referral ------------------------------------------------------------------------


def seen_by(by: Acting) -> set[uuid.UUID]:
    with for_member(by):
        return {row.id for row in documents.documents_of_case(by, Case.objects.get().pk)}


def test_the_clinic_reads_what_came_along_while_the_referral_lasts(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        along = add_paper(by, cast.gulnaras_case)
        add_paper(by, cast.gulnaras_case, "photo")
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *CLASSES, along=[along])
    assert "documents" in referral.data_classes
    with for_member(cast.dr_ahmetov) as by:
        assert not Document.objects.visible_to(by).exists()
    accept(cast.dr_ahmetov, referral)
    assert seen_by(cast.dr_ahmetov) == {along.pk}
    with for_member(cast.nurse_olga) as by, audited() as entries:
        taken = documents.download(by, Document.objects.visible_to(by).get())
    assert taken
    assert taken.name == f"{cast.gulnaras_case.number}-identity_paper.pdf"
    assert [(one.verb, one.subject_id, one.holder_id) for one in entries] == [
        ("read", along.pk, cast.komek.pk)
    ]
    for stranger in (cast.dr_lee, cast.daniyar, cast.timur):
        with for_member(stranger) as by:
            assert not Document.objects.visible_to(by).exists()
    answer(cast.dr_ahmetov, referral)
    with for_member(cast.dr_ahmetov) as by:
        assert not Document.objects.visible_to(by).exists()


def test_without_consent_to_documents_none_goes(cast: Cast) -> None:
    with for_system(reason="tests"):
        cast.gulnaras_consent.data_classes.remove("documents")
        cast.gulnaras_consent.save()
    with for_member(cast.aigul) as by:
        along = add_paper(by, cast.gulnaras_case)
    with pytest.raises(NotCovered):
        send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *CLASSES, along=[along])
    # Ticked alone it means nothing: documents go along one by one.
    ticked = (*CLASSES, "documents")
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *ticked, reason="screening")
    assert set(referral.data_classes) == set(CLASSES)


def test_a_draft_changes_its_documents_and_what_was_sent_stays(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        one, two = (add_paper(by, cast.gulnaras_case, kind) for kind in ("photo", "other"))
        terms = ReferralTerms(
            cast.tb_clinic, "screening", "Please", CLASSES, document_ids=(one.pk,)
        )
        referral = actions.draft_referral(
            by=by, case=cast.gulnaras_case, terms=terms, submission=uuid.uuid4(), now=NOW
        )
        for chosen in ([one, two], [], [two]):
            again = replace(terms, document_ids=tuple(each.pk for each in chosen))
            assert actions.change_draft(by=by, referral=referral, terms=again, now=NOW)
            assert set(documents.chosen_for(by, referral.pk)) == {each.pk for each in chosen}
        actions.send_referral(by=by, referral=referral, now=NOW, today=TODAY)
        assert not actions.change_draft(by=by, referral=referral, terms=terms, now=NOW)
    refused_choice(cast, referral, [one])
    with for_member(cast.aigul) as by:
        assert documents.chosen_for(by, referral.pk) == [two.pk]


def refused_choice(cast: Cast, referral: Referral, chosen: list[Document]) -> None:
    with (
        unchanged(),
        for_member(cast.aigul) as by,
        pytest.raises(IntegrityError, match="stay once it is sent"),
        transaction.atomic(),
    ):
        choose_documents(
            by=by, case=cast.gulnaras_case, source_id=referral.pk,
            document_ids=[one.pk for one in chosen], now=NOW,
        )  # fmt: skip


def test_no_document_of_another_case_and_none_in_quarantine_goes_along(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        rustams = add_paper(by, cast.rustams_case)
    with for_member(cast.aigul) as by, override_settings(CLAMD_ADDRESS="127.0.0.1:1"):
        waiting = add_paper(by, cast.gulnaras_case)
    referral = send(
        cast.aigul, cast.gulnaras_case, cast.tb_clinic, *CLASSES, along=[rustams, waiting]
    )
    with for_system(reason="tests"):
        assert not DocumentShare.objects.filter(source_id=referral.pk).exists()
    assert paper_of(cast.gulnaras_case) == waiting
