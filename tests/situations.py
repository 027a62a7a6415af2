"""Situations on top of the cast, reached by the product's own actions.

`SITUATIONS` goes through the life of a grant; every one of them has rows of many kinds.
"""

import datetime
import uuid
from collections.abc import Callable, Collection
from dataclasses import replace

from accounts.acting import Acting, for_member, for_system
from accounts.actions import add_member, invite_member
from accounts.actions.invitation import InvitationTerms
from accounts.models import Organisation
from accounts.permissions import Role
from accounts.tokens import new_token
from cases.actions import (
    RequestTerms,
    add_contact,
    add_name,
    add_note,
    add_task,
    assign_case,
    hold_file,
    move_case,
    open_case,
    record_consent,
    record_legal_basis,
    record_request,
    record_screen,
    register_migrant,
    save_draft,
    withdraw_consent,
)
from cases.actions.consent import ConsentTerms
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from cases.models import Case, CaseGrant, Document, LegalBasis, Migrant, MigrantName
from cases.states import CaseMove
from referrals import actions as referrals
from referrals.actions.answer import AnswerTerms
from referrals.actions.custody import ExaminationTerms, FormalTerms
from referrals.actions.send import ReferralTerms
from referrals.models import Examination, Referral
from reminders.actions import plan_reminders, stop_messages
from reminders.choices import MuteReason
from reports.actions import ask_export
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.emergencies import open_in_emergencies
from tests.letters import write_letter, write_letters_of_every_kind
from tests.papers import add_paper, paper_of

FINDINGS = "Sputum negative"


def write_records(cast: Cast) -> None:
    """Fill the files with every kind of row a caseworker writes."""
    _write_as_aigul(cast)
    _write_as_daniyar(cast)
    _write_as_timur(cast)
    correct_files(cast)
    ask_from_custody(cast)
    invite_people(cast)
    write_letter(cast)
    plan_reminders(by="tests", now=NOW)
    with for_member(cast.saule) as by:
        ask_export(by=by, why="The yearly review", submission=uuid.uuid4(), now=NOW)
    _hold_and_ask(cast)


def correct_files(cast: Cast) -> None:
    """Let every organisation correct what it wrote, so that there are earlier versions of it."""
    kept = (
        (cast.aigul, cast.gulnara, cast.gulnaras_case),
        (cast.daniyar, cast.rustam, cast.rustams_case),
        (cast.timur, cast.zarina, cast.zarinas_case),
    )
    for acting, migrant, case in kept:
        with for_member(acting) as by:
            _correct(by, migrant, case)


def _correct(by: Acting, migrant: Migrant, case: Case) -> None:
    _correct_file(by, migrant)
    Case.objects.filter(pk=case.pk).update(kind="chronic_disease")
    Case.objects.filter(pk=case.pk).update(kind=case.kind)
    basis = record_legal_basis(
        by=by, case=case, kind="consent_impossible", reason="Sleeps", now=NOW, today=TODAY
    )
    with for_system(reason="tests"):
        LegalBasis.objects.filter(pk=basis.pk).update(ends_on=TODAY - datetime.timedelta(days=1))


def _correct_file(by: Acting, migrant: Migrant) -> None:
    Migrant.objects.filter(pk=migrant.pk).update(reads="little")
    MigrantName.objects.filter(migrant=migrant, is_main=True).update(kind="birth")
    terms = ConsentTerms(("identity",), "ru", "written", TODAY)
    mistaken = record_consent(by=by, migrant=migrant, terms=terms, now=NOW)
    withdraw_consent(by=by, consent=mistaken, now=NOW, today=TODAY)


def ask_from_custody(cast: Cast) -> Examination:
    """Let the reception centre ask the hospital to examine a person it holds."""
    terms = ExaminationTerms(cast.hospital, "Says that his chest hurts", "Two officers, 9 to 17")
    with for_member(cast.officer_reception) as by:
        return referrals.ask_examination(by=by, terms=terms, submission=uuid.uuid4(), now=NOW)


def invite_people(cast: Cast) -> None:
    """Let Madina invite a caseworker, and the system's administrator one who will lead Tirek."""
    invited = (
        (cast.madina, cast.komek, InvitationTerms("asel@example.org", Role.CASEWORKER)),
        (cast.sysadmin, cast.tirek, InvitationTerms("erlan@example.org", Role.ORGANISATION_ADMIN)),
    )
    for acting, house, terms in invited:
        with for_member(acting) as by:
            invite_member(
                by=by,
                organisation=house,
                terms=terms,
                token=new_token(),
                submission=uuid.uuid4(),
                now=NOW,
            )


def _examine(cast: Cast) -> None:
    """Let the hospital answer what the centre asked."""
    with for_system(reason="tests"):
        referral = Referral.objects.get(sender=cast.reception_centre)
    with for_member(cast.dr_lee) as by:
        when = NOW + datetime.timedelta(days=1)
        referrals.receive_referral(by=by, referral=referral, now=NOW)
        referral.refresh_from_db()
        referrals.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)
        referral.refresh_from_db()
        referrals.schedule_referral(by=by, referral=referral, at=when, place="Gate 2", now=NOW)
        referral.refresh_from_db()
        referrals.mark_arrived(by=by, referral=referral, now=NOW)
        referral.refresh_from_db()
        formal = FormalTerms("fit", TODAY + datetime.timedelta(days=7))
        referrals.complete_examination(by=by, referral=referral, answer=formal, now=NOW)


def _hold_and_ask(cast: Cast) -> None:
    """Let every file be held, and everybody ask something about their own data."""
    for leader, caseworker, migrant in (
        (cast.saule, cast.aigul, cast.gulnara),
        (cast.saule, cast.daniyar, cast.rustam),
        (cast.bekzat, cast.timur, cast.zarina),
    ):
        with for_member(leader) as by:
            why = {"reason": "court", "words": "Case 4"}
            hold_file(by=by, migrant=migrant, submission=uuid.uuid4(), now=NOW, **why)
        with for_member(caseworker) as by:
            terms = RequestTerms("copy", TODAY, "in_person", "ru")
            record_request(by=by, migrant=migrant, terms=terms, submission=uuid.uuid4(), now=NOW)


def _write_as_aigul(cast: Cast) -> None:
    case = cast.gulnaras_case
    with for_member(cast.aigul) as by:
        add_name(by=by, migrant=cast.gulnara, full="GULNARA ASANOVA", kind="passport", now=NOW)
        add_note(by=by, case=case, text="Coughs at night", submission=uuid.uuid4(), now=NOW)
        record_screen(by=by, case=case, symptoms=Symptoms(cough="yes"), now=NOW, today=TODAY)
        move_case(by=by, case=case, move=CaseMove.PAUSE, now=NOW, today=TODAY, reason="Away")
        save_draft(by=by, form="note", about="", typed={"text": ["Later"]}, now=NOW)
        add_paper(by, case)
        # To be called, though she never agreed to messages: Aigul has to do it.
        tomorrow = TODAY + datetime.timedelta(days=1)
        add_task(by=by, case=case, kind="call_back", due_on=tomorrow, now=NOW)
        # A file without a case yet.
        nargiza = register_migrant(by=by, facts=MigrantFacts("tg"), full_name="Nargiza", now=NOW)
        _correct_file(by, nargiza)


def _write_as_daniyar(cast: Cast) -> None:
    case = cast.rustams_case
    with for_member(cast.daniyar) as by:
        shared = ("identity", "other_names", "contact", "health", "documents")
        _agree(by, cast.rustam, cast.tb_clinic, *shared)
        add_paper(by, case)
        add_name(by=by, migrant=cast.rustam, full="Rustam K.", kind="alias", now=NOW)
        add_contact(by=by, migrant=cast.rustam, phone="+992900112233", now=NOW)
        add_task(by=by, case=case, kind="call_back", due_on=TODAY, now=NOW)
        stop_messages(by=by, migrant=cast.rustam, reason=MuteReason.OPTED_OUT, now=NOW)
        record_screen(by=by, case=case, symptoms=Symptoms(), now=NOW, today=TODAY)
        save_draft(by=by, form="note", about="", typed={}, now=NOW)
        record_legal_basis(
            by=by, case=case, kind="danger_to_life", reason="Bleeds", now=NOW, today=TODAY
        )


def _write_as_timur(cast: Cast) -> None:
    case = cast.zarinas_case
    with for_member(cast.timur) as by:
        _agree(by, cast.zarina, cast.hospital, "identity", "other_names", "contact", "documents")
        add_paper(by, case)
        add_paper(by, case, kind="photo")
        shared = ("identity", "other_names", "contact", "documents")
        _agree(by, cast.zarina, cast.tb_clinic, *shared, days=90)
        add_name(by=by, migrant=cast.zarina, full="Zarina Y.", kind="alias", now=NOW)
        add_contact(by=by, migrant=cast.zarina, phone="+998901234567", now=NOW)
        tomorrow = TODAY + datetime.timedelta(days=1)
        add_task(by=by, case=case, kind="call_back", due_on=tomorrow, now=NOW)
        stop_messages(by=by, migrant=cast.zarina, reason=MuteReason.ORGANISATION, now=NOW)
        record_screen(by=by, case=case, symptoms=Symptoms(), now=NOW, today=TODAY)


def _agree(
    by: Acting, migrant: Migrant, to: Organisation, *classes: str, days: int | None = None
) -> None:
    terms = ConsentTerms(
        classes,
        "ru",
        "written",
        TODAY,
        recipient_ids=(to.pk,),
        expires_on=TODAY + datetime.timedelta(days=days) if days else None,
    )
    record_consent(by=by, migrant=migrant, terms=terms, now=NOW)


def daniyars_other_roles(cast: Cast) -> dict[str, Acting]:
    """Let Daniyar's one login work elsewhere too: what he sees there is not what he sees here."""
    roles = (
        ("daniyar_at_tirek", cast.tirek, Role.CASEWORKER),
        ("daniyar_leading_tirek", cast.tirek, Role.SUPERVISOR),
        ("daniyar_the_admin", cast.komek, Role.ORGANISATION_ADMIN),
        ("daniyar_at_the_hospital", cast.hospital, Role.CLINIC_STAFF),
    )
    with for_system(reason="tests") as system:
        return {
            name: Acting(
                add_member(by=system, user=cast.daniyar.user, organisation=house, role=role)
            )
            for name, house, role in roles
        }


def share_a_file(cast: Cast) -> Case:
    """Give Gulnara a second case, kept by Daniyar: her file is his now, her first case Aigul's."""
    with for_member(cast.aigul) as aigul:
        second = open_case(
            by=aigul, migrant=cast.gulnara, kind="papers", submission=uuid.uuid4(), now=NOW
        )
    with for_member(cast.saule) as saule:
        assign_case(by=saule, case=second, to_id=cast.daniyar.user_id, now=NOW)
    return second


def send(
    sender: Acting,
    case: Case,
    to: Organisation,
    *classes: str,
    reason: str = "initial_test",
    along: Collection[Document] = (),
) -> Referral:
    """Send a referral on whatever basis covers the classes."""
    terms = ReferralTerms(
        recipient=to,
        reason=reason,
        asked="Please examine",
        data_classes=classes,
        document_ids=tuple(document.pk for document in along),
    )
    with for_member(sender) as by:
        referral = referrals.draft_referral(
            by=by, case=case, terms=terms, submission=uuid.uuid4(), now=NOW
        )
        referrals.send_referral(by=by, referral=referral, now=NOW, today=TODAY)
        referral.refresh_from_db()
    return referral


def accept(receiver: Acting, referral: Referral) -> CaseGrant:
    """Receive and accept a referral; the receiver's organisation holds a grant from then on."""
    with for_member(receiver) as by:
        referrals.receive_referral(by=by, referral=referral, now=NOW)
        referral.refresh_from_db()
        referrals.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)
        referral.refresh_from_db()
        return CaseGrant.objects.visible_to(by).get(source_id=referral.pk)


def answer(receiver: Acting, referral: Referral) -> None:
    """Make an appointment, see the person come, and write the answer: the grant ends."""
    with for_member(receiver) as by:
        when = NOW + datetime.timedelta(days=1)
        referrals.schedule_referral(by=by, referral=referral, at=when, place="Room 4", now=NOW)
        referral.refresh_from_db()
        referrals.mark_arrived(by=by, referral=referral, now=NOW)
        referral.refresh_from_db()
        terms = AnswerTerms(outcome="test_done", findings=FINDINGS, concerns_tb=True)
        referrals.complete_referral(by=by, referral=referral, answer=terms, now=NOW)


def nobody_referred(cast: Cast) -> None:
    """Leave everything with those who opened it."""
    write_records(cast)
    share_a_file(cast)


def referrals_sent(cast: Cast) -> list[tuple[Acting, Referral]]:
    """Refer everybody, and draft one more; return each referral with who will answer it."""
    nobody_referred(cast)
    gulnaras, zarinas = paper_of(cast.gulnaras_case), paper_of(cast.zarinas_case)
    terms = ReferralTerms(
        cast.hospital, "screening", "Please look", AGREED, document_ids=(gulnaras.pk,)
    )
    with for_member(cast.aigul) as by:
        draft = referrals.draft_referral(
            by=by, case=cast.gulnaras_case, terms=terms, submission=uuid.uuid4(), now=NOW
        )
        # Taken out again before it is sent.
        terms = replace(terms, document_ids=())
        referrals.change_draft(by=by, referral=draft, terms=terms, now=NOW)
    to_tb_clinic = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED, along=[gulnaras])
    # Without their identity: the hospital will see the case, but not whose it is.
    nameless = send(cast.daniyar, cast.rustams_case, cast.hospital, "health", reason="emergency")
    named = ("identity", "other_names", "contact")
    by_name = send(cast.timur, cast.zarinas_case, cast.hospital, *named, along=[zarinas])
    photo = paper_of(cast.zarinas_case, "photo")
    for_a_while = send(cast.timur, cast.zarinas_case, cast.tb_clinic, *named, along=[photo])
    return [
        (cast.dr_ahmetov, to_tb_clinic),
        (cast.dr_lee, nameless),
        (cast.dr_lee, by_name),
        (cast.nurse_olga, for_a_while),
    ]


def grants_active(cast: Cast) -> None:
    """Let every referral be accepted; two more were answered, and the TB clinic wrote a note."""
    for receiver, referral in referrals_sent(cast):
        accept(receiver, referral)
    write_letters_of_every_kind(cast)
    shared = ("identity", "other_names", "contact", "health")
    rustams = paper_of(cast.rustams_case)
    earlier = send(cast.daniyar, cast.rustams_case, cast.tb_clinic, *shared, along=[rustams])
    accept(cast.nurse_olga, earlier)
    answer(cast.nurse_olga, earlier)
    _examine(cast)
    with for_member(cast.dr_ahmetov) as by:
        add_note(by=by, case=cast.gulnaras_case, text="Seen", submission=uuid.uuid4(), now=NOW)
    open_in_emergencies(cast)


def grants_ended(cast: Cast) -> None:
    """Let every referral be answered."""
    for receiver, referral in referrals_sent(cast):
        accept(receiver, referral)
        answer(receiver, referral)


def consent_withdrawn(cast: Cast) -> None:
    """Let Gulnara withdraw her consent while the TB clinic holds its grant."""
    grants_active(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)


def grants_expired(cast: Cast) -> None:
    """Let the time of every grant to others run out, so that only the clock has moved."""
    grants_active(cast)
    with for_system(reason="tests"):
        CaseGrant.objects.filter(reason="referral").update(
            ends_at=NOW - datetime.timedelta(seconds=1), end_reason="consent_ends"
        )


SITUATIONS: dict[str, Callable[[Cast], object]] = {
    "nobody referred": nobody_referred,
    "referrals sent": referrals_sent,
    "grants active": grants_active,
    "grants ended": grants_ended,
    "consent withdrawn": consent_withdrawn,
    "grants expired": grants_expired,
}


def bring_about(situation: str, cast: Cast) -> None:
    """Let a situation come about; the one without a name is the cast as it gathered."""
    if situation:
        SITUATIONS[situation](cast)
