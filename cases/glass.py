"""What is open in an emergency, what it shows, and what waits for a review."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from accounts.acting import Acting, for_system
from accounts.models import Membership, RoleChoice
from accounts.permissions import DataClass, Mask, Relation, Role
from audit import actions as audit
from audit.models import Verb
from cases import disclosure, numbers
from cases.holders import holder_of
from cases.models import BrokenGlass
from cases.models.glass import REVIEW_WITHIN
from cases.models.glass import GlassReason as Reason
from cases.queries import main_names, record_listed
from cases.states import CaseState

MOST_SHOWN = 50
NOTHING: frozenset[DataClass] = frozenset()


@dataclass(frozen=True)
class OpenGlass:
    """What the reader opened in an emergency and still sees."""

    id: uuid.UUID
    ends_at: datetime.datetime
    classes: frozenset[DataClass]
    case_ids: list[uuid.UUID]


@dataclass(frozen=True)
class EmergencyCase:
    """One case of a file that was opened in an emergency: its number and what it may say."""

    number: str
    kind: str | Promise
    state_label: str | Promise


@dataclass(frozen=True)
class GlassRow:
    """One glass in the list of whoever reviews; without a name for an administrator."""

    id: uuid.UUID
    who: str
    role: str | Promise
    name: str
    migrant_id: uuid.UUID | None
    reason_label: str | Promise
    reason: str
    opened_at: datetime.datetime
    is_late: bool
    is_mine: bool
    was_asked: bool


def open_glass(acting: Acting, migrant_id: uuid.UUID) -> OpenGlass | None:
    """Return what the reader has open of a file, if anything."""
    rows = BrokenGlass.objects.open_for(acting).filter(migrant_id=migrant_id)
    found = rows.order_by("-ends_at").first()
    if found is None:
        return None
    return OpenGlass(found.pk, found.ends_at, classes_of(acting, found), found.case_ids)


def classes_of(acting: Acting, found: BrokenGlass) -> frozenset[DataClass]:
    """Return what a glass opens to its breaker in the role they act in now."""
    return acting.reads_where(Relation.IN_EMERGENCY) & {DataClass(one) for one in found.classes}


def classes_in_emergency(acting: Acting, migrant_id: uuid.UUID) -> frozenset[DataClass]:
    """Return the classes of a file that are open to the reader in an emergency."""
    found = open_glass(acting, migrant_id)
    return found.classes if found else NOTHING


def opens_anything(acting: Acting, readable_now: frozenset[DataClass]) -> bool:
    """Say whether breaking the glass would show more than the reader sees already."""
    return any(
        one not in readable_now or acting.mask_of(one) is Mask.ALWAYS
        for one in acting.reads_where(Relation.IN_EMERGENCY)
    )


def may_unmask(acting: Acting, migrant_id: uuid.UUID) -> bool:
    """Say whether the reader gets a contact in clear by asking, or only in an emergency."""
    is_hidden = acting.mask_of(DataClass.CONTACT) is Mask.ALWAYS
    return not is_hidden or DataClass.CONTACT in classes_in_emergency(acting, migrant_id)


def cases_in_emergency(
    acting: Acting, opened: OpenGlass, migrant_id: uuid.UUID
) -> list[EmergencyCase]:
    """Return the cases of a file as far as the open glass says what they are about; audited."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number, kind, state FROM cases_in_emergency(%s)", [migrant_id])
        found = cursor.fetchall()
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="case",
        subject_ids=[key for key, *_rest in found],
        data_classes=opened.classes,
        holders=holder_of(acting, migrant_id),
        detail={"because": "broken_glass"},
    )
    return [_emergency_case(opened, *rest) for _key, *rest in found]


def _emergency_case(opened: OpenGlass, number: str, kind: str, state: str) -> EmergencyCase:
    shown = disclosure.kind_in_emergency(kind, opened.classes)
    return EmergencyCase(numbers.format_number(number), shown, CaseState(state).label)


def to_review(acting: Acting, now: datetime.datetime) -> list[GlassRow]:
    """Return what the team opened and nobody judged, the oldest first; the list is audited."""
    rows = BrokenGlass.objects.visible_to(acting).unreviewed().select_related("user")
    found = list(rows.order_by("opened_at")[:MOST_SHOWN])
    files = [one.migrant_id for one in found]
    names = main_names(acting, files)
    # A team reviews what was opened of its own files; a clinic's reviewers read no name.
    holders = dict.fromkeys(files, acting.organisation_key)
    record_listed(acting, "migrant", holders, {DataClass.IDENTITY})
    return [_row(acting, one, now, names.get(one.migrant_id, "")) for one in found]


def row_of(acting: Acting, one: BrokenGlass, now: datetime.datetime) -> GlassRow:
    """Return one glass for whoever reviews it; the look at the name is audited."""
    holders = {one.migrant_id: acting.organisation_key}
    record_listed(acting, "migrant", holders, {DataClass.IDENTITY})
    return _row(acting, one, now, main_names(acting, [one.migrant_id]).get(one.migrant_id, ""))


def to_confirm(acting: Acting, now: datetime.datetime) -> list[GlassRow]:
    """Return what only an administrator can judge, since no other supervisor is there; no names."""
    with for_system(reason="what an administrator must review, without the person"):
        rows = BrokenGlass.objects.unreviewed().filter(organisation_id=acting.organisation_key)
        others = rows.exclude(user_id=acting.user_id).order_by("opened_at")
        found = list(others.select_related("user")[:MOST_SHOWN])
    supervisors = set(
        Membership.objects.filter(
            organisation_id=acting.organisation_key,
            role=Role.SUPERVISOR,
            is_active=True,
            user__is_active=True,
        ).values_list("user_id", flat=True)
    )
    alone = [one for one in found if not supervisors - {one.user_id}]
    return [_row(acting, one, now, "", is_nameless=True) for one in alone]


def unreviewed_and_late(acting: Acting, now: datetime.datetime) -> int:
    """Count what nobody in the organisation reviewed within 72 hours; a number, no person."""
    with for_system(reason="how many reviews are missing"):
        rows = BrokenGlass.objects.unreviewed().filter(organisation_id=acting.organisation_key)
        return rows.filter(opened_at__lt=now - REVIEW_WITHIN).count()


def _row(
    acting: Acting,
    one: BrokenGlass,
    now: datetime.datetime,
    name: str,
    *,
    is_nameless: bool = False,
) -> GlassRow:
    return GlassRow(
        id=one.pk,
        who="" if is_nameless else one.user.name,
        role=RoleChoice(one.role).label,
        name=name,
        migrant_id=None if is_nameless else one.migrant_id,
        reason_label=Reason(one.reason_code).label,
        reason="" if is_nameless else one.reason,
        opened_at=one.opened_at,
        is_late=one.opened_at < now - REVIEW_WITHIN,
        is_mine=one.user_id == acting.user_id,
        was_asked=one.reviewed_at is not None,
    )
