"""A consent taken back: how the person said so and who wrote it down stay with it."""

import pytest
from django.urls import reverse

from accounts.acting import for_member
from cases.models import Consent
from tests.cases.test_consent_sheets import as_
from tests.cast import Cast
from tests.watching import unchanged


@pytest.mark.parametrize(
    ("sent", "how"),
    [({"how": "phone"}, "phone"), ({"how": "guardian"}, "guardian"), ({}, "spoken")],
)
def test_the_page_keeps_how_and_by_whom(cast: Cast, sent: dict[str, str], how: str) -> None:
    address = reverse("cases:withdraw_consent", args=[cast.gulnaras_consent.pk])
    assert as_(cast, "saule").post(address, sent).status_code == 302
    with for_member(cast.aigul):
        consent = Consent.objects.get(pk=cast.gulnaras_consent.pk)
    assert (consent.withdrawn_how, consent.withdrawn_by_id) == (how, cast.saule.user_id)
    page = as_(cast, "aigul").get(reverse("cases:migrant", args=[cast.gulnara.pk]))
    (said,) = page.context["consents"]
    assert (said.withdrawn_how, said.withdrawn_by) == (consent.get_withdrawn_how_display(), "Saule")


def test_a_way_nobody_knows_takes_nothing_back(cast: Cast) -> None:
    address = reverse("cases:withdraw_consent", args=[cast.gulnaras_consent.pk])
    client = as_(cast, "aigul")
    with unchanged(frozenset({"audit_entry"})):
        assert client.post(address, {"how": "by pigeon"}).context["form"].errors.keys() == {"how"}
