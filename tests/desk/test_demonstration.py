"""The demonstration: believable, whole, and loaded once."""

import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.test import override_settings

from accounts.acting import Acting, for_member
from accounts.models import Membership, Organisation, User
from cases.choices import BirthPrecision, CaseKind, ConsentPurpose
from cases.models import (
    Case,
    Consent,
    ConsentText,
    ContactPoint,
    LegalBasis,
    Migrant,
    MigrantName,
    SymptomScreen,
    Task,
)
from cases.phones import clean_phone
from cases.states import CaseState, ClosingReason
from desk.demonstration.members import ACCOUNTS
from desk.demonstration.stories import BIRTH, ILLNESS, INJURY, PAPERS, SHELTER, TUBERCULOSIS
from desk.homes import sections_for
from referrals.models import Examination, Referral, ReferralAnswer, Service
from referrals.models.examination import Phase
from referrals.states import ReferralState
from reminders.models import Reminder
from reports.overview import months
from tests.desk.later import whatever_is_after
from tests.desk.loaded import Load, command

texts = import_module("cases.migrations.0004_consent_texts")
ALMATY = ZoneInfo("Asia/Almaty")
LANGUAGES = ("en", "kk", "ru", "ky", "tg", "uz")
BY_THE_HOUR = {"message-square-warning", "calendar-clock"}
HOMES = (
    "caseworker@komek.example",
    "supervisor@komek.example",
    "caseworker@tirek.example",
    "doctor@tb-clinic.example",
    "doctor@hospital.example",
    "officer@reception.example",
)
# Loaded once, so on one worker.
pytestmark = pytest.mark.xdist_group("demonstration")


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_it_is_refused_where_there_is_no_demonstration(load: Load) -> None:
    before = counts()
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="demonstration"):
        command()
    assert counts() == before


def test_loading_again_changes_nothing_and_says_who_can_log_in(load: Load) -> None:
    before = counts()
    again = command()
    assert counts() == before
    for printed in (load.printed, again):
        assert "demo-demo-demo" in printed
        assert all(account.email in printed for account in ACCOUNTS)
        assert "«" not in printed


def test_every_account_logs_in_with_the_printed_password(load: Load) -> None:
    for account in ACCOUNTS:
        assert User.objects.get(email=account.email).check_password("demo-demo-demo")


def test_nothing_has_happened_in_the_future(load: Load) -> None:
    assert not whatever_is_after(load.now)


def test_every_state_and_kind_is_there(load: Load) -> None:
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState.values)
    assert set(Examination.objects.values_list("phase", flat=True)) == set(Phase.values)
    assert set(Case.objects.values_list("kind", flat=True)) == set(CaseKind.values)
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    reasons = set(Case.objects.values_list("closing_reason", flat=True))
    assert reasons - {""} == set(ClosingReason.values)
    precisions = set(Migrant.objects.values_list("birth_precision", flat=True))
    assert precisions == set(BirthPrecision.values)
    gone = set(Reminder.objects.values_list("state", flat=True))
    assert gone >= {"scheduled", "delivered", "failed", "denied", "muted"}
    purposes = set(Consent.objects.values_list("purpose", flat=True))
    assert purposes == set(ConsentPurpose.values)


def test_three_months_are_over_and_each_has_figures_to_report(load: Load) -> None:
    member = Membership.objects.select_related("user", "organisation").get(
        user__email="admin@komek.example"
    )
    with for_member(Acting(member)) as acting:
        this, *over = months(acting, load.now)
    assert not this.is_over
    assert len(over) >= 5
    for line in over[:3]:
        assert line.people >= 5
        assert line.opened >= line.people
        assert line.closed
        assert line.sent
        assert line.screens


def test_the_numbers_are_those_of_the_brief(load: Load) -> None:
    by_house = {
        name: Migrant.objects.filter(organisation__name_en__startswith=name).count()
        for name in ("Komek", "Tirek")
    }
    assert by_house["Tirek"] == 15
    assert 115 <= by_house["Komek"] <= 125
    assert 145 <= Case.objects.count() <= 160
    assert 60 <= Referral.objects.exclude(case=None).count() <= 75
    assert 10 <= Examination.objects.count() <= 15
    aigerim = User.objects.get(email="caseworker@komek.example")
    assert 45 <= Migrant.objects.filter(caseworker=aigerim).count() <= 55


def test_consents_are_of_every_sort(load: Load) -> None:
    today = load.now.date()
    soon = today + datetime.timedelta(days=14)
    consents = Consent.objects.filter(withdrawn_on=None)
    assert consents.filter(expires_on__gt=soon).exists()
    assert consents.filter(expires_on__range=(today, soon)).exists()
    assert consents.filter(expires_on__lt=today).exists()
    assert Consent.objects.exclude(withdrawn_on=None).exists()
    assert LegalBasis.objects.in_force(today).exists()
    assert Migrant.objects.filter(consents=None).exists()
    assert set(Consent.objects.values_list("given_how", flat=True)) == {
        "written",
        "thumb",
        "spoken",
    }


def test_people_have_several_names_in_both_scripts_and_phones_that_are_phones(
    load: Load,
) -> None:
    assert set(MigrantName.objects.values_list("kind", "script").distinct()) == {
        ("as_spoken", "cyrillic"),
        ("passport", "latin"),
        ("alias", "cyrillic"),
    }
    phones = [one.phone for one in ContactPoint.objects.all()]
    assert all(clean_phone(phone) == phone for phone in phones)
    assert {phone[:4] for phone in phones} >= {"+996", "+992", "+998"}
    assert any(phone.startswith("+77") for phone in phones)


def test_screens_and_answers_are_good_and_bad(load: Load) -> None:
    positive = SymptomScreen.objects.filter(is_positive=True).count()
    assert 0.2 < positive / SymptomScreen.objects.count() < 0.5
    assert set(ReferralAnswer.objects.values_list("concerns_tb", flat=True)) == {True, False}
    tasks = Task.objects.open()
    assert tasks.filter(due_on__lt=load.now.date()).exists()
    assert tasks.filter(due_on=load.now.date()).exists()
    assert tasks.filter(due_on__gt=load.now.date()).exists()


def test_moves_of_a_referral_stand_in_their_order(load: Load) -> None:
    for referral in Referral.objects.prefetch_related("steps", "case"):
        moments = [step.at for step in sorted(referral.steps.all(), key=lambda step: step.pk)]
        assert moments == sorted(moments)
        assert referral.created_at <= referral.moved_at
        if referral.case:
            assert referral.case.opened_at <= referral.created_at
        assert referral.moved_at <= load.now


@pytest.mark.parametrize("email", HOMES)
def test_every_section_of_a_home_page_has_something(load: Load, email: str) -> None:
    member = Membership.objects.select_related("user", "organisation").get(user__email=email)
    with for_member(Acting(member)) as acting:
        sections = sections_for(acting, load.now)
    assert len(sections) >= 4
    # Whom no message reaches today, and whether somebody is still to be brought, hangs on the hour.
    lasting = [one for one in sections if one.icon not in BY_THE_HOUR]
    assert [str(section.title) for section in lasting if not section.items] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_reference_texts_are_there_in_each_language(load: Load, language: str) -> None:
    for model, field in (
        (Organisation, "name"),
        (Service, "name"),
        (Service, "description"),
        (ConsentText, "body"),
    ):
        words = list(model.objects.values_list(f"{field}_{language}", flat=True))
        assert words
        assert all(words)
        if language != "en":
            english = set(model.objects.values_list(f"{field}_en", flat=True))
            assert not english & set(words)
    assert ConsentText.objects.count() == 3


def test_each_consent_text_has_its_eight_contents_in_each_language() -> None:
    bodies = [texts.text_of(purpose, one) for purpose in texts.PURPOSES for one in LANGUAGES]
    assert len(set(bodies)) == 18
    assert all(len(body.splitlines()) == len(texts.LINES) for body in bodies)


def test_uzbek_is_written_with_its_own_letters() -> None:
    for purpose in texts.PURPOSES:
        body = texts.text_of(purpose, "uz")
        assert "ʻ" in body
        assert not set("'’‘`") & set(body)


def test_whoever_may_not_see_tuberculosis_has_no_such_case(load: Load) -> None:
    blind = Membership.objects.filter(role="caseworker", may_see_tb=False).values("user")
    assert blind
    assert not Case.objects.filter(kind="tuberculosis", caseworker__in=blind).exists()


def test_every_story_that_asks_a_clinic_asks_for_what_one_offers(
    load: Load,
) -> None:
    offered = set(Service.objects.values_list("kind", flat=True))
    stories = (*TUBERCULOSIS, *BIRTH, *ILLNESS, *INJURY, *PAPERS, *SHELTER)
    assert {story.question.service for story in stories if story.question} == offered
