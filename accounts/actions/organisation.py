"""Organisations that work here no more, and those that do again."""

from django.db import transaction

from accounts.acting import Actor
from accounts.models import Organisation
from accounts.records import note
from audit.models import Verb


@transaction.atomic
def close_organisation(*, by: Actor, organisation: Organisation) -> bool:
    """Let nobody work for it from the next request on; say whether anything changed."""
    return _switch(by, organisation, is_active=False)


@transaction.atomic
def open_organisation(*, by: Actor, organisation: Organisation) -> bool:
    """Let its members work again; say whether anything changed."""
    return _switch(by, organisation, is_active=True)


def _switch(by: Actor, organisation: Organisation, *, is_active: bool) -> bool:
    others = Organisation.objects.filter(pk=organisation.pk, is_active=not is_active)
    if not others.update(is_active=is_active):
        return False
    note(Verb.CHANGED, by, "organisation", organisation.pk, is_active=is_active)
    return True
