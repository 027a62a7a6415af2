"""Addresses of this room."""

from django.urls import path

from reminders import views
from reminders.hooks import receipt

app_name = "reminders"
urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/<uuid:reminder_id>/again/", views.try_again, name="try_again"),
    path("reminders/<uuid:reminder_id>/note/", views.note, name="note"),
    path("reminders/people/<uuid:migrant_id>/stop/", views.stop, name="stop"),
    path("reminders/people/<uuid:migrant_id>/allow/", views.allow, name="allow"),
    path("hooks/smsc/<str:secret>/", receipt, name="receipt"),
]
