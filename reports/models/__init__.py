"""What is stored of figures, of what was erased, and the files that leave the house whole."""

from reports.models.figures import CityMonth, Erasure, MonthlyFacts
from reports.models.whole_export import WholeExport

__all__ = ["CityMonth", "Erasure", "MonthlyFacts", "WholeExport"]
