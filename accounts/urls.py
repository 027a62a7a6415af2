"""Addresses of one's own account."""

from django.urls import path

from accounts.views import account, join

app_name = "accounts"
urlpatterns = [
    path("language/", account.language, name="language"),
    path("act-for/", account.act_for, name="act_for"),
    path("sessions/<int:key>/end/", account.end_session, name="end_session"),
    path("join/<str:token>/", join.join, name="join"),
]
