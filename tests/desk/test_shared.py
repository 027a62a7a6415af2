"""What was shared with whom: on one page, in the person's language, and after it ended too."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.acting import for_member, for_system
from cases.actions import withdraw_consent
from cases.models import CaseGrant
from desk.shared import Shared, shared_of
from tests.cases.test_consent_sheets import ILLNESS, as_
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.letters import write_letter
from tests.situations import accept, send
from tests.watching import audited, unchanged


def read(cast: Cast, name: str = "aigul", now: datetime.datetime = NOW) -> list[Shared]:
    with translation.override("en"), for_member(cast.members[name]) as by:
        return shared_of(by, cast.gulnara, now)


def refer(cast: Cast) -> CaseGrant:
    return accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))


def test_nothing_was_shared_of_a_new_file(cast: Cast) -> None:
    assert read(cast) == []


def test_a_referral_shares_first_a_little_and_then_what_was_agreed(cast: Cast) -> None:
    refer(cast)
    granted, sent = read(cast)
    assert (granted.whom, sent.whom) == ("City TB clinic", "City TB clinic")
    assert len(granted.what) == 4
    assert len(sent.what) == 1
    number = cast.gulnaras_consent.pk.hex[-8:].upper()
    assert number in str(granted.ground)
    assert number in str(sent.ground)
    assert not granted.is_over


def test_a_letter_to_the_consulate_is_there(cast: Cast) -> None:
    write_letter(cast)
    (letter,) = read(cast)
    assert letter.whom == letter.whom_on_paper == "Consulate of Kyrgyzstan"
    assert len(letter.what) == 1


def test_after_the_withdrawal_it_stays_readable_and_says_so(cast: Cast) -> None:
    refer(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    soon = NOW + datetime.timedelta(minutes=10)
    granted = next(one for one in read(cast, now=soon) if len(one.what) == 4)
    assert granted.is_over
    with translation.override("en"):
        assert str(granted.why_ended) == "consent was withdrawn"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_on_paper_no_illness_stands_in_any_language(cast: Cast, language: str) -> None:
    refer(cast)
    address = reverse("desk:shared", args=[cast.gulnara.pk, language])
    page = as_(cast, "aigul").get(address).content.decode()
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:]
    assert len(rows) == 2
    # The clinic's own name is on the screen only.
    on_paper = [re.sub(r'<span class="no-print">[^<]*</span>', "", row) for row in rows]
    assert not ILLNESS.search("".join(on_paper))


def test_reading_is_written_down_and_changes_nothing_else(cast: Cast) -> None:
    refer(cast)
    with audited() as entries, unchanged(frozenset({"audit_entry"})):
        read(cast)
    assert [(one.verb, one.detail) for one in entries] == [("read", {"page": "shared"})]


def test_more_sharing_costs_no_more_queries(cast: Cast) -> None:
    client, costs = as_(cast, "saule"), []
    client.get("/")  # the first request of a minute also notes that the session is in use
    address = reverse("desk:shared", args=[cast.gulnara.pk, "en"])
    for to in (cast.tb_clinic, cast.hospital):
        receiver = cast.dr_ahmetov if to == cast.tb_clinic else cast.dr_lee
        accept(receiver, send(cast.aigul, cast.gulnaras_case, to, *AGREED))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_an_unknown_language_is_not_there(cast: Cast) -> None:
    address = reverse("desk:shared", args=[cast.gulnara.pk, "fr"])
    assert as_(cast, "aigul").get(address).status_code == 404


# --- expiry and withdrawal count at the next request ------------------------------------------------


def opens(cast: Cast) -> bool:
    address = reverse("desk:case", args=[cast.gulnaras_case.pk])
    return as_(cast, "dr_ahmetov").get(address).status_code == 200


def test_the_request_after_the_withdrawal_is_refused(cast: Cast) -> None:
    refer(cast)
    assert opens(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    assert not opens(cast)


def test_the_databases_clock_ends_what_a_consent_gave(cast: Cast) -> None:
    grant = refer(cast)
    with for_system(reason="tests"), connection.cursor() as cursor:
        for moved, is_open in (("+", True), ("-", False)):
            cursor.execute(
                f"UPDATE cases_casegrant SET ends_at = clock_timestamp() {moved} interval '1 second'"
                "*30, end_reason = 'consent_ends' WHERE id = %s",
                [grant.pk],
            )
            assert opens(cast) is is_open
