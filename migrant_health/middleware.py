"""What every answer of this site has in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from audit import requests

Handler = Callable[[HttpRequest], HttpResponse]
# What no page of ours ever asks a browser for; passkeys alone, and only for this site.
NEVER_ASKED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
# Source: OWASP Secure Headers; what Django and django-csp put on by themselves is not repeated.
ALWAYS = {
    "Permissions-Policy": ", ".join(
        [
            *(f"{name}=()" for name in NEVER_ASKED),
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
        ]
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# A static file that was found, or that the browser has already.
KEPT = frozenset({200, 206, 304})


def loopback_only(get_response: Handler) -> Handler:
    """Refuse anybody from outside while passwords are public or pages show the site's inside."""

    def answer(request: HttpRequest) -> HttpResponse:
        if (settings.DEMONSTRATION or settings.DEBUG) and not is_from_here(request):
            return HttpResponseForbidden("DEMONSTRATION and DEBUG answer this machine only.")
        return get_response(request)

    return answer


def is_from_here(request: HttpRequest) -> bool:
    """Say whether it was asked on this machine; what a proxy here hands on comes from anywhere."""
    through_proxy = "HTTP_X_FORWARDED_FOR" in request.META
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not through_proxy


def is_loopback(address: str) -> bool:
    """Say whether an address is this machine (a UNIX socket has none)."""
    return address in {"", "::1"} or address.startswith("127.")


def number_request(get_response: Handler) -> Handler:
    """Give the request a number under which its audit rows belong together."""

    def answer(request: HttpRequest) -> HttpResponse:
        with requests.numbered():
            return get_response(request)

    return answer


def same_headers(get_response: Handler) -> Handler:
    """Put on every answer what keeps it in this window, on this site and out of every cache.

    Phones are shared and lost: a page is in no history. Static files hold nobody's data and stay.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if not (response.status_code in KEPT and request.path.startswith(settings.STATIC_URL)):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return answer
