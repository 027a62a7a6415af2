"""Requests to the three consulates in every state, and one person whose state must hear nothing."""
# ruff: noqa: RUF001

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.acting import Acting, for_member
from cases.actions import ConsentTerms, block_state_contact, record_consent
from cases.models import Case
from desk.demonstration.basis import CONSULATES, by_age
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage
from referrals import actions
from referrals.actions.envelope import EnvelopeAnswerTerms, EnvelopeTerms
from referrals.models import Envelope

OFFICERS = {"consulate_kg": "bakyt", "consulate_tj": "firuz", "consulate_uz": "jasur"}
LASTS = datetime.timedelta(days=30)
# How far each one goes; the moves follow each other on the same day or later.
ROADS: dict[str, tuple[str, ...]] = {
    "sent": (),
    "seen": ("see",),
    "in_work": ("see", "take"),
    "answered": ("see", "take", "answer"),
    "closed": ("see", "take", "answer", "close"),
    "withdrawn": ("see", "withdraw"),
    "expired": (),
}
HOURS = {"see": 12, "take": 13, "answer": 15, "close": 16, "withdraw": 16}
ANSWERS = {
    "passport": EnvelopeAnswerTerms(
        "needs_more", ("photo", "old_passport_number"), "Приём по вторникам и четвергам с 9 до 12."
    ),
    "return_certificate": EnvelopeAnswerTerms(
        "issued", (), "Свидетельство готово, можно забрать в окне № 2 до конца месяца."
    ),
    "help_to_travel_home": EnvelopeAnswerTerms(
        "will_issue", (), "Билет оформим на следующей неделе."
    ),
    "birth_certificate": EnvelopeAnswerTerms(
        "come_in_person", (), "Нужно прийти обоим родителям или одному с доверенностью."
    ),
    "other_help": EnvelopeAnswerTerms("cannot", (), "Это решает местный орган, не консульство."),
}
TAKEN_BACK = "Паспорт нашёлся у родственников, помощь консульства не нужна."
BLOCKED = "Дома угрожают; просит, чтобы на родине никто не узнал, где находится."


@dataclass(frozen=True)
class Letter:
    """One request to be told: of whose state, which paper, how far it went, how long ago."""

    state_of: str
    request: str
    state: str
    days_ago: int


LETTERS = (
    Letter("KG", "passport", "expired", 37),
    Letter("KG", "birth_certificate", "closed", 20),
    Letter("KG", "passport", "answered", 7),
    Letter("KG", "confirm_identity", "in_work", 4),
    Letter("KG", "return_certificate", "sent", 1),
    Letter("TJ", "confirm_identity", "withdrawn", 12),
    Letter("TJ", "help_to_travel_home", "answered", 9),
    Letter("TJ", "return_certificate", "in_work", 5),
    Letter("TJ", "birth_certificate", "seen", 2),
    Letter("TJ", "passport", "sent", 1),
    Letter("UZ", "confirm_identity", "expired", 35),
    Letter("UZ", "other_help", "closed", 18),
    Letter("UZ", "return_certificate", "answered", 8),
    Letter("UZ", "passport", "in_work", 3),
    Letter("UZ", "birth_certificate", "sent", 1),
)


def write_to_consulates(stage: Stage, told: Sequence[Told]) -> None:
    """Let people agree, and their caseworkers write; the consulates do what each has come to."""
    free = [one for one in told if not one.plan.closing and not one.plan.story.by_law]
    shelter = next(one for one in reversed(free) if one.plan.by == "dinara")
    free.remove(shelter)
    for letter in LETTERS:
        one = next(one for one in free if _fits(one, letter))
        free.remove(one)
        _write(stage, one, letter)
    _block(stage, shelter)
    actions.expire_old_envelopes(by="demonstration", now=stage.clock.now)


def _fits(one: Told, letter: Letter) -> bool:
    is_known = one.person.facts.citizenship == letter.state_of
    # Days are working days: an earlier one may slip back over a weekend.
    return is_known and one.plan.opened > letter.days_ago + 2 and one.plan.by != "dinara"


def _caseworker(stage: Stage, one: Told) -> tuple[Acting, Case]:
    for acting in stage.members.values():
        with for_member(acting):
            mine = Case.objects.filter(pk=one.case.pk, caseworker=acting.user_id)
            if acting.role_name == "caseworker" and (case := mine.first()):
                return acting, case
    raise LookupError(one.case.pk)


def _write(stage: Stage, one: Told, letter: Letter) -> None:
    by, case = _caseworker(stage, one)
    consulate = stage.organisations[CONSULATES[letter.state_of]]
    given_on = stage.clock.day(letter.days_ago)
    agreed = ConsentTerms(
        data_classes=("identity",),
        language=one.person.facts.language,
        given_how="written",
        given_on=given_on,
        expires_on=given_on + LASTS,
        recipient_ids=(consulate.pk,),
        was_read_back=True,
        purpose="papers",
        age=by_age(one.person, given_on),
    )
    asked = EnvelopeTerms(consulate, letter.request, shows_birth_date=True, shows_sex=True)
    with for_member(by):
        moment = stage.clock.at(letter.days_ago, 9, 40)
        record_consent(by=by, migrant=one.migrant, terms=agreed, now=moment)
        envelope = actions.send_envelope(
            by=by,
            case=case,
            terms=asked,
            submission=stage.key(),
            now=stage.clock.at(letter.days_ago, 10),
            today=given_on,
        )
    for place, move in enumerate(ROADS[letter.state]):
        now = stage.clock.at(max(1, letter.days_ago - place), HOURS[move])
        _move(by, stage.members[OFFICERS[CONSULATES[letter.state_of]]], envelope, move, now)


def _move(
    sender: Acting, officer: Acting, envelope: Envelope, move: str, now: datetime.datetime
) -> None:
    with for_member(sender if move in {"close", "withdraw"} else officer) as by:
        envelope = Envelope.objects.get(pk=envelope.pk)
        if move == "see":
            actions.see_envelope(by=by, envelope=envelope, now=now)
        elif move == "take":
            actions.take_envelope(by=by, envelope=envelope, now=now)
        elif move == "answer":
            answer = ANSWERS[envelope.request]
            actions.answer_envelope(by=by, envelope=envelope, answer=answer, now=now)
        elif move == "close":
            actions.close_envelope(by=by, envelope=envelope, now=now)
        else:
            actions.withdraw_envelope(by=by, envelope=envelope, reason=TAKEN_BACK, now=now)


def _block(stage: Stage, one: Told) -> None:
    by, _case = _caseworker(stage, one)
    with for_member(by):
        block_state_contact(
            by=by,
            migrant=one.migrant,
            reason=BLOCKED,
            submission=stage.key(),
            now=stage.clock.at(1, 11),
        )
