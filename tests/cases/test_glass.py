"""Breaking the glass: an hour, a reason, three a day, the cells of the matrix and nothing beside."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.acting import Acting, for_member, for_system
from audit.models import Verb
from cases import access, glass
from cases.actions import TooManyToday, add_note, break_glass, end_glass, move_case
from cases.models import BrokenGlass, Case, Consent, ContactPoint, Migrant, Note, SymptomScreen
from cases.states import CaseMove
from reminders.models import Reminder
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.emergencies import break_the_glass
from tests.situations import accept, answer, send, write_records
from tests.watching import assert_codes_only, audited, unchanged

HOUR = datetime.timedelta(minutes=60)


def again(by: Acting, migrant: Migrant, **changed: Any) -> BrokenGlass:
    terms: dict[str, Any] = {
        "migrant_id": migrant.pk,
        "reason_code": "other",
        "reason": "Asks for help",
        "submission": uuid.uuid4(),
        "now": NOW,
    }
    return break_glass(by=by, **(terms | changed))


def words_of(by: Acting, migrant: Migrant) -> list[str]:
    opened = glass.open_glass(by, migrant.pk)
    return (
        [str(one.kind) for one in glass.cases_in_emergency(by, opened, migrant.pk)]
        if opened
        else []
    )


def pass_time(opened: BrokenGlass, by: datetime.timedelta) -> None:
    """Move the opening into the past, as the owner of the clock would."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_brokenglass SET ends_at = ends_at - make_interval(secs => %s) WHERE id = %s",
            [by.total_seconds(), opened.pk],
        )


def test_it_is_open_for_an_hour_for_whoever_broke_it_and_stands_in_the_persons_log(
    cast: Cast,
) -> None:
    with audited() as entries:
        opened = break_the_glass(cast.daniyar, cast.gulnara)
    assert (opened.ends_at - opened.opened_at, opened.nth) == (HOUR, 1)
    (entry,) = entries
    assert (entry.verb, entry.subject_id) == (Verb.BROKE_GLASS, cast.gulnara.pk)
    assert entry.data_classes == ["identity", "tb"]
    assert entry.detail == {"code": "danger_to_life"}
    assert_codes_only(entries)


def test_a_caseworker_learns_whether_there_is_tuberculosis_and_nothing_else(cast: Cast) -> None:
    write_records(cast)
    break_the_glass(cast.daniyar, cast.gulnara)
    with for_member(cast.daniyar) as by:
        assert words_of(by, cast.gulnara) == ["Tuberculosis"]
        for model in (ContactPoint, Consent, Reminder):
            rows: Any = model.objects.visible_to(by)
            assert not rows.filter(migrant=cast.gulnara).exists(), model
        for of_case in (Note, SymptomScreen):
            rows = of_case.objects.visible_to(by)
            assert not rows.filter(case=cast.gulnaras_case).exists(), of_case
        assert not Case.objects.filter(pk=cast.gulnaras_case.pk).exists()


def test_another_illness_is_not_class_6_so_its_word_stays_closed(cast: Cast) -> None:
    break_the_glass(cast.aigul, cast.rustam)
    with for_member(cast.aigul) as by:
        assert words_of(by, cast.rustam) == [""]


def test_without_the_glass_the_database_says_no_word(cast: Cast) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    asked = "SELECT count(*) FROM cases_in_emergency(%s)"
    for who, rows in (("daniyar", 1), ("aigul", 0), ("timur", 0), ("madina", 0), ("officer_kg", 0)):
        with for_member(cast.members[who]), connection.cursor() as cursor:
            cursor.execute(asked, [cast.gulnara.pk])
            assert cursor.fetchone() == (rows,), who
    pass_time(opened, HOUR)
    with for_member(cast.daniyar), connection.cursor() as cursor:
        cursor.execute(asked, [cast.gulnara.pk])
        assert cursor.fetchone() == (0,)


def test_a_supervisor_gets_the_phone_in_clear_and_only_for_the_hour(cast: Cast) -> None:
    write_records(cast)
    with for_member(cast.saule) as by:
        assert not glass.may_unmask(by, cast.rustam.pk)
    opened = break_the_glass(cast.saule, cast.rustam)
    with for_member(cast.saule) as by:
        assert glass.may_unmask(by, cast.rustam.pk)
        assert not glass.may_unmask(by, cast.gulnara.pk)
    pass_time(opened, HOUR)
    with for_member(cast.saule) as by:
        assert not glass.may_unmask(by, cast.rustam.pk)


def test_a_clinic_opens_who_was_referred_to_it_even_after_the_answer(cast: Cast) -> None:
    write_records(cast)
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    accept(cast.dr_ahmetov, referral)
    answer(cast.dr_ahmetov, referral)
    with for_member(cast.nurse_olga) as by:
        assert not Migrant.objects.visible_to(by).exists()
    break_the_glass(cast.nurse_olga, cast.gulnara)
    with for_member(cast.nurse_olga) as by:
        assert [one.pk for one in Migrant.objects.visible_to(by)] == [cast.gulnara.pk]
        assert SymptomScreen.objects.visible_to(by).count() == 1
        assert words_of(by, cast.gulnara) == [""]
        assert not ContactPoint.objects.visible_to(by).exists()
        assert not Migrant.objects.opened_to(by).exists()
    # Not to the clinic: to the one who broke it.
    with for_member(cast.dr_ahmetov) as by:
        assert not Migrant.objects.visible_to(by).exists()


def test_who_comes_in_an_emergency_can_be_opened_before_anybody_accepted(cast: Cast) -> None:
    write_records(cast)
    send(cast.daniyar, cast.rustams_case, cast.hospital, "health", reason="emergency")
    break_the_glass(cast.dr_lee, cast.rustam)
    with for_member(cast.dr_lee) as by:
        assert words_of(by, cast.rustam) == ["Injury"]


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("timur", "gulnara"),
        ("bekzat", "gulnara"),
        ("saule", "zarina"),
        ("dr_lee", "gulnara"),
        ("nurse_olga", "zarina"),
        ("officer_kg", "gulnara"),
        ("officer_reception", "gulnara"),
        ("madina", "gulnara"),
        ("analyst_health", "gulnara"),
    ],
)
def test_nobody_opens_a_file_that_is_none_of_theirs(cast: Cast, who: str, whose: str) -> None:
    with unchanged(), pytest.raises((IntegrityError, ProgrammingError)):
        break_the_glass(cast.members[who], getattr(cast, whose))


def test_the_database_opens_no_class_beyond_the_cell(cast: Cast) -> None:
    for who, classes in (("daniyar", ["contact"]), ("saule", ["notes"]), ("daniyar", ["health"])):
        by = cast.members[who]
        row = BrokenGlass(
            organisation=by.works_for,
            user=by.user,
            role=by.role_name,
            migrant=cast.gulnara,
            reason_code="other",
            reason="?",
            classes=classes,
            opened_at=NOW,
            opened_on=TODAY,
            nth=1,
            ends_at=NOW + HOUR,
        )
        with unchanged(), pytest.raises(IntegrityError, match="not theirs"), for_member(by):
            row.save(force_insert=True)


def test_three_a_day_and_no_more(cast: Cast) -> None:
    yesterday = NOW - datetime.timedelta(days=1)
    with for_member(cast.saule) as by:
        for nth, migrant in enumerate((cast.gulnara, cast.rustam, cast.rustam), start=1):
            assert again(by, migrant, now=yesterday).nth == nth
    with unchanged(), pytest.raises(TooManyToday), for_member(cast.saule) as by:
        again(by, cast.rustam, now=yesterday)
    with for_member(cast.saule) as by:
        assert again(by, cast.rustam).nth == 1


def test_no_glass_is_broken_for_later_past_the_count_and_the_review(cast: Cast) -> None:
    later = NOW + datetime.timedelta(days=1)
    with (
        unchanged(),
        pytest.raises(IntegrityError, match="not theirs"),
        for_member(cast.saule) as by,
        transaction.atomic(),
    ):
        again(by, cast.rustam, now=later)


def test_whose_file_it_is_reads_that_a_clinic_opened_it_and_what_it_saw(cast: Cast) -> None:
    write_records(cast)
    accept(cast.dr_lee, send(cast.daniyar, cast.rustams_case, cast.hospital, "health"))
    with audited() as entries:
        opened = break_the_glass(cast.dr_lee, cast.rustam)
        with for_member(cast.dr_lee) as by:
            words_of(by, cast.rustam)
            end_glass(by=by, opened=opened)
    assert {one.verb for one in entries} == {Verb.BROKE_GLASS, Verb.READ, Verb.ENDED}
    assert {one.holder_id for one in entries} == {cast.komek.pk}
    assert {one.organisation_id for one in entries} == {cast.hospital.pk}


def test_a_day_is_a_day_in_almaty(cast: Cast) -> None:
    night = datetime.datetime(2026, 3, 1, 20, 30, tzinfo=datetime.UTC)
    with for_member(cast.saule) as by:
        opened = again(by, cast.gulnara, now=night)
    assert opened.opened_on == datetime.date(2026, 3, 2)


def test_the_same_form_opens_once_and_what_is_open_is_not_opened_again(cast: Cast) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    with unchanged(), for_member(cast.daniyar) as by:
        assert again(by, cast.gulnara, submission=opened.pk) == opened
        assert again(by, cast.gulnara) == opened


def test_closed_early_it_shows_nothing_any_more_and_stays_written(cast: Cast) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    with for_member(cast.daniyar) as by:
        assert end_glass(by=by, opened=opened)
        assert glass.open_glass(by, cast.gulnara.pk) is None
        assert not end_glass(by=by, opened=opened)
        assert BrokenGlass.objects.visible_to(by).get() == opened


def test_nobody_writes_through_broken_glass(cast: Cast) -> None:
    case = cast.gulnaras_case
    break_the_glass(cast.daniyar, cast.gulnara)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with unchanged():
        with for_member(cast.daniyar) as by, refused, transaction.atomic():
            add_note(by=by, case=case, text="Seen", submission=uuid.uuid4(), now=NOW)
        with for_member(cast.daniyar) as by:
            with pytest.raises(Exception, match="pause"):
                move_case(
                    by=by, case=case, move=CaseMove.PAUSE, now=NOW, today=TODAY, reason="Away"
                )
            assert not Case.objects.filter(pk=case.pk).update(kind="other")
            for permission in access.WHERE_KNOWN:
                assert access.get_migrant(by, cast.gulnara.pk, permission)


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": NOW + 2 * HOUR},
        {"classes": ["identity", "tb", "contact"]},
        {"reason": "Another"},
        {"opened_at": NOW - HOUR},
        {"reviewed_at": NOW, "finding": "justified", "reviewed_by_id": "daniyar"},
        {"reviewed_at": NOW, "finding": "justified", "reviewed_by_id": "saule"},
    ],
)
def test_whoever_broke_it_cannot_make_it_longer_wider_or_judged(
    cast: Cast, change: dict[str, Any]
) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    if "reviewed_by_id" in change:
        change = change | {"reviewed_by_id": cast.members[change["reviewed_by_id"]].user_id}
    with unchanged(), pytest.raises(IntegrityError), for_member(cast.daniyar):
        BrokenGlass.objects.filter(pk=opened.pk).update(**change)
