"""Every answer carries the same headers, whether it is a page, a refusal, a redirect or a file."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.cast import Cast

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
CSP = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)


def check(answer: Any, status: int) -> None:
    assert answer.status_code == status
    for name, value in WANTED.items():
        assert answer[name] == value, name
    assert "camera=()" in answer["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]
    for rule in CSP:
        assert rule in answer["Content-Security-Policy"], rule
    assert "unsafe" not in answer["Content-Security-Policy"]


def check_unkept(answer: Any, status: int) -> None:
    check(answer, status)
    assert answer["Cache-Control"] == "no-store, private"


def test_pages_refusals_and_redirects(client: Client, cast: Cast) -> None:
    check_unkept(client.get("/accounts/login/"), 200)
    check_unkept(client.get("/"), 302)
    check_unkept(client.get("/healthz"), 200)
    check_unkept(client.get("/nowhere/"), 404)
    check_unkept(client.get("/accounts/login"), 301)
    check_unkept(client.post("/healthz"), 405)
    check_unkept(Client(enforce_csrf_checks=True).post("/accounts/login/"), 403)
    client.force_login(cast.officer_kg.user)
    check_unkept(client.get("/"), 200)
    check_unkept(client.get("/search/"), 403)
    check_unkept(client.get("/accounts/two-step/"), 200)
    check_unkept(client.post("/accounts/logout/"), 302)


def test_a_refusal_before_anything_else(db: None) -> None:
    with override_settings(DEMONSTRATION=True):
        check_unkept(Client(REMOTE_ADDR="198.51.100.7").get("/"), 403)


def test_static_files_carry_them_and_may_be_kept(client: Client, db: None) -> None:
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        answer: Any = Client().get("/static/migrant_health/passkey.js")
    answer._resource_closers[0]()
    check(answer, 200)
    assert "no-store" not in answer["Cache-Control"]
    check_unkept(client.get("/static/nothing.js"), 404)


def test_the_redirect_to_tls_carries_them(db: None) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        check_unkept(Client().get("/"), 301)


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/reset/"])
def test_no_page_of_the_entrance_has_style_or_script_inside(
    client: Client, db: None, page: str
) -> None:
    text = client.get(page).content.decode()
    assert not re.search(r"<script(?![^>]*(src=|application/json))|<style| style=| on\w+=", text)
