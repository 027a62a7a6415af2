"""Addresses of this room."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/monthly/<str:month>/", views.monthly, name="monthly"),
    path("reports/monthly/<str:month>.xlsx", views.monthly_xlsx, name="monthly_xlsx"),
    path("reports/monthly/<str:month>.csv", views.monthly_csv, name="monthly_csv"),
    path("reports/city/", views.city_months, name="city_months"),
    path("reports/city/<str:month>/", views.city_figures, name="city_figures"),
]
