"""What is stored of figures, and the files that leave the house whole."""

from reports.models.city_month import CityMonth
from reports.models.whole_export import WholeExport

__all__ = ["CityMonth", "WholeExport"]
