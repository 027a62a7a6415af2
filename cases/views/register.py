"""Search first, then one page of essentials: a new case in two minutes."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import is_language_switch, open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, consents, queries, sheets, wording
from cases.forms import FirstContactForm, NewCaseForm, SearchForm

DRAFTS = frozenset({"first_contact"})


@requires(Permission.REGISTER_MIGRANT)
def register(request: WorkRequest) -> HttpResponse:
    """Look whether the person has a file; if not, fill in the first page."""
    step = request.POST.get("step", "")
    if step == "person":
        return _first_contact(request)
    if step == "forget":
        _clear_draft(request)
        messages.success(request, _("Nothing of it was kept."))
        return redirect("cases:register")
    form = open_form(request, SearchForm)
    found = None
    if step == "search" and form.is_bound and form.is_valid():
        found = queries.find_migrants(request.acting, form.cleaned_data["q"], timezone.localdate())
    draft = queries.draft_of(request.acting, "first_contact", "")
    context = {"form": form, "found": found, "draft": draft, "language_form": "work-form"}
    return render(request, "cases/register.html", context)


def _first_contact(request: WorkRequest) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    if "begin" in request.POST:
        typed = QueryDict(mutable=True)
        typed["full_name"] = request.POST.get("q", "")
        form = FirstContactForm(today=today, initial=typed.dict())
    elif "resume" in request.POST:
        draft = queries.draft_of(request.acting, "first_contact", "")
        form = FirstContactForm(today=today, typed=draft.typed if draft else None)
    else:
        form = open_form(request, FirstContactForm, today=today)
    if not (form.is_bound and form.is_valid()):
        readings = consents.readings(today)
        context = {"form": form, "readings": readings, "language_form": "work-form"}
        return render(request, "cases/first_contact.html", context)
    case = actions.begin_first_contact(
        by=request.acting,
        person=form.person(),
        kind=form.cleaned_data["kind"],
        basis=form.agreed(),
        symptoms=form.symptoms(),
        concern=form.cleaned_data["concern"],
        submission=form.cleaned_data["submission"],
        now=now,
        today=today,
    )
    _clear_draft(request)
    messages.success(request, _("The case is open."))
    return redirect("desk:case", case_id=case.pk)


def _clear_draft(request: WorkRequest) -> None:
    actions.clear_draft(
        by=request.acting,
        form="first_contact",
        about="",
        now=timezone.now(),
        submission=request.POST.get("submission", ""),
    )


@requires(Permission.OPEN_CASE)
def open_case(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Open another case of a person who has a file."""
    acting, today = request.acting, timezone.localdate()
    migrant = access.get_migrant(acting, migrant_id, Permission.OPEN_CASE)
    has_consent = consents.has_consent(acting, migrant, today)
    initial = {"consent_language": migrant.language}
    form = open_form(
        request,
        NewCaseForm,
        today=today,
        has_consent=has_consent,
        possible=consents.possible_groups_of(migrant, today),
        initial=initial,
    )
    if form.is_bound and form.is_valid():
        case = actions.begin_first_contact(
            by=acting,
            person=migrant,
            kind=form.cleaned_data["kind"],
            basis=form.agreed(),
            symptoms=form.symptoms(),
            concern=form.cleaned_data["concern"],
            submission=form.cleaned_data["submission"],
            now=timezone.now(),
            today=today,
        )
        messages.success(request, _("The case is open."))
        return redirect("desk:case", case_id=case.pk)
    person = sheets.person_sheet(acting, migrant, today)
    context = {
        "form": form,
        "person": person,
        "facts": wording.person_facts(person.identity),
        "readings": consents.readings(today, migrant.language),
        "language_form": "work-form",
    }
    return render(request, "cases/open_case.html", context)


@requires(Permission.REGISTER_MIGRANT)
@require_POST
def draft(request: WorkRequest, form: str) -> HttpResponse:
    """Keep what was typed so far into a form; answers with a line that says so."""
    if form in DRAFTS and not is_language_switch(request):
        skipped = {"csrfmiddlewaretoken", "step", "begin", "resume"}
        typed = {name: values for name, values in request.POST.lists() if name not in skipped}
        actions.save_draft(by=request.acting, form=form, about="", typed=typed, now=timezone.now())
    return render(request, "cases/draft_saved.html", {"at": timezone.localtime()})
