"""A system check: every view says which permission it needs, or stands on a list with a reason."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views that are not ours, or that nobody need be logged in for. Each with its reason.
WITHOUT_GATE: dict[str, str] = {
    "account_login": "django-allauth: the way in",
    "account_logout": "django-allauth: POST only, ends the session, shows no data",
    "account_change_password": "django-allauth: one's own password, after login",
    "account_reauthenticate": "django-allauth: asks one's own password again",
    "account_reset_password": "django-allauth: asks for a letter; the same answer for any address",
    "account_reset_password_done": "django-allauth: says that a letter is on its way; no data",
    "account_reset_password_from_key": "django-allauth: for whoever has the letter's link; no data",
    "account_reset_password_from_key_done": "django-allauth: says that it is done; no data",
    "mfa_authenticate": "django-allauth: the second step of logging in, after the password",
    "mfa_login_webauthn": "django-allauth: the way in by passkey",
    "mfa_index": "django-allauth: one's own second step, after login",
    "mfa_reauthenticate": "django-allauth: asks one's own code again",
    "mfa_reauthenticate_webauthn": "django-allauth: asks one's own passkey again",
    "mfa_activate_totp": "django-allauth: one's own app, after proving oneself",
    "mfa_deactivate_totp": "django-allauth: one's own app, after proving oneself",
    "mfa_list_webauthn": "django-allauth: one's own passkeys",
    "mfa_add_webauthn": "django-allauth: one's own passkeys, after proving oneself",
    "mfa_remove_webauthn": "django-allauth: one's own passkeys only, after proving oneself",
    "mfa_edit_webauthn": "django-allauth: one's own passkeys only, after proving oneself",
    "mfa_view_recovery_codes": "django-allauth: one's own codes, once, after proving oneself",
    "mfa_generate_recovery_codes": "django-allauth: one's own codes, after proving oneself",
    "usersessions_list": "django-allauth: one's own sessions",
    "accounts:language": "nobody need be logged in to read; changes a cookie and one's own setting",
    "accounts:join": "for whoever holds an invitation's secret; names an organisation and a role",
    "reminders:receipt": "for the gateway, which knows the secret in the address; shows no data",
    "healthz": "answers ok or not, for the load balancer; no data",
}


def named_views(
    patterns: Sequence[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield the full name and the view of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_views(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern.callback


@register()
def every_view_has_its_gate(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail the start of a site with a view that anybody could reach."""
    del app_configs, kwargs
    return [
        Error(
            f"The view {name} says no permission.",
            hint="Write @requires(Permission.X) above it, or list it with a reason.",
            id="accounts.E001",
        )
        for name, view in named_views()
        if not hasattr(view, "permission") and name not in WITHOUT_GATE
    ]
