"""The demonstration's requests to consulates: every state, every consulate, one block."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.acting import for_member, for_system
from cases.models import Consent, StateContactBlock
from desk.demonstration.envelopes import LETTERS
from desk.demonstration.load import load_demonstration
from desk.homes import sections_for
from referrals.envelope_states import EnvelopeState
from referrals.models import Envelope
from tests.desk.later import whatever_is_after
from tests.desk.test_demonstration import taken_back, texts

pytestmark = pytest.mark.xdist_group("demonstration")


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, settings_for_tests: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Load once for all tests of this file."""
    from django.apps import apps

    now = timezone.localtime()
    with django_db_blocker.unblock(), taken_back(), override_settings(DEMONSTRATION=True):
        with connection.schema_editor(atomic=False) as editor:
            texts.add_texts(apps, editor)
        load_demonstration(now)
        with for_system(reason="tests"):
            assert whatever_is_after(now) == []
            yield
    connection.close()


def test_every_state_and_every_consulate_has_its_requests(loaded: None) -> None:
    assert Envelope.objects.count() == len(LETTERS)
    assert set(Envelope.objects.values_list("state", flat=True)) == set(EnvelopeState)
    countries = set(Envelope.objects.values_list("consulate__country", flat=True))
    assert countries == {"KG", "TJ", "UZ"}


def test_each_rests_on_a_consent_that_names_its_consulate(loaded: None) -> None:
    for envelope in Envelope.objects.select_related("consent"):
        named = Consent.objects.filter(
            pk=envelope.consent_id, recipients__organisation=envelope.consulate_id
        )
        assert named.exists()


def test_one_person_is_protected_from_their_state(loaded: None) -> None:
    block = StateContactBlock.objects.get()
    assert block.lifted_at is None
    assert not Envelope.objects.filter(migrant=block.migrant_id).exists()


@pytest.mark.parametrize("country", ["KG", "TJ", "UZ"])
def test_every_officers_home_has_something_in_each_section(loaded: None, country: str) -> None:
    from accounts.acting import Acting
    from accounts.models import Membership

    officer = Acting(Membership.objects.get(organisation__country=country))
    with for_member(officer) as reader:
        assert all(section.items for section in sections_for(reader, timezone.localtime()))
