"""What changes about members and organisations."""

import uuid

from django.db import transaction

from accounts import second_factor, sessions
from accounts.acting import Actor
from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from audit import actions as audit
from audit.models import Verb


def set_language(*, by: User, language: str) -> None:
    """Remember the language a user chose for themselves."""
    User.objects.filter(pk=by.pk).update(language=language)


@transaction.atomic
def add_user(*, by: Actor, email: str, name: str, password: str, language: str = "ru") -> User:
    """Store an account that may log in; it may do nothing until it becomes a member."""
    user = User.objects.create_user(email, password, name=name, language=language)
    _record(Verb.CREATED, by, "user", user.pk)
    return user


@transaction.atomic
def add_organisation(
    *, by: Actor, kind: OrganisationKind, name: str, country: str = ""
) -> Organisation:
    """Store an organisation, called the same in every language until somebody translates it."""
    organisation = Organisation.objects.create(
        kind=kind, name_en=name, name_ru=name, country=country
    )
    _record(Verb.CREATED, by, "organisation", organisation.pk, kind=str(kind))
    return organisation


@transaction.atomic
def add_member(
    *,
    by: Actor,
    user: User,
    organisation: Organisation | None,
    role: Role,
    may_see_tb: bool = False,
) -> Membership:
    """Give a user a role in an organisation; giving it twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"may_see_tb": may_see_tb}
    )
    if created:
        _record(Verb.CREATED, by, "membership", membership.pk, role=str(role))
    return membership


@transaction.atomic
def suspend_member(*, by: Actor, membership: Membership) -> None:
    """End a membership at once: the next request of its user is refused."""
    if Membership.objects.filter(pk=membership.pk, is_active=True).update(is_active=False):
        _record(Verb.ENDED, by, "membership", membership.pk, role=membership.role)


def note_login_change(*, by: Actor | None, user: User, event: str) -> None:
    """Write down what happened to a login: `event` is a code such as totp_activated."""
    audit.record(
        Verb.CHANGED, by=by, subject_type="login", subject_ids=[user.pk], detail={"what": event}
    )


def end_session(*, by: User, key: int) -> bool:
    """End one of one's own sessions; False where it is nobody's or somebody else's."""
    return sessions.end(by, key)


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User, reason: str) -> bool:
    """Remove every second factor of a user and end their sessions; False where there was none.

    For a lost telephone without recovery codes. At the next login they must set one up anew.
    `reason` is a code (lost_phone).
    """
    if not second_factor.remove_all(user.pk):
        return False
    sessions.end_all(user.pk)
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="login",
        subject_ids=[user.pk],
        detail={"what": "second_factor_reset", "reason": reason},
    )
    return True


def _record(verb: Verb, by: Actor, subject: str, key: uuid.UUID, **codes: str) -> None:
    audit.record(verb, by=by, subject_type=subject, subject_ids=[key], detail=codes)
