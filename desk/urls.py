"""Addresses of the pages that compose the rooms."""

from django.urls import path

from desk import views
from desk.oversight import views as oversight

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("audit/", oversight.audit, name="audit"),
    path("migrants/<uuid:migrant_id>/access-log/", oversight.access_log, name="access_log"),
    path(
        "migrants/<uuid:migrant_id>/access-log/<slug:language>/",
        oversight.access_log_paper,
        name="access_log_paper",
    ),
]
