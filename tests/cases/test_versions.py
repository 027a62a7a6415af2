"""The page of earlier versions: field by field in words, for whoever may change the file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.acting import for_member
from cases import actions
from cases.models import Migrant, MigrantName
from cases.versions import SaidVersion, versions_of
from tests.cases.test_consent_sheets import as_
from tests.cases.test_history import correct
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.situations import share_a_file
from tests.watching import audited


def read(cast: Cast, name: str = "aigul") -> list[SaidVersion]:
    with translation.override("en"), for_member(cast.members[name]) as by:
        found = versions_of(by, Migrant.objects.get(pk=cast.gulnara.pk))
        for one in found:
            str(one.why), [str(change.before) for change in one.changes]
        return found


def in_words(version: SaidVersion) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        return [(str(one.label), str(one.before), str(one.after)) for one in version.changes]


def test_each_correction_says_what_was_and_what_became(cast: Cast) -> None:
    correct(cast, "UZ", "paper")
    correct(cast, "TJ", "mistake")
    newest, first = read(cast)
    assert in_words(newest) == [("Citizenship", "Uzbekistan", "Tajikistan")]
    assert in_words(first) == [("Citizenship", "Kyrgyzstan", "Uzbekistan")]
    assert (newest.by, first.by) == ("Aigul", "Aigul")
    with translation.override("en"):
        assert [str(one.why) for one in (newest, first)] == [
            "It was written down wrongly",
            "A paper was shown",
        ]


def test_a_birth_date_is_said_as_far_as_it_was_known(cast: Cast) -> None:
    with for_member(cast.aigul):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(birth_precision="year")
        Migrant.objects.filter(pk=cast.gulnara.pk).update(birth_date="1992-01-01")
    newest, first = read(cast)
    assert in_words(newest) == [("Date of birth", "1991", "1992")]
    assert in_words(first) == [
        ("What is known of the date of birth", "Day, month and year", "Year only")
    ]


def test_names_consents_and_cases_are_there_too(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        MigrantName.objects.filter(migrant=cast.gulnara).update(full="Гульнара")
        consent = cast.gulnaras_consent
        actions.withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY, how="phone")
        case = cast.gulnaras_case
        actions.change_case(by=by, case=case, kind="injury", version=case.version, now=NOW)
    case_change, consent_change, name_change = read(cast)
    assert in_words(name_change) == [("Name", GULNARA, "Гульнара")]
    assert in_words(consent_change)[1] == ("How it was taken back", "—", "By phone or in a message")
    assert in_words(case_change) == [("What is it about?", "Tuberculosis", "Injury")]


def test_what_the_reader_may_not_see_stays_masked(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        case = cast.gulnaras_case
        actions.change_case(by=by, case=case, kind="injury", version=case.version, now=NOW)
    (change,) = read(cast, "saule")
    assert in_words(change) == [("What is it about?", "Health", "Injury")]


def test_a_colleague_reads_only_of_the_case_they_keep(cast: Cast) -> None:
    correct(cast)
    share_a_file(cast)
    # The file is Daniyar's now; Aigul keeps a case of it, and with it what the file said.
    assert {len(one.changes) for one in read(cast, "daniyar")} == {1}
    assert {one.by for one in read(cast, "daniyar")} == {"Aigul", "Saule"}
    assert len(read(cast, "aigul")) == 2


def test_reading_is_written_down(cast: Cast) -> None:
    with audited() as entries:
        read(cast)
    assert [(one.verb, one.detail) for one in entries] == [("read", {"page": "versions"})]


def test_more_versions_cost_no_more_queries(cast: Cast) -> None:
    client, costs = as_(cast, "aigul"), []
    client.get("/")  # the first request of a minute also notes that the session is in use
    for count in (1, 6):
        for place in range(count):
            correct(cast, ("UZ", "TJ")[place % 2])
        correct(cast, "KG")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("cases:versions", args=[cast.gulnara.pk]))
        assert page.status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["timur", "dr_ahmetov", "officer_kg", "madina"])
def test_nobody_else_opens_the_page(cast: Cast, name: str) -> None:
    correct(cast)
    page = as_(cast, name).get(reverse("cases:versions", args=[cast.gulnara.pk]))
    assert page.status_code in {403, 404}


def test_the_form_asks_why(cast: Cast) -> None:
    client, address = as_(cast, "aigul"), reverse("cases:change", args=[cast.gulnara.pk])
    typed = {"sex": "female", "citizenship": "UZ", "language": "ky", "reads": "yes", "version": "1"}
    assert client.post(address, typed).context["form"].errors.keys() == {"why"}
    assert client.post(address, typed | {"why": "said"}).status_code == 302
    (change,) = read(cast)
    assert str(change.why)
