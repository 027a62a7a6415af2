"""Which agreements one's own organisation has, and what they say about a receiver."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import roles
from accounts.acting import Acting
from accounts.models import Organisation
from accounts.permissions import Permission
from cases import agreement_rules
from cases.consents import shared_labels
from cases.models import SharingAgreement
from cases.models.agreement import AgreementEnd

Words = str | Promise
STATES: dict[str, tuple[Words, str]] = {
    "proposed": (pgettext_lazy("agreement", "Proposed"), "attention"),
    "coming": (pgettext_lazy("agreement", "Begins later"), "info"),
    "in_force": (pgettext_lazy("agreement", "In force"), "success"),
    "ending": (pgettext_lazy("agreement", "Ends soon"), "attention"),
    "ran_out": (pgettext_lazy("agreement", "Ran out"), "ended"),
    "ended": (pgettext_lazy("agreement", "Ended"), "ended"),
}
YOUR_TURN = _("Waits for you")
THEIR_TURN = _("Waits for them")
MOST_SHOWN = 200


@dataclass(frozen=True)
class AgreementRow:
    """One agreement as one of its sides sees it."""

    id: uuid.UUID
    partner: str
    state: str
    state_label: Words
    tone: str
    shared: list[Words]
    from_on: datetime.date
    until_on: datetime.date | None
    is_to_confirm: bool
    is_ours_to_wait: bool
    may_end: bool
    end_reason: str
    proposed_at: datetime.datetime
    ended_at: datetime.datetime | None


def agreements_of(acting: Acting, today: datetime.date) -> list[AgreementRow]:
    """Return the agreements of one's own organisation: open ones first, the newest first."""
    rows = SharingAgreement.objects.visible_to(acting).select_related("first", "second")
    found = [said(acting, one, today) for one in rows.order_by("-id")[:MOST_SHOWN]]
    return sorted(found, key=lambda one: one.state in {"ran_out", "ended"})


def said(acting: Acting, agreement: SharingAgreement, today: datetime.date) -> AgreementRow:
    """Return one agreement in words for one side of it."""
    is_first = agreement.first_id == acting.organisation_id
    state = agreement_rules.state_on(agreement.facts(), today)
    label, tone = STATES[state]
    may = acting.may(Permission.MANAGE_AGREEMENTS)
    is_proposed = state == "proposed"
    return AgreementRow(
        id=agreement.pk,
        partner=(agreement.second if is_first else agreement.first).name,
        state=state,
        state_label=(THEIR_TURN if is_first else YOUR_TURN) if is_proposed else label,
        tone=tone,
        shared=shared_labels(agreement.data_classes),
        from_on=agreement.from_on,
        until_on=agreement.until_on,
        is_to_confirm=is_proposed and not is_first and may,
        is_ours_to_wait=is_proposed and is_first,
        may_end=agreement.ended_at is None and may,
        end_reason=agreement.get_end_reason_display(),
        proposed_at=agreement.proposed_at,
        ended_at=agreement.ended_at,
    )


def in_force_with(
    acting: Acting, organisation_id: uuid.UUID, today: datetime.date
) -> SharingAgreement | None:
    """Return the agreement between one's own organisation and another that holds today."""
    ours = SharingAgreement.objects.visible_to(acting).in_force(today)
    return ours.of(organisation_id).first()


def between(
    one_id: uuid.UUID, other_id: uuid.UUID, classes: Iterable[str], today: datetime.date
) -> SharingAgreement | None:
    """Return the agreement of two organisations that covers the classes today, for the system."""
    found = SharingAgreement.objects.in_force(today).of(one_id).of(other_id)
    return found.filter(data_classes__contains=sorted(classes)).first()


def partners_of(acting: Acting) -> list[Organisation]:
    """Return with whom one's own organisation could agree and has not: by name."""
    if not roles.may_agree(acting.works_for.kind):
        return []
    ours = SharingAgreement.objects.visible_to(acting).open()
    taken = {one for pair in ours.values_list("first_id", "second_id") for one in pair}
    kinds = [kind for kind in roles.ROLES_OF if roles.may_agree(kind)]
    others = Organisation.objects.filter(is_active=True, kind__in=kinds)
    return list(others.exclude(pk__in={*taken, acting.works_for.pk}).order_by("name", "id"))


def carer(key: str) -> Organisation | None:
    """Return the organisation of that key to which a person may agree by name, if there is one."""
    try:
        organisation_id = uuid.UUID(key)
    except ValueError:
        return None
    found = Organisation.objects.filter(pk=organisation_id, is_active=True).first()
    return found if found and roles.may_agree(found.kind) else None


def may_agree(acting: Acting) -> bool:
    """Say whether one's own organisation is of a kind that has agreements at all."""
    return roles.may_agree(acting.works_for.kind)


def end_of_proposal(row: AgreementRow) -> AgreementEnd | None:
    """Return what ending means where nothing was agreed yet; None where a reason is asked."""
    if row.state == "ran_out":
        return AgreementEnd.RAN_OUT
    if row.state != "proposed":
        return None
    return AgreementEnd.TAKEN_BACK if row.is_ours_to_wait else AgreementEnd.DECLINED


def waiting_for(acting: Acting, today: datetime.date) -> list[AgreementRow]:
    """Return what an administrator should look at: to confirm, or to end within 30 days."""
    rows = SharingAgreement.objects.visible_to(acting).open().select_related("first", "second")
    found = [said(acting, one, today) for one in rows.order_by("id")]
    return [one for one in found if one.is_to_confirm or one.state == "ending"]
