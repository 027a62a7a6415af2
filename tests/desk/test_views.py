"""The pages of the desk through the browser: home, search, the case file."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import for_member, for_system
from audit.models import Entry
from cases import numbers
from cases.actions import add_contact, add_name, add_note, withdraw_consent
from tests.cast import GULNARA, GULNARAS_PHONE, MEMBER_NAMES, NOW, RUSTAM, TODAY, ZARINA, Cast
from tests.referrals.browsers import SEEN, browser
from tests.referrals.crowd import crowd
from tests.referrals.stages import asking, brought_to
from tests.situations import accept, send, write_records
from tests.watching import assert_codes_only, audited, unchanged

HOME, SEARCH = "/", "/search/"


def case_page(cast: Cast) -> str:
    return reverse("desk:case", args=[cast.gulnaras_case.pk])


# --- home -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEMBER_NAMES)
def test_everybody_has_a_home_page_and_reading_it_changes_nothing(cast: Cast, name: str) -> None:
    with unchanged(SEEN):
        answer = browser(cast, name).get(HOME)
    assert answer.status_code == 200
    assert cast.members[name].user.name in answer.content.decode()


def test_the_home_page_counts_what_waits(cast: Cast) -> None:
    assert browser(cast, "dr_ahmetov").get(HOME).context["waiting"] == 0
    brought_to(cast, "sent")
    answer = browser(cast, "dr_ahmetov").get(HOME)
    assert answer.context["waiting"] == 1
    assert GULNARA in answer.content.decode()


@pytest.mark.parametrize("name", ["officer_kg", "officer_tj", "officer_reception"])
def test_the_home_page_of_those_behind_the_wall_counts_nothing(cast: Cast, name: str) -> None:
    before = browser(cast, name).get(HOME).content
    brought_to(cast, "completed")
    after = browser(cast, name).get(HOME)
    assert after.context["waiting"] == 0
    assert len(before) == len(after.content)


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov"])
def test_forty_waiting_cost_as_many_queries_as_three(cast: Cast, name: str) -> None:
    costs = []
    for count in (3, 37):
        crowd(cast, count)
        crowd(cast, count, state="completed", ended_at=NOW)
        crowd(cast, count, state="did_not_arrive", appointment_at=NOW)
        client = browser(cast, name)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


# --- search ---------------------------------------------------------------------------------------


def found(cast: Cast, name: str, text: str) -> list[str]:
    """Return the names that a search finds."""
    answer = browser(cast, name).post(SEARCH, {"q": text})
    assert answer.status_code == 200
    return [row.name for row in answer.context["found"]]


@pytest.mark.parametrize(
    "text",
    [
        "Гүлнара Асанова",
        "Асанова Гүлнара",
        "гүлнара",
        "Гулнара",
        "Gulnara Asanova",
        "GULNARA",
        "Asan",
        "Гүл",
        "  gulnara   asanova ",
        GULNARAS_PHONE,
        "8 701 123 45 67",
        "+7 (701) 123-45-67",
    ],
)
def test_gulnara_is_found_by_name_part_and_phone_in_both_scripts(cast: Cast, text: str) -> None:
    assert found(cast, "aigul", text) == [GULNARA]


def test_a_person_is_found_by_the_number_of_a_case_however_it_is_written(cast: Cast) -> None:
    number = cast.gulnaras_case.number
    for text in (number, numbers.format_number(number), f" {number[:5]} {number[5:]} "):
        assert found(cast, "aigul", text) == [GULNARA]


def test_a_person_is_found_by_any_of_their_names(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        add_name(by=by, migrant=cast.gulnara, full="Aigerim", kind="alias", now=NOW)
    assert found(cast, "aigul", "Айгерим") == [GULNARA]


@pytest.mark.parametrize("text", ["Zzz", "+7 707 000 00 00", "111-111-1111", "%", "_", "'; --"])
def test_what_fits_nobody_finds_nobody(cast: Cast, text: str) -> None:
    assert found(cast, "aigul", text) == []


def test_everybody_finds_the_files_of_their_own_team_only(cast: Cast) -> None:
    searches = {"gulnara": GULNARA, "rustam": RUSTAM, "zarina": ZARINA}
    sees = {
        # A team knows whose file is whose.
        "aigul": {GULNARA, RUSTAM},
        "daniyar": {GULNARA, RUSTAM},
        "saule": {GULNARA, RUSTAM},
        "timur": {ZARINA},
        "dr_ahmetov": set(),
        "dr_lee": set(),
    }
    for name, expected in sees.items():
        seen = {one for text in searches for one in found(cast, name, text)}
        assert seen == expected, name


def test_the_clinic_finds_her_while_it_has_access_to_her_identity(cast: Cast) -> None:
    assert found(cast, "dr_ahmetov", "Gulnara") == []
    brought_to(cast, "accepted", asking(cast, "health"))
    assert found(cast, "dr_ahmetov", "Gulnara") == []
    brought_to(cast, "accepted", asking(cast, "identity", reason="screening"))
    assert found(cast, "dr_ahmetov", "Gulnara") == [GULNARA]
    assert found(cast, "dr_ahmetov", GULNARAS_PHONE) == []
    assert found(cast, "dr_lee", "Gulnara") == []
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    assert found(cast, "dr_ahmetov", "Gulnara") == []


def test_the_number_of_anothers_case_finds_nobody(cast: Cast) -> None:
    assert found(cast, "aigul", cast.rustams_case.number) == []
    assert found(cast, "timur", cast.gulnaras_case.number) == []


def test_who_fits_best_stands_first(cast: Cast) -> None:
    crowd(cast, 3)
    with for_member(cast.aigul) as by:
        add_contact(by=by, migrant=cast.gulnara, phone="+77019999999", now=NOW)
        add_name(by=by, migrant=cast.gulnara, full="Person Gulnara", kind="alias", now=NOW)
    assert found(cast, "aigul", "Person Gulnara")[0] == GULNARA


def test_nothing_typed_is_said_and_finds_nobody(cast: Cast) -> None:
    answer = browser(cast, "aigul").post(SEARCH, {"q": "  "})
    assert answer.context["found"] is None
    assert [str(error) for error in answer.context["form"].errors["q"]] == [
        "Write a name, a phone number or a case number."
    ]


def test_another_language_keeps_what_was_typed_and_does_not_search(cast: Cast) -> None:
    with audited() as entries:
        answer = browser(cast, "aigul").post(SEARCH, {"q": "Gulnara", "switch_language": "kk"})
    assert answer.context["found"] is None
    assert answer.context["form"]["q"].value() == "Gulnara"
    assert entries == []


def test_what_is_looked_for_stands_in_no_address_and_in_no_audit_row(cast: Cast) -> None:
    client = browser(cast, "aigul")
    with audited() as entries:
        answer = client.post(SEARCH, {"q": "Gulnara Asanova"})
    assert answer.request["QUERY_STRING"] == ""
    assert 'method="post"' in answer.content.decode()
    assert not any("Gulnara" in link for link in _links(answer))
    assert [(e.verb, e.subject_type, e.subject_id) for e in entries] == [
        ("listed", "migrant", cast.gulnara.pk)
    ]
    assert_codes_only(entries)


def _links(answer: Any) -> list[str]:
    return [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]


def test_a_search_in_an_address_is_not_done(cast: Cast) -> None:
    with audited() as entries:
        answer = browser(cast, "aigul").get(SEARCH, {"q": "Gulnara"})
    assert answer.context["found"] is None
    assert GULNARA not in answer.content.decode()
    assert entries == []


def test_finding_nobody_writes_nothing_down(cast: Cast) -> None:
    with unchanged(SEEN), audited() as entries:
        found(cast, "aigul", "Nobody At All")
    assert entries == []


@pytest.mark.parametrize("name", ["officer_kg", "officer_reception", "analyst_health", "madina"])
def test_those_behind_the_wall_have_no_search(cast: Cast, name: str) -> None:
    answers = [
        browser(cast, name).post(SEARCH, {"q": text}) for text in ("Gulnara", "Nobody At All")
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert len(answers[0].content) == len(answers[1].content)


# --- the case file --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov", "nurse_olga"])
def test_the_case_file_is_shown_and_reading_it_is_written_down(cast: Cast, name: str) -> None:
    brought_to(cast, "accepted")
    with unchanged(SEEN), audited() as entries:
        answer = browser(cast, name).get(case_page(cast))
    assert answer.status_code == 200
    assert GULNARA in answer.content.decode()
    read = [e for e in entries if e.verb == "read" and e.subject_type == "case"]
    assert [(e.subject_id, e.actor_id) for e in read] == [
        (cast.gulnaras_case.pk, cast.members[name].user_id)
    ]
    assert_codes_only(entries)


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_ahmetov", "dr_lee"])
def test_a_case_that_is_not_theirs_is_not_there(cast: Cast, name: str) -> None:
    with unchanged(SEEN):
        theirs = browser(cast, name).get(case_page(cast))
        nothing = browser(cast, name).get(reverse("desk:case", args=[uuid.uuid4()]))
    assert theirs.status_code == nothing.status_code == 404


def test_a_clinic_opens_a_case_whose_person_was_not_named_to_it(cast: Cast) -> None:
    write_records(cast)
    # Rustam's case goes to the hospital without his identity.
    referral = send(cast.daniyar, cast.rustams_case, cast.hospital, "health", reason="emergency")
    accept(cast.dr_lee, referral)
    page = reverse("desk:case", args=[cast.rustams_case.pk])
    answer = browser(cast, "dr_lee").get(page)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert RUSTAM not in said
    assert "Rustam K." not in said
    assert numbers.format_number(cast.rustams_case.number) in said


def test_a_refusal_is_written_down_for_the_case(cast: Cast) -> None:
    browser(cast, "timur").get(case_page(cast))
    with for_system(reason="tests"):
        entry = Entry.objects.get(verb="refused")
    assert (entry.subject_id, entry.actor_id) == (cast.gulnaras_case.pk, cast.timur.user_id)
    assert entry.detail == {"permission": "case.see", "because": "not_visible"}


def test_the_word_tuberculosis_is_not_on_the_page_of_who_may_not_see_it(cast: Cast) -> None:
    brought_to(cast, "accepted", asking(cast, "identity", "health"))
    pages = {
        name: browser(cast, name).get(case_page(cast)).context["case"].kind
        for name in ("aigul", "saule", "nurse_olga", "dr_ahmetov")
    }
    assert {name: str(kind) for name, kind in pages.items()} == {
        "aigul": "Tuberculosis", "saule": "Health", "nurse_olga": "Health", "dr_ahmetov": "Health"
    }  # fmt: skip


def test_the_phone_is_masked_and_notes_stay_in_the_house(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        key = uuid.uuid4()
        add_note(by=by, case=cast.gulnaras_case, text="Sleeps at work", submission=key, now=NOW)
    brought_to(cast, "accepted")
    pages = {
        name: browser(cast, name).get(case_page(cast)).content.decode()
        for name in ("aigul", "dr_ahmetov")
    }
    for page in pages.values():
        assert GULNARAS_PHONE not in page
        assert "701 123 45 67" not in page
    assert "Sleeps at work" in pages["aigul"]
    assert "Sleeps at work" not in pages["dr_ahmetov"]


def test_a_case_with_a_long_story_costs_no_more_queries_than_a_short_one(cast: Cast) -> None:
    costs = []
    for reasons in (("screening",), ("emergency", "initial_test", "clients_wish")):
        for reason in reasons:
            brought_to(cast, "completed", asking(cast, reason=reason))
        with for_member(cast.aigul) as by:
            for _ in range(5 * len(reasons)):
                add_note(
                    by=by, case=cast.gulnaras_case, text="Note", submission=uuid.uuid4(), now=NOW
                )
        client = browser(cast, "aigul")
        with CaptureQueriesContext(connection) as captured:
            client.get(case_page(cast))
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("page", ["home", "case"])
def test_what_is_only_read_is_only_asked_for(cast: Cast, page: str) -> None:
    path = HOME if page == "home" else case_page(cast)
    with unchanged(SEEN):
        assert browser(cast, "aigul").post(path).status_code == 405
