"""Addresses of this room."""

from django.urls import URLPattern, path

from reminders.hooks import receipt

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    path("hooks/smsc/<str:secret>/", receipt, name="receipt"),
]
