"""The pages that compose the rooms: home, search, the case file."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission, Scope
from cases import access, consents, glass, headings, queries, sheets, state_contact, wording
from cases.forms import SearchForm
from desk import case_file, homes
from desk.members import members_page
from desk.shared import shared_of
from desk.timeline import timeline
from referrals import envelope_queries
from referrals import queries as referral_queries


@requires(Permission.SEE_HOME)
@require_safe
def home(request: WorkRequest) -> HttpResponse:
    """Answer what needs the reader today."""
    now = timezone.localtime()
    sections = homes.filled_first(homes.sections_for(request.acting, now))
    context = {
        "sections": sections,
        "figures": homes.figures_for(request.acting, now),
        "waiting": sum(len(section.items) for section in sections),
        # The firewalled count nothing: how many there are is not theirs to know.
        "hides_counts": request.acting.scope is Scope.ENVELOPE,
        "may_register": request.acting.may(Permission.REGISTER_MIGRANT),
    }
    return render(request, "desk/home.html", context)


@requires(Permission.MANAGE_MEMBERS)
@require_safe
def members(request: WorkRequest) -> HttpResponse:
    """Show who works in one's own organisation, who was invited, and what was left behind."""
    house = request.acting.works_for
    page = members_page(request.acting, timezone.now())
    return render(request, "desk/members.html", {"organisation": house, "page": page})


@requires(Permission.SEARCH_FILES)
def search(request: WorkRequest) -> HttpResponse:
    """Find a file by a name, a phone or a case number; what is looked for never stands in an address."""
    form = open_form(request, SearchForm)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.find_migrants(request.acting, form.cleaned_data["q"], timezone.localdate())
    context = {
        "form": form,
        "found": found,
        "may_register": request.acting.may(Permission.REGISTER_MIGRANT),
        # Colleagues' files are found too, by who the person is.
        "shows_caseworker": True,
        "language_form": "work-form",
    }
    return render(request, "desk/search.html", context)


@requires(Permission.SEE_CASE)
@require_safe
def case(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show one case: who, what is due, what happened, what the reader may do."""
    acting, now, today = request.acting, timezone.now(), timezone.localdate()
    found = access.get_case(acting, case_id, Permission.SEE_CASE)
    sheet = sheets.case_sheet(acting, found, today)
    steps = referral_queries.steps_of_case(acting, case_id)
    letters = envelope_queries.steps_of_case(acting, case_id)
    context = {
        "case": sheet,
        "glass": glass.open_glass(acting, found.migrant_id),
        "facts": wording.person_facts(sheet.person.identity),
        "tasks": case_file.open_tasks(sheet, today),
        "access": case_file.access_to(sheet, now),
        "acts": case_file.acts_on(acting, sheet),
        "moves": case_file.moves_on(acting, sheet),
        "glance": case_file.consent_at_a_glance(sheet, today) if sheet.is_ours else None,
        "referrals": case_file.referral_items(acting, case_id, today),
        "envelopes": case_file.envelope_items(acting, case_id),
        "no_contact": state_contact.block_of(acting, found.migrant_id),
        "documents": case_file.documents_of(acting, sheet),
        "may_add_documents": case_file.may_add_documents(acting, sheet),
        "reminders": case_file.messages_of(acting, sheet, now),
        "timeline": timeline(sheet, steps, letters),
        "may_keep_tasks": acting.may(Permission.KEEP_TASKS),
        "may_record_consent": acting.may(Permission.RECORD_CONSENT),
        "may_withdraw": acting.may(Permission.WITHDRAW_CONSENT),
        "may_screen": acting.may(Permission.OPEN_CASE),
    }
    return render(request, "desk/case.html", context)


@requires(Permission.CHANGE_MIGRANT)
@require_safe
def shared(request: WorkRequest, migrant_id: uuid.UUID, language: str) -> HttpResponse:
    """Show what of a person was shared with whom, in a language the person reads."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, Permission.CHANGE_MIGRANT)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        context = {
            "rows": shared_of(acting, migrant, timezone.now()),
            "consents": consents.consents_of(acting, migrant_id, timezone.localdate()),
            "heading": headings.of_migrant(acting, migrant),
            "migrant_id": migrant_id,
            "languages": settings.LANGUAGES,
            "spoken": language,
        }
        return render(request, "desk/shared.html", context)
