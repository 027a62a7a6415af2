"""Take the monthly report out of the house, and write down who did."""

import datetime
from collections.abc import Callable

from django.db import transaction

from accounts.acting import Acting
from audit import actions as audit
from audit.models import Verb
from reports.exports.csv import write_csv
from reports.exports.lines import lines_of
from reports.exports.xlsx import write_xlsx
from reports.monthly import Report, monthly_report
from reports.months import Month

FORMATS: dict[str, Callable[[Report], bytes]] = {
    "csv": lambda report: write_csv(lines_of(report)),
    "xlsx": lambda report: write_xlsx(lines_of(report), sheet=str(report.month)),
}


@transaction.atomic
def export_report(*, by: Acting, month: Month, now: datetime.datetime, ending: str) -> bytes:
    """Return the report as a file of this ending; the audit says who took which month."""
    written = FORMATS[ending](monthly_report(by, month, now))
    audit.record(
        Verb.EXPORTED,
        by=by,
        subject_type="report",
        subject_ids=[by.organisation_key],
        detail={"year": month.year, "month": month.number, "format": ending},
    )
    return written
