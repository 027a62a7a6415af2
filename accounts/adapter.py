"""How django-allauth behaves here."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from qrcode.image.svg import SvgPathImage

from accounts.fresh import is_fresh, needs_second_factor
from accounts.models import User


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves, and no answer says whether an account exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "There were too many wrong attempts. Please wait five minutes and try again."
        ),
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


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Authenticator apps and passkeys."""

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an element of the page: no style, no script, no outside picture."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(picture)
        text = picture.getvalue().decode()
        return text[text.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's
        """Return how a passkey is called until its owner names it."""
        return pgettext("passkey", "My device")
