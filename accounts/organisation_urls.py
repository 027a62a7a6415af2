"""Addresses of the list of organisations, for whoever keeps the site."""

from django.urls import path

from accounts.views import organisation

app_name = "organisations"
urlpatterns = [
    path("organisations/", organisation.organisations, name="organisations"),
    path("organisations/new/", organisation.add, name="add"),
    path("organisations/<uuid:organisation_id>/", organisation.organisation, name="organisation"),
    path(
        "organisations/<uuid:organisation_id>/members/invite/",
        organisation.invite_admin,
        name="invite_admin",
    ),
    path("organisations/<uuid:organisation_id>/close/", organisation.close, name="close"),
    path("organisations/<uuid:organisation_id>/reopen/", organisation.reopen, name="reopen"),
    path(
        "organisations/invitations/<uuid:invitation_id>/withdraw/",
        organisation.withdraw,
        name="withdraw",
    ),
]
