"""A referral in words: what the consent lacks, who was faster, the path, the timeline."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation
from lucide import _load_icon

from accounts.acting import for_member
from accounts.permissions import Permission
from cases.consent_rules import Gap
from referrals import queries, wording
from referrals.access import get_referral
from referrals.models import Referral, ReferralStep
from referrals.sheets import ReferralSheet, referral_sheet
from referrals.states import ReferralState
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import ENDED, ROADS, brought_to, done, drafted, steps_of

SENT, RECEIVED, ACCEPTED = "Sent", "Received", "Accepted"
MADE, ARRIVED, ANSWERED = "Appointment made", "Arrived", "Answered"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet(cast: Cast, referral: Referral, name: str = "aigul") -> ReferralSheet:
    with for_member(cast.members[name]) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        return referral_sheet(reader, found, TODAY)


# --- the path -------------------------------------------------------------------------------------


def path(cast: Cast, referral: Referral) -> str:
    """Return the path as a line: what is done, >current<, (to do), and what it stopped at!"""
    marks = {"done": "{}", "current": ">{}<", "todo": "({})", "stopped": "{}!"}
    steps = wording.path_of(sheet(cast, referral))
    return " ".join(marks[step.state].format(step.label) for step in steps)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (
            "draft",
            "(Sent) (Received) (Accepted) (Appointment made) (Arrived) (Answered)",
        ),
        (
            "sent",
            ">Sent< (Received) (Accepted) (Appointment made) (Arrived) (Answered)",
        ),
        (
            "received",
            "Sent >Received< (Accepted) (Appointment made) (Arrived) (Answered)",
        ),
        (
            "accepted",
            "Sent Received >Accepted< (Appointment made) (Arrived) (Answered)",
        ),
        (
            "scheduled",
            "Sent Received Accepted >Appointment made< (Arrived) (Answered)",
        ),
        (
            "arrived",
            "Sent Received Accepted Appointment made >Arrived< (Answered)",
        ),
        (
            "did_not_arrive",
            f"Sent Received Accepted {MADE} >Did not arrive< ({MADE}) (Arrived) (Answered)",
        ),
        ("completed", "Sent Received Accepted Appointment made Arrived Answered"),
        ("left_early", "Sent Received Accepted Appointment made Arrived Left before the end!"),
        ("declined", "Sent Received Declined!"),
        ("redirected", "Sent Received Pointed elsewhere!"),
        ("cancelled", "Sent Cancelled!"),
        ("expired", "Sent Expired!"),
    ],
)
def test_the_path_says_how_far_it_came_and_where_it_stands_or_stopped(
    cast: Cast, state: str, line: str
) -> None:
    assert path(cast, brought_to(cast, state)) == line


def test_a_draft_that_was_taken_back_never_left(cast: Cast) -> None:
    assert path(cast, done(cast, drafted(cast), "cancel")) == "Cancelled!"


def test_a_second_appointment_leads_back_onto_the_path(cast: Cast) -> None:
    again = done(cast, brought_to(cast, "did_not_arrive"), "schedule")
    assert path(cast, again) == "Sent Received Accepted >Appointment made< (Arrived) (Answered)"
    assert path(cast, done(cast, again, "arrive")).endswith(">Arrived< (Answered)")


def test_what_was_taken_back_midway_stopped_there(cast: Cast) -> None:
    cancelled = done(cast, brought_to(cast, "scheduled"), "cancel")
    assert path(cast, cancelled) == "Sent Received Accepted Appointment made Cancelled!"


def test_what_is_done_has_its_moment_and_what_is_to_do_has_none(cast: Cast) -> None:
    steps = wording.path_of(sheet(cast, brought_to(cast, "accepted")))
    assert [step.at for step in steps] == [NOW, NOW, NOW, None, None, None]


@pytest.mark.parametrize("state", ROADS)
def test_both_sides_read_the_same_path(cast: Cast, state: str) -> None:
    if state == "draft":
        return
    referral = brought_to(cast, state)
    theirs = wording.path_of(sheet(cast, referral, "nurse_olga"))
    assert wording.path_of(sheet(cast, referral)) == theirs


# --- the timeline ---------------------------------------------------------------------------------


def test_the_timeline_has_every_step_newest_first(cast: Cast) -> None:
    entries = wording.timeline_of(sheet(cast, brought_to(cast, "completed")))
    assert [str(entry.title) for entry in entries] == [
        ANSWERED, ARRIVED, MADE, ACCEPTED, RECEIVED, SENT
    ]  # fmt: skip
    assert {(entry.by, entry.organisation) for entry in entries[:-1]} == {
        ("Dr_Ahmetov", "City TB clinic")
    }
    assert (entries[-1].by, entries[-1].organisation) == ("Aigul", "Komek")


def test_a_step_says_what_was_written_and_who_wrote_it(cast: Cast) -> None:
    newest = wording.timeline_of(sheet(cast, brought_to(cast, "declined")))[0]
    assert (newest.detail, newest.by, newest.tone) == ("Full until May", "Dr_Ahmetov", "attention")


def test_the_clock_has_no_name_and_an_hourglass(cast: Cast) -> None:
    newest = wording.timeline_of(sheet(cast, brought_to(cast, "expired")))[0]
    assert (newest.icon, newest.by, newest.organisation) == ("hourglass", "", "")


def test_a_draft_has_no_history(cast: Cast) -> None:
    assert wording.timeline_of(sheet(cast, drafted(cast))) == []


@pytest.mark.parametrize("state", ["completed", "did_not_arrive", *ENDED])
def test_every_picture_of_the_timeline_exists(cast: Cast, state: str) -> None:
    for entry in wording.timeline_of(sheet(cast, brought_to(cast, state))):
        assert _load_icon(entry.icon) is not None


def test_every_state_has_a_tone_that_the_pages_know() -> None:
    tones = {"neutral", "info", "success", "attention", "danger", "ended"}
    assert set(wording.TONES) == set(ReferralState)
    assert set(wording.TONES.values()) <= tones


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", Gap)
def test_each_gap_of_a_consent_has_a_sentence(gap: Gap) -> None:
    (sentence,) = wording.gaps({gap})
    assert str(sentence).startswith("The consent ")
    assert str(sentence).endswith(".")


def test_all_gaps_are_said_each_once_in_one_order() -> None:
    said = [str(one) for one in wording.gaps(frozenset(Gap))]
    assert len(set(said)) == len(Gap)
    assert [str(one) for one in wording.gaps(reversed(Gap))] == said


def test_no_gap_means_that_there_is_nothing_to_rest_on() -> None:
    (sentence,) = wording.gaps(())
    assert str(sentence) == "No consent was recorded, and no ground in law was named."


DAY = datetime.date(2026, 5, 9)


@pytest.mark.parametrize(
    ("due_on", "days_late", "text"),
    [
        (None, 0, ""),
        (DAY, 0, "by 09.05.2026"),
        (DAY, 1, "1 day late"),
        (DAY, 12, "12 days late"),
    ],
)
def test_it_says_until_when_or_how_late(
    due_on: datetime.date | None, days_late: int, text: str
) -> None:
    assert wording.due(due_on, days_late) == text


# --- who was faster -------------------------------------------------------------------------------


def last_step(cast: Cast, name: str, referral: Referral) -> ReferralStep | None:
    with for_member(cast.members[name]) as reader:
        return queries.last_step(reader, referral.pk)


def test_who_comes_second_is_told_who_was_faster_and_with_what(cast: Cast) -> None:
    referral = brought_to(cast, "declined")
    said = wording.why_not(last_step(cast, "nurse_olga", referral), cast.nurse_olga.user_id)
    assert said == "Somebody was faster: Dr_Ahmetov, “Decline”. Nothing of yours was changed."


def test_who_presses_twice_is_told_that_it_was_done_once(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    said = wording.why_not(last_step(cast, "dr_ahmetov", referral), cast.dr_ahmetov.user_id)
    assert said == "You did “Accept” before. Nothing was done twice."


def test_the_clock_may_have_been_faster(cast: Cast) -> None:
    referral = brought_to(cast, "expired")
    said = wording.why_not(last_step(cast, "dr_ahmetov", referral), cast.dr_ahmetov.user_id)
    assert (
        said == "Somebody was faster: —, “Let the referral expire”. Nothing of yours was changed."
    )


def test_before_anything_happened_there_is_nobody_to_name(cast: Cast) -> None:
    referral = drafted(cast)
    assert steps_of(referral) == []
    said = wording.why_not(last_step(cast, "aigul", referral), cast.aigul.user_id)
    assert said == "This is not possible now. Nothing was changed."


def test_what_is_not_theirs_to_see_is_not_told(cast: Cast) -> None:
    assert last_step(cast, "dr_lee", brought_to(cast, "accepted")) is None
