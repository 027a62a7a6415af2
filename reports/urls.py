"""Addresses of this room."""

from django.urls import path

from reports.views import exports, figures

app_name = "reports"
urlpatterns = [
    path("reports/", figures.reports, name="reports"),
    path("reports/monthly/<str:month>/", figures.monthly, name="monthly"),
    path("reports/monthly/<str:month>.xlsx", figures.monthly_xlsx, name="monthly_xlsx"),
    path("reports/monthly/<str:month>.csv", figures.monthly_csv, name="monthly_csv"),
    path("reports/city/", figures.city_months, name="city_months"),
    path("reports/city/<str:month>/", figures.city_figures, name="city_figures"),
    path("exports/", exports.exports, name="exports"),
    path("exports/to-release/", exports.exports_to_release, name="exports_to_release"),
    path("exports/<uuid:export_id>/release/", exports.release_export, name="release_export"),
    path("exports/<uuid:export_id>/refuse/", exports.refuse_export, name="refuse_export"),
    path("exports/<uuid:export_id>/take/", exports.take_export, name="take_export"),
]
