"""Addresses of the whole site; each room keeps its own."""

from django.urls import include, path

from migrant_health.health import healthz

urlpatterns = [
    path("accounts/", include("accounts.login_urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("accounts.member_urls")),
    path("", include("accounts.organisation_urls")),
    path("", include("cases.urls")),
    path("", include("referrals.urls")),
    path("", include("reminders.urls")),
    path("", include("reports.urls")),
    path("", include("desk.urls")),
    path("healthz", healthz, name="healthz"),
]
