"""Addresses of django-allauth's views, each by itself: what is not named here is not reachable."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path, re_path

RESET = r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
TWO_STEP, CODES, KEYS = "two-step/", "two-step/recovery-codes/", "two-step/passkeys/"

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(RESET, account.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(TWO_STEP, mfa.index, name="mfa_index"),
    path(f"{TWO_STEP}code/", mfa.authenticate, name="mfa_authenticate"),
    path(f"{TWO_STEP}again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{TWO_STEP}app/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{TWO_STEP}app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(CODES, recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{CODES}new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(KEYS, webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(f"{KEYS}add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(f"{KEYS}login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(f"{KEYS}again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{KEYS}<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path(f"{KEYS}<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
