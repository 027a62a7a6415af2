"""How django-allauth behaves here: authenticator apps and passkeys."""

from io import BytesIO

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

from accounts.cipher import Place
from accounts.keys import key_ring
from accounts.models import User

# Not bound to a row: django-allauth asks before there is one, and says not whose it is.
PLACE = Place("mfa_authenticator", "data")


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """What a second factor is called and how it is shown."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not fit. Please look again and try once more."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret of an app, or the seed of recovery codes, as it may be stored."""
        return key_ring().seal_text(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed; raises Unreadable."""
        return key_ring().open_text(encrypted_text, PLACE)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an element of the page: no style, no script, no outside picture."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(picture)
        text = picture.getvalue().decode()
        return text[text.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's
        """Return how a passkey is called until its owner names it."""
        del user, type
        return pgettext("passkey", "My device")
