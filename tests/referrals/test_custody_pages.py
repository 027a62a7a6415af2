"""The pages of a reception centre's officers: asking, reading, taking back."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.acting import Acting, for_member, for_system
from accounts.actions import add_member
from accounts.models import User
from accounts.permissions import Role
from cases.paging import PAGE_SIZE
from referrals import custody
from referrals.models import Examination, Service
from tests.cast import NOW, TODAY, Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.referrals.custody_stages import (
    CLOSED,
    CUSTODY_ROADS,
    NAME,
    asked,
    behind,
    examined_to,
    seen,
)
from tests.referrals.stages import TOMORROW, offered_by
from tests.watching import assert_codes_only, audited, unchanged

ASK = "/custody/new/"
OPEN = [state for state in CUSTODY_ROADS if state not in {"completed", *CLOSED}]


@pytest.fixture
def service(cast: Cast) -> Service:
    return offered_by(cast)["emergency"]


def typed(offer: Service, **changed: str) -> dict[str, str]:
    return {
        "full_name": "Сабыр",
        "birth_year": "1990",
        "sex": "male",
        "citizenship": "KG",
        "language": "ky",
        "needs_interpreter": "on",
        "service": str(offer.pk),
        "priority": "urgent",
        "asked": "Says that his chest hurts",
        "escort": "Two officers",
        "submission": str(uuid.UUID(int=9)),
    } | changed


def officers_page(cast: Cast, name: str, examination: Examination) -> str:
    return reverse(f"referrals:{name}", args=[examination.pk])


def look(cast: Cast, examination: Examination, by: str = "officer_reception") -> Any:
    return browser(cast, by).get(officers_page(cast, "examination", examination))


def all_sheets() -> list[Examination]:
    with for_system(reason="tests"):
        return list(Examination.objects.order_by("id"))


# --- asking ---------------------------------------------------------------------------------------


def test_a_whole_page_is_sent_at_once_and_shown_next(cast: Cast, service: Service) -> None:
    answer = browser(cast, "officer_reception").post(ASK, typed(service), follow=True)
    [sheet] = all_sheets()
    assert answer.redirect_chain == [(f"/custody/{sheet.pk}/", 302)]
    assert told(answer) == ["Sent. The clinic will name a day, and you read it here."]
    assert (sheet.phase, sheet.clinic, sheet.service) == ("sent", cast.hospital, service)
    assert (sheet.name, sheet.birth_year, sheet.needs_interpreter) == ("Сабыр", 1990, True)
    assert behind(sheet).state == "sent"


def test_the_same_page_sent_twice_asks_once(cast: Cast, service: Service) -> None:
    officer = browser(cast, "officer_reception")
    first, second = (officer.post(ASK, typed(service)) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(all_sheets()) == 1


def test_hardly_anything_need_be_known_of_the_person(cast: Cast, service: Service) -> None:
    unknown = typed(service, full_name="", birth_year="", language="", sex="unknown")
    unknown["citizenship"] = "unknown"
    answer = browser(cast, "officer_reception").post(ASK, unknown, follow=True)
    assert answer.context["title"] == answer.context["examination"].number
    assert answer.context["facts"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("asked", ""),
        ("escort", ""),
        ("service", ""),
        ("sex", ""),
        ("citizenship", ""),
        ("birth_year", str(TODAY.year + 1)),
        ("birth_year", "1490"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, service: Service, field: str, value: str
) -> None:
    with unchanged(SEEN):
        answer = browser(cast, "officer_reception").post(ASK, typed(service, **{field: value}))
    assert field in answer.context["form"].errors
    assert "Two officers" in answer.content.decode() or field == "escort"


def test_another_language_keeps_what_was_typed_and_sends_nothing(
    cast: Cast, service: Service
) -> None:
    with unchanged(SEEN):
        answer = browser(cast, "officer_reception").post(ASK, typed(service, switch_language="ru"))
    assert "Says that his chest hurts" in answer.content.decode()


def test_the_form_asks_for_no_judgement_and_suggests_nobody(cast: Cast) -> None:
    asked(cast)
    answer = browser(cast, "officer_reception").get(ASK)
    assert "please do not judge it here" in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert set(answer.context["form"].fields) == {
        "full_name", "birth_year", "sex", "citizenship", "language", "needs_interpreter",
        "service", "priority", "asked", "escort", "submission",
    }  # fmt: skip


def test_asking_again_begins_with_ones_own_words_and_a_new_complaint(
    cast: Cast, service: Service
) -> None:
    answered = examined_to(cast, "completed", service=service)
    officer = browser(cast, "officer_reception")
    again = f"{ASK}?again={answered.pk}"
    initial = officer.get(again).context["form"].initial
    assert (initial["full_name"], initial["service"]) == (NAME, service.pk)
    assert "asked" not in initial
    officer.post(again, typed(service))
    assert seen(answered).is_followed
    assert [behind(one).replaces_id for one in all_sheets()] == [None, answered.pk]


@pytest.mark.parametrize("junk", ["", "x", "%00"])
def test_junk_in_the_address_is_no_error(cast: Cast, junk: str) -> None:
    assert browser(cast, "officer_reception").get(f"{ASK}?again={junk}").status_code == 200


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_every_state_has_its_page(cast: Cast, state: str) -> None:
    answer = look(cast, examined_to(cast, state))
    sheet = answer.context["examination"]
    assert answer.status_code == 200
    assert (sheet.appointment is not None) == (sheet.phase in {"appointment", "answered"})
    assert (sheet.formal is not None) == (state == "completed")
    assert NAME in answer.content.decode()


def test_the_sheet_holds_exactly_what_the_centre_may_know() -> None:
    assert set(custody.CustodySheet.__dataclass_fields__) == {
        "id", "number", "written", "phase", "phase_label", "appointment", "formal"
    }  # fmt: skip
    assert set(custody.Appointment.__dataclass_fields__) == {"at", "place"}
    assert set(custody.Formal.__dataclass_fields__) == {
        "fitness", "label", "look_again_on", "answered_on"
    }  # fmt: skip


def test_a_colleague_on_the_next_shift_reads_and_goes_on(cast: Cast) -> None:
    sheet = asked(cast)
    with for_system(reason="tests") as system:
        user = User.objects.create_user("night@example.org", "words", name="Night")
        add_member(
            by=system, user=user, organisation=cast.reception_centre, role=Role.RECEPTION_OFFICER
        )
        night = user.memberships.get()
    with for_member(Acting(night)) as by:
        page = custody.list_examinations(by, number=1)
    assert [one.id for one in page.rows] == [sheet.pk]


def test_what_is_open_stands_first_and_the_newest_of_each(cast: Cast) -> None:
    answered, older = examined_to(cast, "completed"), asked(cast)
    closed, newer = examined_to(cast, "declined"), examined_to(cast, "scheduled")
    rows = browser(cast, "officer_reception").get("/custody/").context["page"].rows
    assert [one.id for one in rows] == [newer.pk, older.pk, closed.pk, answered.pk]


def test_the_list_names_what_stands_in_its_last_column(cast: Cast) -> None:
    examined_to(cast, "completed")
    text = browser(cast, "officer_reception").get("/custody/").content.decode()
    assert text.count("Appointment or answer") == 2
    assert 'scope="row" class="name-column"' in text


def test_a_page_says_whether_more_follow_and_never_how_many(cast: Cast) -> None:
    for _ in range(PAGE_SIZE + 1):
        asked(cast, shown_name="")
    officer = browser(cast, "officer_reception")
    first, second = officer.get("/custody/"), officer.get("/custody/?page=2")
    assert len(first.context["page"].rows) == PAGE_SIZE
    assert first.context["page"].has_next
    assert len(second.context["page"].rows) == 1
    pages = first.content.decode().partition('class="pages"')[2].partition("</nav>")[0]
    assert "Page 1" in pages
    assert str(PAGE_SIZE + 1) not in pages


def test_who_reads_is_written_down(cast: Cast) -> None:
    sheet = asked(cast)
    with audited() as rows:
        look(cast, sheet)
        browser(cast, "officer_reception").get("/custody/")
    assert [(row.verb, row.subject_id, row.data_classes) for row in rows] == [
        ("read", sheet.pk, ["identity", "referral"]),
        ("listed", sheet.pk, ["identity", "referral"]),
    ]
    assert_codes_only(rows)


# --- taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", OPEN)
def test_what_is_open_can_be_taken_back_with_a_coded_word(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    page = officers_page(cast, "take_back", sheet)
    officer = browser(cast, "officer_reception")
    assert "Why is the examination not needed?" in officer.get(page).content.decode()
    answer = officer.post(page, {"because": "wish"}, follow=True)
    assert told(answer) == ["The examination was taken back."]
    assert (behind(sheet).state, seen(sheet).phase) == ("cancelled", "closed")


@pytest.mark.parametrize("because", ["", "he pretends", "other"])
def test_words_of_ones_own_are_no_reason(cast: Cast, because: str) -> None:
    sheet = asked(cast)
    with unchanged(SEEN):
        answer = browser(cast, "officer_reception").post(
            officers_page(cast, "take_back", sheet), {"because": because}
        )
    assert "because" in answer.context["form"].errors


@pytest.mark.parametrize("state", ["completed", *CLOSED])
def test_what_has_ended_is_not_taken_back(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    with unchanged(SEEN):
        answer = browser(cast, "officer_reception").post(
            officers_page(cast, "take_back", sheet), {"because": "wish"}, follow=True
        )
    assert told(answer) == ["This is not possible now. Nothing was changed."]


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_the_buttons_are_those_that_work(cast: Cast, state: str) -> None:
    answer = look(cast, examined_to(cast, state))
    icons = [button.icon for button in answer.context["moves"]]
    assert icons == (["undo-2"] if state in OPEN else ["repeat"])
    assert answer.context["may_end"] is (state not in CLOSED)


def test_times_are_kept_as_they_were_made(cast: Cast) -> None:
    sheet = look(cast, examined_to(cast, "scheduled")).context["examination"]
    assert sheet.appointment == custody.Appointment(TOMORROW, "Gate 2")
    assert sheet.written.sent_at == NOW


def test_looking_at_the_form_asks_for_nothing(cast: Cast) -> None:
    with unchanged(SEEN):
        browser(cast, "officer_reception").get(ASK)
