"""Messages: what needs a hand, what is coming, what went out; stopping them and trying again."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import headings
from cases.access import get_migrant
from cases.paging import page_number
from reminders import actions, queries
from reminders.access import get_reminder
from reminders.carriers import from_settings
from reminders.choices import MuteReason
from reminders.forms import StopForm
from reminders.ways_back import way_back


@requires(Permission.SEE_REMINDERS)
@require_safe
def reminders(request: WorkRequest) -> HttpResponse:
    """Show the messages of one's own people, or of the team's, those that need a hand first."""
    show = queries.filter_named(request.GET.get("show", ""))
    number = page_number(request.GET.get("page", ""))
    context = {
        "page": queries.list_reminders(
            request.acting, show=show, number=number, now=timezone.now()
        ),
        "show": show,
        "query": f"show={show}&",
        "may_stop": request.acting.may(Permission.STOP_REMINDERS),
        "is_set_up": from_settings() is not None,
    }
    return render(request, "reminders/reminders.html", context)


@requires(Permission.STOP_REMINDERS)
@require_POST
def try_again(request: WorkRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Let a message that did not arrive go out once more."""
    found = get_reminder(request.acting, reminder_id, Permission.STOP_REMINDERS)
    if actions.try_again(by=request.acting, reminder=found, now=timezone.now()):
        messages.success(request, _("The message goes out once more."))
    else:
        messages.warning(request, _("This message cannot be tried again now."))
    return redirect(way_back(request.POST).url)


@requires(Permission.STOP_REMINDERS)
@require_POST
def note(request: WorkRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Take note that the person was told in another way."""
    found = get_reminder(request.acting, reminder_id, Permission.STOP_REMINDERS)
    actions.note_reminder(by=request.acting, reminder=found, now=timezone.now())
    messages.success(request, _("Noted: the person was told."))
    return redirect(way_back(request.POST).url)


@requires(Permission.STOP_REMINDERS)
def stop(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Stop all messages to a person."""
    migrant = get_migrant(request.acting, migrant_id, Permission.STOP_REMINDERS)
    back = way_back(request.GET)
    form = open_form(request, StopForm)
    if form.is_bound and form.is_valid():
        reason = MuteReason(form.cleaned_data["reason"])
        actions.stop_messages(by=request.acting, migrant=migrant, reason=reason, now=timezone.now())
        messages.success(request, _("No more messages go to this person."))
        return redirect(back.url)
    heading = replace(headings.of_migrant(request.acting, migrant), url=back.url)
    context = {"form": form, "heading": heading, "back": back, "language_form": "work-form"}
    return render(request, "reminders/stop.html", context)


@requires(Permission.STOP_REMINDERS)
@require_POST
def allow(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Let messages go to a person again."""
    migrant = get_migrant(request.acting, migrant_id, Permission.STOP_REMINDERS)
    actions.allow_messages_again(by=request.acting, migrant=migrant, now=timezone.now())
    messages.success(request, _("Messages go to this person again."))
    return redirect(way_back(request.POST).url)
