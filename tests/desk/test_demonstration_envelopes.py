"""The demonstration's requests to consulates: every state, every consulate, one block."""

import pytest
from django.utils import timezone

from accounts.acting import for_member
from cases.models import Consent, StateContactBlock
from desk.demonstration.envelopes import LETTERS
from desk.homes import sections_for
from referrals.envelope_states import EnvelopeState
from referrals.models import Envelope
from tests.desk.loaded import Load

pytestmark = pytest.mark.xdist_group("demonstration")


def test_every_state_and_every_consulate_has_its_requests(load: Load) -> None:
    assert Envelope.objects.count() == len(LETTERS)
    assert set(Envelope.objects.values_list("state", flat=True)) == set(EnvelopeState)
    countries = set(Envelope.objects.values_list("consulate__country", flat=True))
    assert countries == {"KG", "TJ", "UZ"}


def test_each_rests_on_a_consent_that_names_its_consulate(load: Load) -> None:
    for envelope in Envelope.objects.select_related("consent"):
        named = Consent.objects.filter(
            pk=envelope.consent_id, recipients__organisation=envelope.consulate_id
        )
        assert named.exists()


def test_one_person_is_protected_from_their_state(load: Load) -> None:
    block = StateContactBlock.objects.get()
    assert block.lifted_at is None
    assert not Envelope.objects.filter(migrant=block.migrant_id).exists()


@pytest.mark.parametrize("country", ["KG", "TJ", "UZ"])
def test_every_officers_home_has_something_in_each_section(load: Load, country: str) -> None:
    from accounts.acting import Acting
    from accounts.models import Membership

    officer = Acting(Membership.objects.get(organisation__country=country))
    with for_member(officer) as reader:
        assert all(section.items for section in sections_for(reader, timezone.localtime()))
