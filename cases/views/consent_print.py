"""Consent on paper: a recorded one for the person, and a blank one for the field."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, consent_sheets
from cases.choices import ConsentPurpose

PRINTED = (ConsentPurpose.CARE, ConsentPurpose.PAPERS)


def known_language(language: str) -> str:
    """Return the language if pages speak it; raises Http404."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return language


@requires(Permission.WITHDRAW_CONSENT)
@require_safe
def print_consent(request: WorkRequest, consent_id: uuid.UUID, language: str) -> HttpResponse:
    """Show a recorded consent on one sheet, in the language of the person."""
    consent = access.get_consent(request.acting, consent_id, Permission.WITHDRAW_CONSENT)
    with translation.override(known_language(language)):
        context = {
            "sheet": consent_sheets.sheet_of(request.acting, consent, language),
            "languages": settings.LANGUAGES,
            "consent_id": consent_id,
            "migrant_id": consent.migrant_id,
            "spoken": language,
        }
        return render(request, "cases/consent_sheet.html", context)


@requires(Permission.RECORD_CONSENT)
@require_safe
def blank_consent(request: WorkRequest, language: str) -> HttpResponse:
    """Show a sheet to fill in by hand: for care, or with `?for=papers` for the consulate."""
    asked = request.GET.get("for", "")
    purpose = asked if asked in PRINTED else ConsentPurpose.CARE
    with translation.override(known_language(language)):
        today = timezone.localdate()
        organisation = request.acting.works_for
        context = {
            "sheet": consent_sheets.blank_sheet(organisation, purpose, language, today),
            "languages": settings.LANGUAGES,
            "consent_id": None,
            "migrant_id": None,
            "spoken": language,
        }
        return render(request, "cases/consent_sheet.html", context)
