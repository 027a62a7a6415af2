"""How django-allauth behaves here: the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions, letters
from accounts.fresh import is_fresh, needs_second_factor
from accounts.models import User

TOO_MANY = _("There were too many wrong attempts. Please wait five minutes and try again.")
SETTING_UP = frozenset({"totp_activated", "webauthn_added"})


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves, and no answer says whether an account exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": _("That did not fit. Please look again and try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always: an organisation's administrator invites."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user; one who was switched off gets the answer of a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By account and address: whoever guesses from elsewhere does not lock the owner out.
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{get_ip(request)}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether one's own login may be changed only after proving oneself again."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways to prove oneself: by the second factor where there is one."""
        methods = super().get_reauthentication_methods(user)
        if not (user.is_authenticated and needs_second_factor(self.request)):
            return list(methods)
        # What the browser does by itself comes before what must be typed.
        by_factor = [one for one in methods if one["id"] != "reauthenticate"]
        return sorted(by_factor, key=lambda one: "webauthn" not in one["id"])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link to the address of the account, not to what was typed."""
        letters.send_reset_link(user.email, context["password_reset_url"], language=user.language)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        """Write down and tell the owner what happened to their login."""
        acting = getattr(self.request, "acting", None)
        event = template_prefix.rpartition("/")[2]
        actions.note_login_change(by=acting, user=user, event=event)
        if event in SETTING_UP:
            # Whoever has just shown it need not show it again to read the recovery codes.
            record_authentication(self.request, user, method="mfa")
        letters.tell(user.email, event, language=user.language)
