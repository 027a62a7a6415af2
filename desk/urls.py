"""Addresses of the pages that compose the rooms."""

from django.urls import path

from desk import views
from desk.oversight import views as oversight
from desk.rights import views as rights

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("members/", views.members, name="members"),
    path("search/", views.search, name="search"),
    path("migrants/<uuid:migrant_id>/shared/<slug:language>/", views.shared, name="shared"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("migrants/<uuid:migrant_id>/rights/", rights.rights, name="rights"),
    path("migrants/<uuid:migrant_id>/rights/new/", rights.ask, name="ask_about_data"),
    path("migrants/<uuid:migrant_id>/hold/", rights.hold, name="hold_file"),
    path("migrants/<uuid:migrant_id>/hold/lift/", rights.lift_hold, name="lift_hold"),
    path("data-requests/<uuid:request_id>/refuse/", rights.refuse, name="refuse_request"),
    path("data-requests/<uuid:request_id>/done/", rights.finish, name="finish_request"),
    path("data-requests/<uuid:request_id>/copy/", rights.show_copy, name="copy"),
    path("data-requests/<uuid:request_id>/copy.html", rights.copy_file, name="copy_file"),
    path("data-requests/<uuid:request_id>/agree/", rights.agree, name="agree_to_erase"),
    path("data-requests/<uuid:request_id>/erase/", rights.erase, name="erase_file"),
    path("audit/", oversight.audit, name="audit"),
    path("migrants/<uuid:migrant_id>/access-log/", oversight.access_log, name="access_log"),
    path(
        "migrants/<uuid:migrant_id>/access-log/<slug:language>/",
        oversight.access_log_paper,
        name="access_log_paper",
    ),
]
