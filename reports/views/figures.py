"""The monthly report of one's own organisation, and the city's figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from reports import actions, city, illustrations, overview
from reports.exports import csv, xlsx
from reports.monthly import monthly_report
from reports.months import Month, NoSuchMonth, month_of, parse

CITY_MONTHS = 12


@requires(Permission.SEE_REPORTS)
@require_safe
def reports(request: WorkRequest) -> HttpResponse:
    """Show the months that have a report."""
    acting = request.acting
    context = {
        "months": overview.months(acting, timezone.now()),
        "may_ask_export": acting.may(Permission.ASK_EXPORT),
        "may_release_export": acting.may(Permission.RELEASE_EXPORT),
    }
    return render(request, "reports/reports.html", context)


@requires(Permission.SEE_REPORTS)
@require_safe
def monthly(request: WorkRequest, month: str) -> HttpResponse:
    """Show one month."""
    report = monthly_report(request.acting, _begun(month), timezone.now())
    this = month_of(timezone.now())
    context = {
        "report": report,
        "columns": illustrations.cases_by_month(report),
        "pyramid": illustrations.ages(report),
        "before": report.month.plus(-1),
        "after": report.month.plus(1) if report.month < this else None,
        "is_running": not report.is_over,
        "is_ready": report.month == this.plus(-1),
        "may_export": request.acting.may(Permission.EXPORT_REPORTS),
    }
    return render(request, "reports/monthly.html", context)


@requires(Permission.EXPORT_REPORTS)
@require_safe
def monthly_xlsx(request: WorkRequest, month: str) -> HttpResponse:
    """Hand out one month for Excel."""
    return _file(request, _begun(month), "xlsx", xlsx.TYPE)


@requires(Permission.EXPORT_REPORTS)
@require_safe
def monthly_csv(request: WorkRequest, month: str) -> HttpResponse:
    """Hand out one month as plain text."""
    return _file(request, _begun(month), "csv", csv.TYPE)


@requires(Permission.SEE_CITY_FIGURES)
@require_safe
def city_months(request: WorkRequest) -> HttpResponse:
    """Show the last months that are over, whether or not anything happened in them."""
    this = month_of(timezone.now())
    months = [this.plus(-back) for back in range(1, CITY_MONTHS + 1)]
    return render(request, "reports/city_months.html", {"months": months})


@requires(Permission.SEE_CITY_FIGURES)
@require_safe
def city_figures(request: WorkRequest, month: str) -> HttpResponse:
    """Show the city's figures of one month that is over."""
    asked, this = _begun(month), month_of(timezone.now())
    if asked == this:
        raise Http404
    context = {
        "month": asked,
        "tables": city.city_tables(asked),
        "before": asked.plus(-1),
        "after": asked.plus(1) if asked.plus(1) < this else None,
    }
    return render(request, "reports/city_figures.html", context)


def _begun(address: str) -> Month:
    try:
        month = parse(address)
    except NoSuchMonth:
        raise Http404 from None
    if month > month_of(timezone.now()):
        raise Http404
    return month


def _file(request: WorkRequest, month: Month, ending: str, content_type: str) -> HttpResponse:
    written = actions.export_report(
        by=request.acting, month=month, now=timezone.now(), ending=ending
    )
    answer = HttpResponse(written, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="report-{month}.{ending}"'
    return answer
