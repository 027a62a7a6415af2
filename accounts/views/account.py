"""One's own account: the language spoken and the organisation acted for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.forms import ActForForm, LanguageForm
from accounts.gate import WorkRequest, requires
from accounts.middleware import SESSION_KEY, remember_language
from accounts.permissions import Permission


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on and go back to the page."""
    form = LanguageForm(request.POST)
    answer = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        remember_language(answer, chosen)
        if request.user.is_authenticated:
            actions.set_language(by=request.user, language=chosen)
    return answer


@requires(Permission.OWN_ACCOUNT)
@require_POST
def act_for(request: WorkRequest) -> HttpResponse:
    """Act for another of one's own organisations from now on."""
    form = ActForForm(request.POST)
    if form.is_valid():
        request.session[SESSION_KEY] = str(form.cleaned_data["membership"])
    return HttpResponseRedirect(reverse("desk:home"))


@requires(Permission.OWN_ACCOUNT)
@require_POST
def end_session(request: WorkRequest, key: int) -> HttpResponse:
    """End one of one's own sessions elsewhere; what is nobody's or not one's own stays as it is."""
    if actions.end_session(by=request.acting.user, key=key):
        messages.success(request, gettext("That session has ended."))
    return HttpResponseRedirect(reverse("usersessions_list"))


def _safe(request: HttpRequest, address: str) -> str:
    own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if own else "/"
