"""Addresses of one's own account."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("act-for/", views.act_for, name="act_for"),
    path("sessions/<int:key>/end/", views.end_session, name="end_session"),
]
