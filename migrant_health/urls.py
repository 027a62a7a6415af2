"""Addresses of the whole site; each room keeps its own."""

from allauth.account import views as allauth
from django.urls import include, path

from migrant_health.health import healthz

urlpatterns = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/password/", allauth.password_change, name="account_change_password"),
    path("accounts/again/", allauth.reauthenticate, name="account_reauthenticate"),
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
