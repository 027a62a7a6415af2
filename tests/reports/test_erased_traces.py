"""After the erasing of a file nothing of the person is left in any table, whoever wrote it where."""

import uuid

from accounts.acting import for_member, for_system
from cases.actions import add_contact, add_note, record_consent, record_legal_basis, save_draft
from cases.actions.consent import ConsentTerms
from cases.models import (
    BrokenGlass,
    Case,
    CaseEvent,
    ConsentEvent,
    Document,
    DocumentShare,
    LegalBasisEvent,
    MigrantEvent,
    MigrantNameEvent,
    NameKey,
)
from referrals.models import Referral
from reports import actions, keeping
from reports.models import WholeExport
from tests.cast import GULNARA, NOW, RUSTAM, TODAY, Cast
from tests.emergencies import break_the_glass
from tests.papers import add_paper
from tests.reports.old_files import YEAR, close_long_ago, erasures
from tests.situations import accept, answer, correct_files, send
from tests.watching import stored

PHONE, WORDS = "+992900112233", "Fell from the scaffold in Kaskelen"
HISTORY = (MigrantEvent, MigrantNameEvent, ConsentEvent, CaseEvent, LegalBasisEvent)


def leave_traces(cast: Cast) -> None:
    """Write of Rustam wherever the product lets somebody write of a person."""
    with for_member(cast.daniyar) as by:
        add_contact(by=by, migrant=cast.rustam, phone=PHONE, now=NOW)
        paper = add_paper(by, cast.rustams_case)
        about = str(cast.rustams_case.pk)
        save_draft(by=by, form="note", about=about, typed={"text": [WORDS]}, now=NOW)
        add_note(by=by, case=cast.rustams_case, text=WORDS, submission=uuid.uuid4(), now=NOW)
        agreed = ("identity", "health", "documents")
        terms = ConsentTerms(agreed, "ru", "written", TODAY, recipient_ids=(cast.hospital.pk,))
        record_consent(by=by, migrant=cast.rustam, terms=terms, now=NOW)
    correct_files(cast)
    referred = send(cast.daniyar, cast.rustams_case, cast.hospital, *agreed, along=[paper])
    accept(cast.dr_lee, referred)
    answer(cast.dr_lee, referred)
    break_the_glass(cast.saule, cast.rustam)


def let_years_pass(cast: Cast) -> None:
    close_long_ago(cast.rustams_case, 6)
    with for_system(reason="tests"):
        sent = Referral.objects.filter(migrant=cast.rustam)
        sent.update(ended_at=NOW - 6 * YEAR)


def test_an_erased_person_stands_in_no_table(cast: Cast) -> None:
    leave_traces(cast)
    before = stored()
    keys = [str(cast.rustam.person_id), str(cast.rustams_case.pk)]
    assert all(word in before for word in (RUSTAM, WORDS, *keys))
    let_years_pass(cast)

    assert keeping.keep_files(now=NOW)["erase"] == 1

    left = stored()
    assert not any(word in left for word in (RUSTAM, WORDS, "Lies unconscious", keys[0]))
    assert GULNARA in left
    with for_system(reason="tests"):
        assert not NameKey.objects.filter(name__migrant=cast.rustam.pk).exists()


def test_neither_a_version_nor_a_document_nor_a_glass_outlives_the_file(cast: Cast) -> None:
    leave_traces(cast)
    let_years_pass(cast)
    keeping.keep_files(now=NOW)

    ((_act, counts),) = erasures()
    tables = [model._meta.db_table for model in (*HISTORY, Document, DocumentShare, BrokenGlass)]
    assert counts.keys() >= set(tables)
    with for_system(reason="tests"):
        file, case = cast.rustam.pk, cast.rustams_case.pk
        assert not MigrantEvent.objects.filter(pgh_obj_id=file).exists()
        assert not MigrantNameEvent.objects.filter(migrant_id=file).exists()
        assert not ConsentEvent.objects.filter(migrant_id=file).exists()
        assert not CaseEvent.objects.filter(pgh_obj_id=case).exists()
        assert not LegalBasisEvent.objects.filter(case_id=case).exists()
        assert not DocumentShare.objects.filter(case_id=case).exists()
        assert not Document.objects.filter(case_id=case).exists()
        assert not BrokenGlass.objects.filter(migrant_id=file).exists()
        # What others keep of theirs stays.
        assert MigrantEvent.objects.filter(pgh_obj_id=cast.gulnara.pk).exists()
        assert Case.objects.filter(pk=cast.gulnaras_case.pk).exists()


def test_an_export_on_its_way_with_an_erased_person_in_it_is_handed_to_nobody(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        record_legal_basis(
            by=by,
            case=cast.rustams_case,
            kind="danger_to_life",
            reason="Bled",
            now=NOW,
            today=TODAY,
        )
    with for_member(cast.saule) as by:
        asked = actions.ask_export(by=by, why="A review", submission=uuid.uuid4(), now=NOW)
    with for_member(cast.madina) as by:
        actions.release_export(by=by, export=asked, now=NOW)
    assert actions.write_exports(by="tests", now=NOW) == 1
    with for_system(reason="tests"):
        assert cast.rustam.pk in WholeExport.objects.get().people
    let_years_pass(cast)

    assert keeping.keep_files(now=NOW)["erase"] == 1

    with for_system(reason="tests"):
        left = WholeExport.objects.get()
    assert (left.state, left.sealed, left.people) == ("stopped", None, [])
    assert str(cast.rustam.person_id) not in stored()
    with for_member(cast.saule) as by:
        assert actions.take_export(by=by, export=left, now=NOW) is None
