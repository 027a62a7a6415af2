"""Addresses of the people who work in one's own organisation."""

from django.urls import path

from accounts.views import member

app_name = "members"
urlpatterns = [
    path("members/invite/", member.invite, name="invite"),
    path("members/<uuid:membership_id>/change/", member.change, name="change"),
    path("members/<uuid:membership_id>/suspend/", member.suspend, name="suspend"),
    path("members/<uuid:membership_id>/restore/", member.restore, name="restore"),
    path("invitations/<uuid:invitation_id>/withdraw/", member.withdraw, name="withdraw"),
]
