"""Write to a consulate: choose, read exactly what it will read, send."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases.access import get_case
from cases.state_contact import is_blocked
from referrals import actions, envelope_preview
from referrals import envelope_wording as wording
from referrals.about import about_case
from referrals.actions.envelope import AlreadyAsked, FileChangedMeanwhile
from referrals.actions.send import CaseIsClosed
from referrals.envelope_access import consulates_for, may_write
from referrals.envelope_basis import ContactIsBlocked, NotAgreed
from referrals.envelope_forms import EnvelopeForm


@requires(Permission.SEND_ENVELOPE)
def write(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose what a consulate reads; nothing is kept or sent before the preview was read."""
    acting = request.acting
    case = get_case(acting, case_id, Permission.SEND_ENVELOPE)
    if not may_write(acting, case.migrant_id):
        why = _("Contact with the own state is forbidden.")
        none = _("There is no consulate here that may be written to.")
        messages.warning(request, why if is_blocked(case.migrant_id) else none)
        return redirect("desk:case", case_id=case_id)
    consulates = consulates_for(acting, case.migrant_id)
    if "change" in request.POST:
        form = EnvelopeForm(typed=request.POST, consulates=consulates)
    else:
        form = open_form(request, EnvelopeForm, consulates=consulates)
    context: dict[str, Any] = {
        "form": form,
        "about": about_case(acting, case),
        "back_url": reverse("desk:case", args=[case_id]),
        "language_form": "work-form",
        "already": None,
    }
    if not (form.is_bound and form.is_valid()):
        return render(request, "referrals/write_envelope.html", context)
    return _preview_or_send(request, case, form, context)


def _preview_or_send(
    request: WorkRequest, case: Any, form: EnvelopeForm, context: dict[str, Any]
) -> HttpResponse:
    try:
        if "send" in request.POST:
            if sent := _send(request, case, form):
                return sent
            context["is_changed"] = True
        context["preview"] = envelope_preview.preview(
            request.acting, case, form.terms(), timezone.now(), timezone.localdate()
        )
    except (NotAgreed, ContactIsBlocked) as refusal:
        found = refusal.gaps if isinstance(refusal, NotAgreed) else ()
        context |= {"gaps": wording.gaps(found), "case": case, "consulate": form.terms().consulate}
        return render(request, "referrals/envelope_not_agreed.html", context)
    except AlreadyAsked as already:
        context["already"] = already.envelope
    except CaseIsClosed:
        form.add_error(None, _("The case is closed. Reopen it before you write."))
    else:
        return render(request, "referrals/envelope_preview.html", context)
    return render(request, "referrals/write_envelope.html", context)


def _send(request: WorkRequest, case: Any, form: EnvelopeForm) -> HttpResponse | None:
    """Send what the preview showed; return nothing where the file says something else by now."""
    terms = form.terms()
    try:
        sent = actions.send_envelope(
            by=request.acting,
            case=case,
            terms=terms,
            submission=form.cleaned_data["submission"],
            now=timezone.now(),
            today=timezone.localdate(),
            previewed=request.POST.get("previewed", ""),
        )
    except FileChangedMeanwhile:
        return None
    messages.success(request, _("Sent to %(name)s.") % {"name": terms.consulate})
    return redirect("referrals:envelope", envelope_id=sent.pk)
