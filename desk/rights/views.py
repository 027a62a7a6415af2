"""What a person asks about their own data, how long it is kept, and holds on a file."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import is_language_switch, open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, data_requests, headings, retention
from cases.actions import RequestTerms
from cases.forms import DataRequestForm, HoldForm, RefuseRequestForm
from cases.request_rules import NoSuchMove, RequestKind, RequestMove
from desk.rights import copy
from desk.rights.holders import other_holders
from desk.rights.wording import explain, in_words, why_not
from reports import keeping

OK = 200
KEEP, DECIDE = Permission.KEEP_DATA_REQUESTS, Permission.DECIDE_DATA_REQUESTS


@requires(KEEP)
@require_safe
def rights(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Show how long a file is kept, what holds it, and what the person asked."""
    acting, today = request.acting, timezone.localdate()
    migrant = access.get_migrant(acting, migrant_id, KEEP)
    context = {
        "heading": headings.of_migrant(acting, migrant),
        "migrant_id": migrant_id,
        "keeping": explain(keeping.facts_of_file(migrant_id), acting),
        "hold": data_requests.hold_of(acting, migrant_id),
        "requests": data_requests.requests_of(acting, migrant_id, today),
        "may_decide": acting.may(DECIDE),
    }
    return render(request, "desk/rights.html", context)


@requires(KEEP)
def ask(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Write down what a person asks."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, KEEP)
    initial = {"asked_on": timezone.localdate(), "language": migrant.language}
    form = open_form(request, DataRequestForm, initial=initial)
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        submission = data.pop("submission")
        is_new = actions.record_request(
            by=acting, migrant=migrant, terms=RequestTerms(**data), submission=submission,
            now=timezone.now(),
        )  # fmt: skip
        said = _("Written down.") if is_new else _("The same was asked already and is still open.")
        messages.success(request, said)
        return redirect("desk:rights", migrant_id=migrant_id)
    heading = headings.of_migrant(acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "desk/ask_about_data.html", context)


@requires(DECIDE)
def refuse(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Refuse what a person asked, with the reason in law that the person is told."""
    acting = request.acting
    asked = access.get_data_request(acting, request_id, DECIDE)
    form = open_form(request, RefuseRequestForm)
    if form.is_bound and form.is_valid():
        return _move(request, request_id, RequestMove.REFUSE, **form.cleaned_data)
    migrant = access.get_migrant(acting, asked.migrant_id, DECIDE)
    heading = headings.of_migrant(acting, migrant)
    context = {"form": form, "heading": heading, "asked": asked, "language_form": "work-form"}
    return render(request, "desk/refuse_request.html", context)


@requires(KEEP)
@require_POST
def finish(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Note that a copy was handed over, or, by who decides, that the file was corrected."""
    needs = DECIDE if request.acting.may(DECIDE) else KEEP
    asked = access.get_data_request(request.acting, request_id, needs)
    if needs is KEEP and asked.kind != RequestKind.COPY:
        return _not_now(request, asked.migrant_id)
    return _move(request, request_id, RequestMove.FINISH)


@requires(DECIDE)
def agree(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Agree that a file is erased: the first of two steps. Shows what forbids it."""
    acting, today = request.acting, timezone.localdate()
    asked = access.get_data_request(acting, request_id, DECIDE)
    forbidden = retention.forbids_erasure(keeping.facts_of_file(asked.migrant_id), today)
    if request.method == "POST" and not is_language_switch(request):
        if forbidden:
            return _not_now(request, asked.migrant_id)
        return _move(request, request_id, RequestMove.AGREE)
    migrant = access.get_migrant(acting, asked.migrant_id, DECIDE)
    context = {
        "heading": headings.of_migrant(acting, migrant),
        "asked": asked,
        "forbidden": in_words(forbidden, acting),
        "holders": other_holders(acting, migrant),
    }
    return render(request, "desk/agree_to_erase.html", context)


@requires(DECIDE)
def erase(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Erase a file as was agreed: the second step, for who has just proved who they are."""
    asked = access.get_data_request(request.acting, request_id, DECIDE)
    return _erase(request, asked.migrant_id)


@requires(KEEP)
@require_safe
def show_copy(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show the copy a person asked for, in their language, to print."""
    access.get_data_request(request.acting, request_id, KEEP)
    return _show_copy(request, request_id, is_file=False)


@requires(KEEP)
@require_safe
def copy_file(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Hand out the same copy as a file."""
    access.get_data_request(request.acting, request_id, KEEP)
    answer = _show_copy(request, request_id, is_file=True)
    if answer.status_code == OK:
        answer["Content-Disposition"] = 'attachment; filename="copy.html"'
    return answer


@requires(DECIDE)
def hold(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Hold a file against thinning and erasing."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, DECIDE)
    form = open_form(request, HoldForm)
    if form.is_bound and form.is_valid():
        actions.hold_file(by=acting, migrant=migrant, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The file stays until the hold is lifted."))
        return redirect("desk:rights", migrant_id=migrant_id)
    heading = headings.of_migrant(acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "desk/hold_file.html", context)


@requires(DECIDE)
@require_POST
def lift_hold(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Let the rules count again."""
    migrant = access.get_migrant(request.acting, migrant_id, DECIDE)
    actions.lift_hold(by=request.acting, migrant=migrant, now=timezone.now())
    messages.success(request, _("The hold is lifted. The file is kept by the rules again."))
    return redirect("desk:rights", migrant_id=migrant_id)


# Whoever may not see the file gets the same 404 as ever; only then is anybody asked to prove more.
@fresh
def _erase(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, DECIDE)
    if request.method == "POST" and not is_language_switch(request):
        try:
            keeping.erase_as_asked(by=acting, file=migrant)
        except keeping.StillKept as refusal:
            messages.warning(request, str(why_not(str(refusal), acting)))
            return redirect("desk:rights", migrant_id=migrant.pk)
        messages.success(request, _("The file was erased. The figures of past months stay."))
        return redirect("desk:home")
    heading = headings.of_migrant(acting, migrant)
    context = {"heading": heading, "holders": other_holders(acting, migrant)}
    return render(request, "desk/erase_file.html", context)


@fresh
def _show_copy(request: WorkRequest, request_id: uuid.UUID, *, is_file: bool) -> HttpResponse:
    return HttpResponse(_copy(request, request_id, is_file=is_file))


def _copy(request: WorkRequest, request_id: uuid.UUID, *, is_file: bool) -> str:
    acting, today = request.acting, timezone.localdate()
    asked = access.get_data_request(acting, request_id, KEEP)
    migrant = access.get_migrant(acting, asked.migrant_id, KEEP)
    with translation.override(copy.language_of(asked)):
        context = {
            "language": copy.language_of(asked),
            "parts": copy.copy_for(acting, migrant, today),
            "holder": acting.works_for.name,
            "today": today,
            "is_partial": copy.is_partial(acting),
            "is_file": is_file,
            "request_id": request_id,
            "migrant_id": migrant.pk,
        }
        return render_to_string("desk/copy.html", context, request=request)


def _move(
    request: WorkRequest, request_id: uuid.UUID, move: RequestMove, **why: str
) -> HttpResponse:
    acting, now = request.acting, timezone.now()
    asked = access.get_data_request(acting, request_id, KEEP)
    try:
        is_moved = actions.move_request(by=acting, request=asked, move=move, now=now, **why)
    except NoSuchMove:
        is_moved = False
    if not is_moved:
        return _not_now(request, asked.migrant_id)
    messages.success(request, _("Written down."))
    return redirect("desk:rights", migrant_id=asked.migrant_id)


def _not_now(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("desk:rights", migrant_id=migrant_id)
