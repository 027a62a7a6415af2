"""Addresses of the pages that compose the rooms."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("members/", views.members, name="members"),
    path("search/", views.search, name="search"),
    path("migrants/<uuid:migrant_id>/shared/<slug:language>/", views.shared, name="shared"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
]
