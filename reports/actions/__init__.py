"""What leaves the house as a file."""

from reports.actions.report import export_report
from reports.actions.take_export import take_export
from reports.actions.whole_export import ask_export, end_exports, refuse_export, release_export
from reports.actions.write_export import write_exports

__all__ = [
    "ask_export",
    "end_exports",
    "export_report",
    "refuse_export",
    "release_export",
    "take_export",
    "write_exports",
]
