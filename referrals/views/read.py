"""Lists of referrals, and one referral."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import documents
from cases.paging import page_number
from referrals import about, buttons, ending, queries, sharing, sheets, wording
from referrals.access import get_referral, may_break_glass
from referrals.states import ENDED


@requires(Permission.SEE_REFERRAL)
@require_safe
def referrals(request: WorkRequest) -> HttpResponse:
    """Show the referrals the reader may see, open or ended."""
    ended = request.GET.get("state") == "ended"
    page = queries.list_referrals(
        request.acting,
        number=page_number(request.GET.get("page", "")),
        today=timezone.localdate(),
        ended=ended,
    )
    context = {
        "page": page,
        "ended": ended,
        "is_receiver": request.acting.may(Permission.ANSWER_REFERRAL),
        "query": "state=ended&" if ended else "",
    }
    return render(request, "referrals/referrals.html", context)


@requires(Permission.SEE_REFERRAL)
@require_safe
def referral(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show one referral: what is asked, where it stands, what the reader can do."""
    found = get_referral(request.acting, referral_id, Permission.SEE_REFERRAL)
    sheet = sheets.referral_sheet(request.acting, found, timezone.localdate())
    context = {
        "referral": sheet,
        "tone": wording.TONES[sheet.state],
        "due": wording.due(sheet.due_on, sheet.days_late),
        "person_facts": about.person_facts(sheet),
        "ending": ending.ending_of(sheet),
        "sharing": sharing.line_of(sheet),
        "lacks": wording.lacks_of(sheet),
        "is_over": sheet.state in ENDED,
        "documents": documents.documents_along(request.acting, referral_id),
        "path": wording.path_of(sheet),
        "moves": buttons.buttons_of(sheet),
        "timeline": wording.timeline_of(sheet),
        "may_break": may_break_glass(request.acting, found),
    }
    return render(request, "referrals/referral.html", context)


def show_what_happened(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Go back to the referral and say who was faster, and with what."""
    step = queries.last_step(request.acting, referral_id)
    messages.warning(request, wording.why_not(step, request.acting.user_id))
    return redirect("referrals:referral", referral_id=referral_id)
