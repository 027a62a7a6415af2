"""Files go when their time has come, through one door only, and no figure changes."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.acting import for_member, for_system
from accounts.models import OrganisationKind
from audit.models import Entry, Verb
from cases.actions import (
    RequestTerms,
    add_contact,
    add_name,
    add_note,
    add_task,
    hold_file,
    lift_hold,
    move_request,
    record_request,
    record_screen,
    save_draft,
)
from cases.actions.record import Symptoms
from cases.models import Case, ContactPoint, DataRequest, Draft, Migrant, MigrantName, Note, Person
from cases.request_rules import RequestMove
from cases.retention import Act, months_of
from reports import keeping
from reports.city import city_tables
from reports.kept import keep_month
from reports.models import MonthlyFacts
from reports.monthly import Report, monthly_report
from reports.months import Month, month_of
from reports.overview import month_line
from tests.cast import GULNARAS_PHONE, NOW, RUSTAM, TODAY, Cast
from tests.reports.old_files import YEAR, close_long_ago, erasures
from tests.watching import assert_codes_only, audited, unchanged


def write(cast: Cast) -> None:
    """Fill Rustam's file with what a caseworker writes."""
    case, migrant = cast.rustams_case, cast.rustam
    with for_member(cast.daniyar) as by:
        add_name(by=by, migrant=migrant, full="Rustam K.", kind="alias", now=NOW)
        add_contact(by=by, migrant=migrant, phone="+992900112233", now=NOW)
        add_note(by=by, case=case, text="Fell", submission=uuid.uuid4(), now=NOW)
        add_task(by=by, case=case, kind="call_back", due_on=TODAY, now=NOW)
        record_screen(by=by, case=case, symptoms=Symptoms(cough="yes"), now=NOW, today=TODAY)


def refusal(act: str, file: Migrant) -> str | None:
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute("SELECT reports_forget(%s, %s) ->> 'refused'", [file.pk, act])
        answer: str | None = cursor.fetchone()[0]
        return answer


@transaction.atomic
def run(statement: str, key: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])


def report_of(cast: Cast, month: Month) -> Report:
    with for_member(cast.madina) as reader:
        return monthly_report(reader, month, NOW)


def there(model: type[Case] | type[Migrant], key: uuid.UUID) -> bool:
    with for_system(reason="tests"):
        return model._default_manager.filter(pk=key).exists()


def test_the_database_knows_the_same_periods(cast: Cast) -> None:
    with connection.cursor() as cursor:
        for kind in OrganisationKind.values:
            for act in (Act.THIN, Act.ERASE):
                cursor.execute("SELECT reports_keeping_months(%s, %s)", [kind, act])
                assert cursor.fetchone()[0] == months_of(kind, act)


def test_after_a_year_ways_to_reach_somebody_and_free_words_go_and_the_rest_stays(
    cast: Cast,
) -> None:
    write(cast)
    file = close_long_ago(cast.rustams_case, 2)
    with audited() as entries:
        assert keeping.keep_files(now=NOW) == {"thin": 1, "draft": 0}
    assert_codes_only(entries)
    with for_system(reason="tests"):
        names = MigrantName.objects.filter(migrant=file)
        assert {name.full: name.keys.count() > 0 for name in names} == {
            RUSTAM: True,
            "Rustam K.": False,
        }
        assert not ContactPoint.objects.filter(migrant=file).exists()
        assert not Note.objects.filter(case__migrant=file).exists()
        assert Migrant.objects.get(pk=file.pk).expected_departure_on is None
        assert ContactPoint.objects.with_phone(GULNARAS_PHONE).exists()
    with unchanged():
        assert keeping.keep_files(now=NOW).total() == 0


def test_after_five_years_nothing_is_left_but_keys_and_counts(cast: Cast) -> None:
    write(cast)
    file = close_long_ago(cast.rustams_case, 6)
    assert keeping.keep_files(now=NOW)["erase"] == 1
    assert not there(Migrant, file.pk)
    assert not there(Case, cast.rustams_case.pk)
    ((act, counts),) = erasures()
    assert act == "erase"
    assert counts["cases_migrantname"] == 2
    assert counts["cases_person"] == 1
    with for_system(reason="tests"):
        assert not Person.objects.filter(pk=file.person_id).exists()
        assert Entry.objects.filter(subject_id=file.pk, verb=Verb.ERASED).count() == 1
    assert keeping.keep_files(now=NOW).total() == 0


def test_the_report_and_the_citys_figures_say_after_what_they_said_before(cast: Cast) -> None:
    write(cast)
    close_long_ago(cast.rustams_case, 6)
    began = month_of(NOW - 6 * YEAR - datetime.timedelta(days=31))
    before = [report_of(cast, began), report_of(cast, began.plus(1))]
    city = city_tables(began)
    with for_member(cast.madina) as reader:
        line = month_line(reader, began, NOW)
    assert line.people == 1
    keeping.keep_files(now=NOW)
    assert [report_of(cast, began), report_of(cast, began.plus(1))] == before
    assert city_tables(began) == city
    with for_member(cast.madina) as reader:
        assert month_line(reader, began, NOW) == line


def test_kept_figures_name_nobody(cast: Cast) -> None:
    write(cast)
    close_long_ago(cast.rustams_case, 6)
    keeping.keep_files(now=NOW)
    with for_system(reason="tests"):
        stored = repr(list(MonthlyFacts.objects.values_list("facts", flat=True)))
    for word in (RUSTAM, "Rustam", str(cast.rustam.pk), str(cast.rustam.person_id), "992900"):
        assert word not in stored


def test_the_months_that_are_over_for_good_are_kept_at_night_and_no_other(cast: Cast) -> None:
    close_long_ago(cast.rustams_case, 1)
    assert keeping.keep_months(now=NOW) > 0
    with for_system(reason="tests"):
        last = MonthlyFacts.objects.latest("month").month
    assert last == month_of(NOW).plus(-2).first_day
    with unchanged():
        assert keeping.keep_months(now=NOW) == 0


@pytest.mark.parametrize("act", ["thin", "erase", "request", "leave", "gone"])
def test_the_door_refuses_a_file_that_is_not_due(cast: Cast, act: str) -> None:
    with unchanged():
        assert refusal(act, cast.gulnara)


def test_the_door_refuses_while_a_figure_may_still_change(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 6)
    with unchanged():
        assert refusal("erase", file) == "months_not_kept"


def test_a_hold_stops_everything_until_it_is_lifted(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 6)
    with for_member(cast.saule) as by:
        why = {"reason": "court", "words": "Case 4"}
        hold_file(by=by, migrant=file, submission=uuid.uuid4(), now=NOW, **why)
    with unchanged():
        assert refusal("erase", file) == refusal("leave", file) == "held"
        assert keeping.keep_files(now=NOW).total() == 0
    with for_member(cast.saule) as by:
        lift_hold(by=by, migrant=file, now=NOW)
    assert keeping.keep_files(now=NOW)["erase"] == 1


def test_a_member_opens_no_door(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 6)
    for door in ("reports_forget(%s, 'erase')", "reports_forget_sheet(%s)"):
        with (
            for_member(cast.saule),
            unchanged(),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT {door}", [file.pk])


@pytest.mark.parametrize("room", ["cases", "referrals", "reminders"])
def test_nobody_goes_around_the_door(cast: Cast, room: str) -> None:
    with (
        for_system(reason="tests"),
        unchanged(),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {room}_forget(%s, 'erase')", [cast.gulnara.pk])


def test_the_setting_of_the_door_is_worth_nothing_outside_it(cast: Cast) -> None:
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.erasing', 'x', true), cases_is_erasing()")
        cursor.execute("SELECT cases_is_erasing()")
        assert cursor.fetchone() == (False,)


def agree_to_erase(cast: Cast, file: Migrant) -> None:
    with for_member(cast.daniyar) as by:
        terms = RequestTerms("erasure", TODAY, "letter", "tg")
        record_request(by=by, migrant=file, terms=terms, submission=uuid.uuid4(), now=NOW)
    with for_member(cast.saule) as by:
        request = DataRequest.objects.get(migrant=file)
        move_request(by=by, request=request, move=RequestMove.AGREE, now=NOW)


def test_who_asks_to_be_erased_is_erased_at_once_and_no_past_month_changes(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 0)
    began = month_of(file.registered_at)
    before = report_of(cast, began)
    agree_to_erase(cast, file)
    with for_member(cast.saule) as by:
        keeping.erase_as_asked(by=by, file=file)
    assert not there(Migrant, file.pk)
    assert [act for act, _counts in erasures()] == ["request"]
    assert report_of(cast, began) == before


def test_an_open_case_is_not_erased_though_it_was_agreed(cast: Cast) -> None:
    agree_to_erase(cast, cast.rustam)
    with for_member(cast.saule) as by, unchanged(), pytest.raises(keeping.StillKept) as found:
        keeping.erase_as_asked(by=by, file=cast.rustam)
    assert str(found.value) == "open_case"


def test_a_file_nobody_agreed_to_erase_stays(cast: Cast) -> None:
    file = close_long_ago(cast.rustams_case, 0)
    with for_member(cast.saule) as by, unchanged(), pytest.raises(keeping.StillKept):
        keeping.erase_as_asked(by=by, file=file)


def test_looking_first_changes_nothing_and_names_nobody(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    close_long_ago(cast.rustams_case, 6)
    with unchanged():
        call_command("keep_files", "--dry-run")
    assert capsys.readouterr().out == "due: leave 0, thin 0, erase 1, sheet 0, draft 0\n"


def test_half_filled_forms_go_after_a_month(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        save_draft(by=by, form="note", about="", typed={"text": ["x"]}, now=NOW)
        old = NOW - datetime.timedelta(days=31)
        save_draft(by=by, form="task", about="", typed={"text": ["x"]}, now=old)
    assert keeping.keep_files(now=NOW) == {"draft": 1}
    with for_member(cast.aigul):
        assert [draft.form for draft in Draft.objects.all()] == ["note"]


def test_a_month_that_runs_is_not_kept(cast: Cast) -> None:
    with for_system(reason="tests"), pytest.raises(ValueError, match=str(month_of(NOW))):
        keep_month(cast.komek.pk, month_of(NOW))
