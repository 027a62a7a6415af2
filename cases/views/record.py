"""Write on a case: notes, tasks, the symptom screen."""

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
from cases import access, actions, headings
from cases.forms import NoteForm, ScreenForm, TaskForm


@requires(Permission.ADD_NOTE)
def add_note(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write a note on a case."""
    case = access.get_case(request.acting, case_id, Permission.ADD_NOTE)
    form = open_form(request, NoteForm)
    if form.is_bound and form.is_valid():
        actions.add_note(by=request.acting, case=case, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The note was added."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/add_note.html", context)


@requires(Permission.KEEP_TASKS)
def add_task(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add something to do for a case."""
    case = access.get_case(request.acting, case_id, Permission.KEEP_TASKS)
    form = open_form(request, TaskForm, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        actions.add_task(by=request.acting, case=case, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The task was added."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/add_task.html", context)


@requires(Permission.KEEP_TASKS)
@require_POST
def finish_task(request: WorkRequest, task_id: uuid.UUID) -> HttpResponse:
    """Mark a task as done."""
    task = access.get_task(request.acting, task_id, Permission.KEEP_TASKS)
    if actions.finish_task(by=request.acting, task=task, now=timezone.now()):
        messages.success(request, _("Done."))
    return redirect("desk:case", case_id=task.case_id)


@requires(Permission.OPEN_CASE)
def record_screen(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask the questions on TB symptoms once more."""
    case = access.get_case(request.acting, case_id, Permission.OPEN_CASE)
    form = open_form(request, ScreenForm)
    if form.is_bound and form.is_valid():
        actions.record_screen(
            by=request.acting,
            case=case,
            symptoms=form.symptoms(),
            now=timezone.now(),
            today=timezone.localdate(),
            submission=form.cleaned_data["submission"],
        )
        messages.success(request, _("The answers were saved."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/record_screen.html", context)
