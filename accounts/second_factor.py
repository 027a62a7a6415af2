"""Who has a second factor: something besides the password that a thief of passwords lacks."""

import uuid

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

# Recovery codes are for the day the phone is lost; by themselves they are no second factor.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user_id: uuid.UUID) -> bool:
    """Say whether a user has an authenticator app or a passkey."""
    return _factors().filter(user_id=user_id).exists()


def second_factor_of(column: str) -> Exists:
    """Return the same question for each row of a query, by the column that holds the user's key."""
    return Exists(_factors().filter(user_id=OuterRef(column)))


def remove_all(user_id: uuid.UUID) -> int:
    """Remove a user's apps, passkeys and recovery codes; return how many there were."""
    removed, _each = Authenticator.objects.filter(user_id=user_id).delete()
    return int(removed)


def _factors() -> "QuerySet[Authenticator]":
    found: QuerySet[Authenticator] = Authenticator.objects.filter(type__in=FACTORS)
    return found
