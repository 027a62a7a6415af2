"""Lists of people and cases, and one person's file."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import Acting
from accounts.gate import WorkRequest, requires
from accounts.permissions import DataClass, Permission, Scope
from cases import (
    access,
    consents,
    data_requests,
    glass,
    queries,
    sheets,
    state_contact,
    wording,
)
from cases.paging import page_number
from cases.states import CaseState


@requires(Permission.SEE_MIGRANT)
@require_safe
def migrants(request: WorkRequest) -> HttpResponse:
    """Show the files of people, newest first: one's own, or whom the whole team looks after."""
    acting = request.acting
    has_own = acting.scope is Scope.OWN
    of_team = has_own and request.GET.get("of") == "team"
    page = queries.list_migrants(
        acting,
        number=page_number(request.GET.get("page", "")),
        today=timezone.localdate(),
        of_team=of_team,
    )
    context = {
        "page": page,
        "may_register": acting.may(Permission.REGISTER_MIGRANT),
        "has_own": has_own,
        "of_team": of_team,
        "shows_caseworker": of_team or not has_own,
        "query": "of=team&" if of_team else "",
    }
    return render(request, "cases/migrants.html", context)


@requires(Permission.SEE_MIGRANT)
@require_safe
def migrant(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Show what the reader may see of one person."""
    acting, today = request.acting, timezone.localdate()
    found = access.get_migrant(acting, migrant_id, Permission.SEE_MIGRANT)
    person = sheets.person_sheet(acting, found, today)
    opened = glass.open_glass(acting, found.pk)
    readable = sheets.classes_on_migrant(acting, found)
    seen = {"glass": opened, "may_break": _may_break(acting, opened, readable)}
    if not person.is_opened:
        return _not_opened(request, person, seen)
    context = seen | {
        "person": person,
        "facts": wording.person_facts(person.identity),
        "cases": queries.cases_of(acting, found),
        "consents": consents.consents_of(acting, found.pk, today),
        "may_change": acting.may(Permission.CHANGE_MIGRANT),
        "may_add": acting.may(Permission.ADD_NAME),
        "may_open": acting.may(Permission.OPEN_CASE),
        "may_set_messages": acting.may_write(DataClass.CONTACT),
        "may_record_consent": acting.may(Permission.RECORD_CONSENT),
        "may_withdraw": acting.may(Permission.WITHDRAW_CONSENT),
        "no_contact": state_contact.block_of(acting, found.pk),
        "hold": data_requests.hold_of(acting, found.pk),
        "may_keep_requests": acting.may(Permission.KEEP_DATA_REQUESTS),
        "may_block": acting.may(Permission.BLOCK_STATE_CONTACT),
        "may_see_log": acting.may(Permission.SEE_ACCESS_LOG),
    }
    return render(request, "cases/migrant.html", context)


def _may_break(
    acting: Acting, opened: glass.OpenGlass | None, readable: frozenset[DataClass]
) -> bool:
    may = acting.may(Permission.BREAK_GLASS) and opened is None
    return may and glass.opens_anything(acting, readable)


def _not_opened(
    request: WorkRequest, person: sheets.PersonSheet, seen: dict[str, Any]
) -> HttpResponse:
    """Show a file that is only known, or that is open for an hour: nothing is done with it."""
    opened: glass.OpenGlass | None = seen["glass"]
    context = seen | {
        "person": person,
        "facts": wording.person_facts(person.identity),
        "cases": glass.cases_in_emergency(request.acting, opened, person.id) if opened else [],
        "screens": sheets.screens_in_emergency(request.acting, opened) if opened else [],
    }
    return render(request, "cases/colleagues_file.html", context)


@requires(Permission.SEE_CASE)
@require_safe
def cases(request: WorkRequest) -> HttpResponse:
    """Show the cases the reader may see, by state, newest change first."""
    asked = request.GET.get("state", CaseState.OPEN)
    state = asked if asked in CaseState.values else ""
    page = queries.list_cases(
        request.acting, number=page_number(request.GET.get("page", "")), state=state
    )
    context = {
        "page": page,
        "state": state,
        "states": CaseState.choices,
        "shows_state": not state,
        "shows_caseworker": request.acting.scope is not Scope.OWN,
        "query": f"state={state or 'all'}&",
        "may_register": request.acting.may(Permission.REGISTER_MIGRANT),
    }
    return render(request, "cases/cases.html", context)


@requires(Permission.SHOW_CONTACT)
@require_POST
def contact(request: WorkRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show one phone number that was asked for, and write down that it was."""
    found = access.get_contact(request.acting, contact_id, Permission.SHOW_CONTACT)
    shown = queries.unmask_contact(request.acting, found)
    opened = glass.open_glass(request.acting, shown.migrant_id)
    context = {"contact": shown, "glass": opened}
    return render(request, "cases/contact.html", context)
