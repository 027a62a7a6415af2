"""Who looked at a file, when and why: read to the person, or handed over on paper."""

import datetime
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import for_member, for_system
from audit import actions as audit
from audit.models import Verb
from cases.models import ContactPoint
from desk.oversight.access_log import Look, access_log
from desk.oversight.subjects import keys_of_file
from desk.oversight.wording import KINDS, OF_A_VERB, PURPOSES, purpose_word
from tests.cast import GULNARA, GULNARAS_PHONE, Cast
from tests.referrals.browsers import browser
from tests.situations import grants_active, grants_ended
from tests.watching import audited, unchanged

ILLNESS = re.compile(
    r"\b(tb|tuberc|hiv|aids|ill|disease|medic|туберк|вич|спид|болез)", re.IGNORECASE
)


def looks(cast: Cast, *, on_paper: bool = False) -> list[Look]:
    """Return Gulnara's log as Aigul gets it."""
    with for_member(cast.aigul) as aigul:
        page = access_log(aigul, cast.gulnara, number=1, on_paper=on_paper)
    return [look for day in page.rows for look in day.looks]


def pages(cast: Cast) -> tuple[str, str]:
    log = f"/migrants/{cast.gulnara.pk}/access-log/"
    return log, f"{log}ru/"


def test_colleagues_are_named_and_others_by_role_and_organisation(cast: Cast) -> None:
    grants_active(cast)
    browser(cast, "saule").get(f"/cases/{cast.gulnaras_case.pk}/")
    browser(cast, "dr_ahmetov").get(f"/cases/{cast.gulnaras_case.pk}/")
    said = {
        (look.who, str(look.role), str(look.organisation), str(look.why)) for look in looks(cast)
    }
    assert ("Saule", "Supervisor", "Komek", "opened the case") in said
    assert ("", "Clinic staff", "City TB clinic", "opened the case") in said
    assert ("", "Clinic staff", "City TB clinic", "received the referral") in said
    assert (
        "",
        "Clinic staff",
        "City TB clinic",
        "accepted the referral and was given access",
    ) in said
    assert not any("ahmetov" in look.who.lower() for look in looks(cast))


def test_a_phone_that_was_asked_for_stands_there_by_itself(cast: Cast) -> None:
    with for_system(reason="tests"):
        phone = ContactPoint.objects.get(migrant=cast.gulnara)
    browser(cast, "aigul").post(f"/contacts/{phone.pk}/")
    assert ("Aigul", "saw the phone number") in {(one.who, str(one.why)) for one in looks(cast)}


def test_looks_alike_on_one_day_are_one_line_with_their_number(cast: Cast) -> None:
    aigul = browser(cast, "aigul")
    for _ in range(3):
        aigul.get(f"/cases/{cast.gulnaras_case.pk}/")
    (opened,) = [one for one in looks(cast) if str(one.why) == "opened the case"]
    assert opened.times == 3


def test_who_looked_stays_when_the_grant_has_ended(cast: Cast) -> None:
    grants_ended(cast)
    assert "City TB clinic" in {str(one.organisation) for one in looks(cast)}


def test_emergency_access_is_said_plainly(cast: Cast) -> None:
    with for_member(cast.dr_lee) as doctor:
        audit.record(
            Verb.BROKE_GLASS, by=doctor, subject_type="glass", subject_ids=[cast.gulnara.pk]
        )
    said = {(str(one.organisation), str(one.why)) for one in looks(cast)}
    assert ("City hospital", "opened the file in an emergency") in said


def test_looks_at_other_files_are_not_on_it(cast: Cast) -> None:
    before = len(looks(cast))
    browser(cast, "daniyar").get(f"/cases/{cast.rustams_case.pk}/")
    browser(cast, "timur").get(f"/migrants/{cast.zarina.pk}/")
    assert "Daniyar" not in {one.who for one in looks(cast)}
    # The list itself was read in between: that, and no more, stands on it now.
    assert {str(one.why) for one in looks(cast)} >= {"read this list"}
    assert len(looks(cast)) <= before + 1


def test_everything_that_hangs_on_a_file_belongs_to_it_and_nothing_else(cast: Cast) -> None:
    grants_active(cast)
    with for_system(reason="tests"):
        hers, his = keys_of_file(cast.gulnara.pk), keys_of_file(cast.rustam.pk)
    assert {cast.gulnara.pk, cast.gulnaras_case.pk, cast.gulnaras_consent.pk} <= hers
    assert {cast.rustam.pk, cast.rustams_case.pk} <= his
    assert not hers & his


def test_reading_the_list_is_written_down(cast: Cast) -> None:
    page, paper = pages(cast)
    for address in (page, paper):
        with audited() as entries:
            assert browser(cast, "aigul").get(address).status_code == 200
        read = [entry for entry in entries if entry.subject_type == "access_log"]
        assert [(one.verb, one.subject_id) for one in read] == [("read", cast.gulnara.pk)]


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_ahmetov", "officer_kg", "madina"])
def test_nobody_else_reads_it(cast: Cast, name: str) -> None:
    visitor = browser(cast, name)
    with unchanged(but=frozenset({"audit_entry", "accounts_user"})):
        for address in pages(cast):
            assert visitor.get(address).status_code in {403, 404}


def test_the_paper_bears_no_illness_and_no_name_of_the_person(cast: Cast) -> None:
    grants_active(cast)
    text = browser(cast, "aigul").get(pages(cast)[1]).content.decode()
    paper = text.split("<article", 1)[1].split("</article>", 1)[0]
    assert 'lang="ru"' in paper
    assert "Komek" in paper
    assert GULNARA not in paper
    assert GULNARAS_PHONE[-4:] not in paper
    # A clinic's name may tell: on paper it is called what it is.
    assert "City TB clinic" not in paper
    assert not ILLNESS.search(re.sub(r"<[^>]*>", " ", paper))


def test_no_word_for_an_act_names_an_illness() -> None:
    for word in (*PURPOSES.values(), *OF_A_VERB.values(), *KINDS.values()):
        assert not ILLNESS.search(str(word)), word


def test_every_verb_has_words() -> None:
    assert all(str(purpose_word(verb, "anything")) for verb in Verb)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_paper_speaks_the_language_asked_for_and_the_page_the_readers(
    cast: Cast, language: str
) -> None:
    text = browser(cast, "aigul").get(f"{pages(cast)[0]}{language}/").content.decode()
    assert f'<article class="panel paper" lang="{language}">' in text
    assert '<html lang="ru">' in text or '<html lang="en">' in text


@pytest.mark.parametrize("language", ["de", "xx", "en-gb"])
def test_a_language_we_do_not_speak_is_not_found(cast: Cast, language: str) -> None:
    assert browser(cast, "aigul").get(f"{pages(cast)[0]}{language}/").status_code == 404


def test_it_costs_the_same_however_many_looked(cast: Cast) -> None:
    aigul = browser(cast, "aigul")
    aigul.get(pages(cast)[0])

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            aigul.get(pages(cast)[0])
        return len(asked)

    few = cost()
    write_many(cast)
    assert cost() == few


def write_many(cast: Cast) -> None:
    """Let everybody have looked at her file, by a row for each of many days."""
    for acting in cast.members.values():
        with for_member(acting):
            audit.record(
                Verb.READ, by=acting, subject_type="case", subject_ids=[cast.gulnaras_case.pk] * 5
            )


def test_days_stand_newest_first_and_hours_in_their_order(cast: Cast) -> None:
    grants_active(cast)
    with for_member(cast.aigul) as aigul:
        page = access_log(aigul, cast.gulnara, number=1)
    days = [day.day for day in page.rows]
    assert days == sorted(days, reverse=True)
    assert all(isinstance(day, datetime.date) for day in days)
    for day in page.rows:
        assert [one.at for one in day.looks] == sorted(one.at for one in day.looks)


def test_a_file_that_is_not_there_is_not_found(cast: Cast) -> None:
    client: Client = browser(cast, "aigul")
    assert client.get(f"/migrants/{uuid.uuid4()}/access-log/").status_code == 404
