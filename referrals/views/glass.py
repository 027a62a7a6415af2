"""Break the glass on somebody who was referred to this clinic, or is in emergency care here."""

import uuid

from django.http import HttpResponse
from django.urls import reverse

from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases.glass import opens_anything
from cases.headings import Heading
from cases.sheets import granted_on
from cases.views.glass import open_by_form, seen_already
from referrals.access import get_referral_in_emergency


@requires(Permission.BREAK_GLASS)
@fresh
def break_glass(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Open for an hour what a clinic sees no more, or not yet, of a person sent to it."""
    referral, migrant_id = get_referral_in_emergency(request.acting, referral_id)
    url = reverse("referrals:referral", args=[referral.pk])
    if not opens_anything(request.acting, granted_on(request.acting, migrant_id)):
        return seen_already(request, url)
    return open_by_form(request, migrant_id, Heading(name=referral.shown_name, url=url))
