"""What every answer of this site has in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from audit import requests

Handler = Callable[[HttpRequest], HttpResponse]


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


def never_store(get_response: Handler) -> Handler:
    """Keep pages out of every cache and history: phones are shared and lost."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return answer
