"""What is due of files today, and the two who may take it away: the clock and the person asked."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from accounts.acting import Actor, for_system
from audit import actions as audit
from audit.models import Verb
from cases import retention
from cases.models import Case, DataRequest, LegalHold, Migrant
from cases.retention import SHEET, Act, FileFacts
from cases.states import CaseState
from referrals.models import Envelope, Referral
from referrals.models.envelope import OPEN_STATES as OPEN_LETTERS
from reminders.models import Reminder
from reports.erasure import TO_COME
from reports.frozen import frozen_tables
from reports.kept import keep_month, keep_months_of, months_to_keep
from reports.models import Erasure
from reports.months import ALMATY, month_of

RULES = ("leave", "thin", "erase", "sheet", "draft")
CHUNK = 100
MOST = 500
# Nothing is thinned sooner, whatever the kind of organisation.
FIRST_THINNED = datetime.timedelta(days=365)


class StillKept(Exception):
    """The database refused: the rule that forbids it is the argument."""


def facts_of_files(files: QuerySet[Migrant]) -> Iterator[tuple[Migrant, FileFacts]]:
    """Yield each file with what the rules must know of it: one query. As the system."""
    its = {"migrant": OuterRef("pk")}
    open_cases = Case.objects.exclude(state=CaseState.CLOSED).filter(**its)
    rows = files.select_related("organisation").annotate(
        closed_on=_last(Case.objects.filter(**its), "closed_on"),
        referral_ended_at=_last(Referral.objects.filter(**its), "ended_at"),
        letter_ended_at=_last(Envelope.objects.filter(**its), "ended_at"),
        has_open_case=Exists(open_cases),
        has_open_tb_case=Exists(open_cases.filter(kind="tuberculosis")),
        has_open_referral=Exists(Referral.objects.open().filter(**its)),
        has_open_letter=Exists(Envelope.objects.filter(state__in=OPEN_LETTERS, **its)),
        has_message_to_come=Exists(Reminder.objects.filter(state__in=TO_COME, **its)),
        has_open_request=Exists(DataRequest.objects.open().filter(**its)),
        is_held=Exists(LegalHold.objects.standing().filter(**its)),
    )
    for row in rows:
        yield row, _facts(row)


def facts_of_file(file_id: uuid.UUID) -> FileFacts:
    """Return what the rules must know of one file."""
    with for_system(reason="how long a file is kept"):
        return next(facts for _file, facts in facts_of_files(Migrant.objects.filter(pk=file_id)))


def due_files(today: datetime.date) -> Iterator[tuple[Migrant, Act]]:
    """Yield the files of which something is due, with what. As the system, in chunks."""
    older = Q(registered_at__date__lte=today - FIRST_THINNED)
    closed = Migrant.objects.filter(older | Q(expected_departure_on__isnull=False))
    closed = closed.exclude(cases__state__in=[CaseState.OPEN, CaseState.PAUSED])
    for start in _chunks(closed):
        for file, facts in facts_of_files(closed.filter(pk__in=start)):
            act = retention.due(facts, today)
            if act and not (act is Act.THIN and _is_thinned(file, facts)):
                yield file, act
            elif file.expected_departure_on and retention.leaves(facts):
                yield file, Act.LEAVE


def due_sheets(today: datetime.date) -> list[uuid.UUID]:
    """Return the sheets of reception centres whose time is over, the newest first."""
    before = today - datetime.timedelta(days=31 * SHEET.months)
    sheets = Referral.objects.filter(migrant__isnull=True, ended_at__date__lt=before)
    return list(sheets.order_by("-id").values_list("pk", flat=True)[:MOST])


def keep_months(*, now: datetime.datetime) -> int:
    """Keep the figures of months that are over for good; say how many were not kept before."""
    with for_system(reason="figures of months that are over"):
        found = months_to_keep(now)
        for organisation_id, month in found:
            keep_month(organisation_id, month)
    return len(found)


def keep_files(*, now: datetime.datetime) -> Counter[str]:
    """Thin and erase what is due, one transaction a file; say how many by rule.

    Safe when run twice, or by two at once: the database asks the rules again under its own lock.
    """
    today = now.astimezone(ALMATY).date()
    with for_system(reason="how long files are kept"):
        files = [(file.pk, act) for file, act in _first(due_files(today))]
        sheets = due_sheets(today)
    done: Counter[str] = Counter()
    for file_id, act in files:
        done[act] += _forget(file_id, act)
    for sheet_id in sheets:
        done["sheet"] += _forget_sheet(sheet_id)
    with for_system(reason="half-filled forms that nobody took up again"):
        done["draft"] += _ask("SELECT reports_forget_drafts()")
    return done


def count_due(*, now: datetime.datetime) -> Counter[str]:
    """Return how many files are due by rule, changing nothing."""
    today = now.astimezone(ALMATY).date()
    with for_system(reason="how long files are kept"):
        found = Counter(act.value for _file, act in due_files(today))
        found["sheet"] = len(due_sheets(today))
    return found


@transaction.atomic
def erase_as_asked(*, by: Actor, file: Migrant) -> None:
    """Erase a file because the person asked and it was agreed; StillKept where a rule forbids it.

    The months it is counted in are kept first, so that no figure changes.
    """
    with for_system(reason="a person asked to be erased"):
        keep_months_of(file)
        _go(file.pk, Act.REQUEST)
    _record(by, file.pk, Act.REQUEST)


def _forget(file_id: uuid.UUID, act: Act) -> bool:
    with for_system(reason="how long files are kept") as system:
        file = Migrant.objects.filter(pk=file_id).first()
        if file is None:
            return False
        if act is not Act.LEAVE:
            keep_months_of(file)
        try:
            _go(file_id, act)
        except StillKept:
            return False
        _record(system, file_id, act)
    return True


def _forget_sheet(sheet_id: uuid.UUID) -> bool:
    with for_system(reason="how long sheets are kept") as system:
        sent_at = Referral.objects.filter(pk=sheet_id).values_list("sent_at", flat=True).first()
        if sent_at is None:
            return False
        frozen_tables(month_of(sent_at))
        if _ask("SELECT reports_forget_sheet(%s) ->> 'refused'", sheet_id):
            return False
        _record(system, sheet_id, "sheet")
    return True


def _go(file_id: uuid.UUID, act: Act) -> None:
    refusal = _ask("SELECT reports_forget(%s, %s) ->> 'refused'", file_id, str(act))
    if refusal:
        raise StillKept(refusal)


def _ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _record(by: Actor, subject_id: uuid.UUID, act: str) -> None:
    is_whole = act not in {Act.LEAVE, Act.THIN}
    audit.record(
        Verb.ERASED if is_whole else Verb.CHANGED,
        by=by,
        subject_type="examination" if act == "sheet" else "migrant",
        subject_ids=[subject_id],
        detail={"step": "kept_no_longer", "act": str(act)},
    )


def _facts(row: Any) -> FileFacts:
    moments = (row.registered_at, row.referral_ended_at, row.letter_ended_at)
    days = [moment.astimezone(ALMATY).date() for moment in moments if moment]
    flags = ("open_case", "open_tb_case", "open_referral", "open_letter", "message_to_come")
    return FileFacts(
        kind=row.organisation.kind,
        last_on=max([*days, row.closed_on] if row.closed_on else days),
        has_open_request=row.has_open_request,
        is_held=row.is_held,
        **{f"has_{flag}": getattr(row, f"has_{flag}") for flag in flags},
    )


def _last(rows: QuerySet[Any], column: str) -> Subquery:
    found = rows.order_by().values("migrant").annotate(last=Max(column))
    return Subquery(found.values("last"))


def _is_thinned(file: Migrant, facts: FileFacts) -> bool:
    since = retention.day_of(Act.THIN, facts)
    done = Erasure.objects.filter(file=file.pk, act=Act.THIN)
    return done.annotate(on=TruncDate("at", tzinfo=ALMATY)).filter(on__gte=since).exists()


def _chunks(files: QuerySet[Migrant]) -> Iterator[list[uuid.UUID]]:
    last: Q = Q()
    while keys := list(files.filter(last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield keys
        last = Q(pk__gt=keys[-1])


def _first(found: Iterator[tuple[Migrant, Act]]) -> Iterator[tuple[Migrant, Act]]:
    for _number, one in zip(range(MOST), found, strict=False):
        yield one
