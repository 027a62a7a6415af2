"""Move a case through its states, and give it to another caseworker."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, headings, queries
from cases.forms import AssignForm, CloseForm, MoveForm
from cases.states import CaseMove, MoveNotOpen


@requires(Permission.MOVE_CASE)
def pause(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Pause a case, with the reason."""
    return _with_reason(request, case_id, CaseMove.PAUSE, MoveForm)


@requires(Permission.MOVE_CASE)
def close(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Close a case, with how it ended."""
    return _with_reason(request, case_id, CaseMove.CLOSE, CloseForm)


@requires(Permission.MOVE_CASE)
def reopen(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Reopen a closed case, with the reason."""
    return _with_reason(request, case_id, CaseMove.REOPEN, MoveForm)


@requires(Permission.MOVE_CASE)
@require_POST
def resume(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Go on with a paused case."""
    return _move(request, case_id, CaseMove.RESUME)


def _with_reason(
    request: WorkRequest, case_id: uuid.UUID, move: CaseMove, form_class: type[MoveForm]
) -> HttpResponse:
    case = access.get_case(request.acting, case_id, Permission.MOVE_CASE)
    form = open_form(request, form_class)
    if form.is_bound and form.is_valid():
        return _move(request, case_id, move, **form.cleaned_data)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "move": move, "language_form": "work-form"}
    return render(request, "cases/move.html", context)


def _move(
    request: WorkRequest, case_id: uuid.UUID, move: CaseMove, **explained: str
) -> HttpResponse:
    case = access.get_case(request.acting, case_id, Permission.MOVE_CASE)
    try:
        state = actions.move_case(
            by=request.acting,
            case=case,
            move=move,
            now=timezone.now(),
            today=timezone.localdate(),
            **explained,
        )
    except MoveNotOpen:
        messages.warning(
            request, _("Somebody else moved this case meanwhile. It was left as it is now.")
        )
    else:
        messages.success(request, _("The case is now: %(state)s.") % {"state": state.label})
    return redirect("desk:case", case_id=case_id)


@requires(Permission.ASSIGN_CASE)
def assign(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give a case to another caseworker of one's organisation."""
    case = access.get_case(request.acting, case_id, Permission.ASSIGN_CASE)
    team = queries.team_of(request.acting)
    form = open_form(request, AssignForm, team=team, initial={"caseworker": case.caseworker_id})
    if form.is_bound and form.is_valid():
        actions.assign_case(
            by=request.acting,
            case=case,
            to_id=form.cleaned_data["caseworker"],
            now=timezone.now(),
        )
        messages.success(request, _("The case has another caseworker now."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {
        "form": form,
        "heading": heading,
        "has_team": bool(team),
        "language_form": "work-form",
    }
    return render(request, "cases/assign.html", context)
