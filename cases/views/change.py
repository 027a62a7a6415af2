"""Change what a person's file says; a stale page never overwrites a newer change."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import DataClass, Permission
from cases import access, actions, headings, sheets, wording
from cases.forms import ChangeCaseForm, ContactForm, MessagesForm, MigrantForm, NameForm
from cases.stale import ChangedMeanwhile


@requires(Permission.CHANGE_MIGRANT)
def change(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Correct the file of a person."""
    migrant = access.get_migrant(request.acting, migrant_id, Permission.CHANGE_MIGRANT)
    has_stay = request.acting.may_write(DataClass.STAY)
    make = partial(MigrantForm, today=timezone.localdate(), has_stay=has_stay)
    form = open_form(request, make, initial=wording.as_typed(migrant))
    context: dict[str, Any] = {"language_form": "work-form"}
    if form.is_bound and form.is_valid():
        try:
            actions.change_migrant(
                by=request.acting,
                migrant=migrant,
                facts=form.facts(),
                has_stay=has_stay,
                version=form.cleaned_data["version"],
                why=form.cleaned_data["why"],
            )
        except ChangedMeanwhile as changed:
            context["differences"] = wording.differences(changed.differences)
            form = make(typed=wording.with_version(request.POST, changed))
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:migrant", migrant_id=migrant_id)
    context |= {"form": form, "heading": headings.of_migrant(request.acting, migrant)}
    return render(request, "cases/change_migrant.html", context)


@requires(Permission.OPEN_CASE)
def change_case(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Correct what a case is about."""
    case = access.get_case(request.acting, case_id, Permission.OPEN_CASE)
    _refuse_hidden_kind(is_shown=sheets.shows_kind(request.acting, case))
    initial = {"kind": case.kind, "version": case.version}
    form = open_form(request, ChangeCaseForm, initial=initial)
    context: dict[str, Any] = {"language_form": "work-form"}
    if form.is_bound and form.is_valid():
        try:
            actions.change_case(
                by=request.acting, case=case, now=timezone.now(), **form.cleaned_data
            )
        except ChangedMeanwhile as changed:
            fresh = access.get_case(request.acting, case_id, Permission.OPEN_CASE)
            _refuse_hidden_kind(is_shown=sheets.shows_kind(request.acting, fresh))
            context["differences"] = wording.differences(changed.differences)
            form = ChangeCaseForm(typed=wording.with_version(request.POST, changed))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:case", case_id=case_id)
    context |= {"form": form, "heading": headings.of_case(request.acting, case)}
    return render(request, "cases/change_case.html", context)


def _refuse_hidden_kind(*, is_shown: bool) -> None:
    """Refuse where the kind is hidden from this member: the form would show it."""
    if not is_shown:
        raise PermissionDenied


@requires(Permission.ADD_NAME)
def add_name(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Add another name of a person."""
    migrant = access.get_migrant(request.acting, migrant_id, Permission.ADD_NAME)
    form = open_form(request, NameForm)
    if form.is_bound and form.is_valid():
        actions.add_name(
            by=request.acting, migrant=migrant, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The name was added."))
        return redirect("cases:migrant", migrant_id=migrant_id)
    heading = headings.of_migrant(request.acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/add_name.html", context)


@requires(Permission.ADD_NAME)
def add_contact(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Add a phone number of a person."""
    migrant = access.get_migrant(request.acting, migrant_id, Permission.ADD_NAME)
    form = open_form(request, ContactForm)
    if form.is_bound and form.is_valid():
        actions.add_contact(
            by=request.acting, migrant=migrant, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The phone number was added."))
        return redirect("cases:migrant", migrant_id=migrant_id)
    heading = headings.of_migrant(request.acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/add_contact.html", context)


@requires(Permission.ADD_NAME)
@require_POST
def allow_messages(request: WorkRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Keep whether the person agrees to messages on a number."""
    contact = access.get_contact(request.acting, contact_id, Permission.ADD_NAME)
    form = MessagesForm(request.POST)
    if form.is_valid():
        may_message = form.cleaned_data["may_message"]
        actions.allow_messages(by=request.acting, contact=contact, may_message=may_message)
        said = _("Messages go to this number.") if may_message else _("No messages go there now.")
        messages.success(request, said)
    return redirect("cases:migrant", migrant_id=contact.migrant_id)
