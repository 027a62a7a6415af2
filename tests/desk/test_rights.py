"""The person's own data: what they ask, the copy in their language, holds, erasing in two steps."""

import time
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from accounts.acting import Acting, for_member, for_system
from accounts.models import User
from audit.models import Entry
from cases.actions import RequestTerms, record_request
from cases.models import DataRequest, LegalHold, Migrant
from cases.retention import Blocker
from desk.rights.wording import WHY, why_not
from tests.cast import GULNARA, GULNARAS_PHONE, NOW, RUSTAM, TODAY, Cast
from tests.reports.old_files import close_long_ago
from tests.situations import write_records
from tests.watching import unchanged

RECORDS = "account_authentication_methods"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def seated(acting: Acting) -> Client:
    """Return the browser of a member who has just logged in by password."""
    with for_system(reason="tests"):
        User.objects.filter(pk=acting.user_id).update(language="en")
    client = left(acting)
    session = client.session
    session[f"{RECORDS}_user"] = str(acting.user_id)
    session[RECORDS] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def left(acting: Acting) -> Client:
    """Return the browser of a member who proved themselves long ago."""
    client = Client()
    client.force_login(User.objects.get(pk=acting.user_id))
    return client


def asked(cast: Cast, kind: str, migrant: Migrant, by: Acting, language: str = "ru") -> uuid.UUID:
    key = uuid.uuid4()
    with for_member(by) as member:
        terms = RequestTerms(kind, TODAY, "in_person", language, "I was born in 1992")
        record_request(by=member, migrant=migrant, terms=terms, submission=key, now=NOW)
    return key


def state_of(key: uuid.UUID) -> str:
    with for_system(reason="tests"):
        return DataRequest.objects.get(pk=key).state


def test_a_caseworker_writes_down_a_request_and_the_supervisor_finds_it_at_home(
    cast: Cast,
) -> None:
    page = f"/migrants/{cast.gulnara.pk}/rights/new/"
    sent = {
        "kind": "copy", "asked_on": TODAY.isoformat(), "asked_how": "phone", "language": "ky",
        "submission": str(uuid.uuid4()),
    }  # fmt: skip
    client = seated(cast.aigul)
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 302, "sent twice is asked once"
    home = seated(cast.saule).get("/").content.decode()
    assert "People ask about their own data" in home
    assert GULNARA in home


def test_a_correction_without_words_and_a_day_to_come_are_not_written_down(cast: Cast) -> None:
    page = f"/migrants/{cast.gulnara.pk}/rights/new/"
    sent = {
        "kind": "correction", "asked_on": "2099-01-01", "asked_how": "phone", "language": "ky",
        "submission": str(uuid.uuid4()),
    }  # fmt: skip
    client = seated(cast.aigul)
    said = client.post(page, sent).content.decode()
    assert "This day has not come yet." in said
    assert "Write what is wrong, and what is right." in said
    with for_system(reason="tests"):
        assert not DataRequest.objects.exists()


def test_the_copy_holds_everything_in_the_language_of_the_person(cast: Cast) -> None:
    write_records(cast)
    with for_system(reason="tests"):
        key = DataRequest.objects.get(migrant=cast.gulnara).pk
    answer = seated(cast.aigul).get(f"/data-requests/{key}/copy/")
    text = answer.content.decode()
    for word in (GULNARA, "GULNARA ASANOVA", GULNARAS_PHONE, "Coughs at night", 'lang="ru"'):
        assert word in text
    assert "no-store" in answer["Cache-Control"]
    with for_system(reason="tests"):
        assert Entry.objects.filter(verb="exported", subject_id=cast.gulnara.pk).count() == 1


def test_the_copy_as_a_file_is_an_attachment_without_a_name_in_its_name(cast: Cast) -> None:
    key = asked(cast, "copy", cast.gulnara, cast.aigul, "kaa")
    answer = seated(cast.aigul).get(f"/data-requests/{key}/copy.html")
    assert answer["Content-Disposition"] == 'attachment; filename="copy.html"'
    assert "stylesheet" not in answer.content.decode()


def test_who_may_not_read_of_tuberculosis_prints_a_copy_that_says_what_is_missing(
    cast: Cast,
) -> None:
    key = asked(cast, "copy", cast.gulnara, cast.aigul, "en")
    whole = seated(cast.aigul).get(f"/data-requests/{key}/copy/").content.decode()
    cut = seated(cast.saule).get(f"/data-requests/{key}/copy/").content.decode()
    assert "<dd>Tuberculosis;" in whole
    assert "<dd>Tuberculosis;" not in cut
    assert "A part that concerns health is not on this page." in cut


def test_who_sees_phones_masked_prints_them_masked_too(cast: Cast) -> None:
    key = asked(cast, "copy", cast.gulnara, cast.aigul, "en")
    for page in ("copy/", "copy.html"):
        said = seated(cast.saule).get(f"/data-requests/{key}/{page}").content.decode()
        assert GULNARAS_PHONE not in said
        assert "+7 ••• ••• 67" in said
        assert (
            GULNARAS_PHONE
            in seated(cast.aigul).get(f"/data-requests/{key}/{page}").content.decode()
        )


def test_who_sat_down_long_ago_gets_no_copy_and_erases_nothing(cast: Cast) -> None:
    copy = asked(cast, "copy", cast.gulnara, cast.aigul)
    erasure = asked(cast, "erasure", cast.rustam, cast.daniyar)
    with unchanged(but=frozenset({"accounts_user"})):
        answer = left(cast.aigul).get(f"/data-requests/{copy}/copy/")
        assert "/accounts/again/" in answer["Location"]
        # What is sent late is answered by the question who one is.
        answer = left(cast.saule).post(f"/data-requests/{erasure}/erase/")
        assert "accounts/prove.html" in [one.name for one in answer.templates]


def test_a_copy_is_noted_as_handed_over_but_a_correction_only_by_who_decides(cast: Cast) -> None:
    copy = asked(cast, "copy", cast.gulnara, cast.aigul)
    correction = asked(cast, "correction", cast.gulnara, cast.aigul)
    client = seated(cast.aigul)
    for key in (copy, correction):
        client.post(f"/data-requests/{key}/done/")
    assert (state_of(copy), state_of(correction)) == ("done", "asked")
    seated(cast.saule).post(f"/data-requests/{correction}/done/")
    assert state_of(correction) == "done"


def test_a_refused_correction_stays_on_the_page_as_the_persons_statement(cast: Cast) -> None:
    key = asked(cast, "correction", cast.gulnara, cast.aigul)
    client = seated(cast.saule)
    sent = {"ground": "it_is_right", "refusal": "The passport says 1991"}
    assert client.post(f"/data-requests/{key}/refuse/", sent).status_code == 302
    page = client.get(f"/migrants/{cast.gulnara.pk}/rights/").content.decode()
    assert "own statement:" in page
    assert "The passport says 1991" in page


def test_what_forbids_erasing_is_said_and_agreeing_changes_nothing(cast: Cast) -> None:
    key = asked(cast, "erasure", cast.gulnara, cast.aigul)
    client = seated(cast.saule)
    page = client.get(f"/data-requests/{key}/agree/").content.decode()
    assert "A case is open. Close it first." in page
    assert "uberculosis" not in page, "a supervisor does not read of it"
    own = seated(cast.aigul).get(f"/migrants/{cast.gulnara.pk}/rights/").content.decode()
    assert "A case of tuberculosis is open" in own
    client.post(f"/data-requests/{key}/agree/")
    assert state_of(key) == "asked"


def test_erasing_takes_two_steps_and_then_nobody_is_there(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 0)
    key = asked(cast, "erasure", file, cast.daniyar)
    client = seated(cast.saule)
    client.post(f"/data-requests/{key}/erase/")
    assert state_of(key) == "asked", "nobody agreed yet"
    client.post(f"/data-requests/{key}/agree/")
    assert RUSTAM in client.get(f"/data-requests/{key}/erase/").content.decode()
    answer = client.post(f"/data-requests/{key}/erase/", follow=True)
    assert "The file was erased." in answer.content.decode()
    assert client.get(f"/migrants/{file.pk}/").status_code == 404


def test_a_hold_is_shown_on_the_file_and_lifted_by_the_supervisor(cast: Cast) -> None:
    client = seated(cast.saule)
    sent = {"reason": "court", "words": "Case 4", "submission": str(uuid.uuid4())}
    client.post(f"/migrants/{cast.gulnara.pk}/hold/", sent)
    assert "Case 4" in seated(cast.aigul).get(f"/migrants/{cast.gulnara.pk}/").content.decode()
    client.post(f"/migrants/{cast.gulnara.pk}/hold/lift/")
    with for_system(reason="tests"):
        assert not LegalHold.objects.standing().exists()


def test_a_file_says_on_which_day_what_goes(cast: Cast) -> None:
    close_long_ago(cast.rustams_case, 0)
    page = seated(cast.saule).get(f"/migrants/{cast.rustam.pk}/rights/").content.decode()
    assert "Everything is erased on" in page
    page = seated(cast.saule).get(f"/migrants/{cast.gulnara.pk}/rights/").content.decode()
    assert "Nothing is erased now" in page


def test_every_reason_has_its_words_and_an_unknown_one_is_a_plain_refusal(cast: Cast) -> None:
    assert set(WHY) == set(Blocker)
    plain = "This is not possible now. Nothing was changed."
    assert why_not("months_not_kept", cast.saule) == plain
    assert why_not("held", cast.saule) == WHY[Blocker.HELD]
    assert why_not("tb_case", cast.saule) == WHY[Blocker.OPEN_CASE]
