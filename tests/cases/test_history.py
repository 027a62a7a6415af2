"""Earlier versions: whichever way a row is changed, what it said before is kept, with who and why."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.acting import for_member, for_system
from accounts.row_security import because
from audit.requests import numbered
from cases import actions
from cases.actions.migrant import MigrantFacts
from cases.models import (
    CaseEvent,
    ConsentEvent,
    LegalBasis,
    LegalBasisEvent,
    Migrant,
    MigrantEvent,
    MigrantName,
    MigrantNameEvent,
)
from tests.cast import NOW, TODAY, Cast
from tests.watching import unchanged

BORN = datetime.date(1991, 5, 17)


def correct(cast: Cast, citizenship: str = "UZ", why: str = "paper") -> None:
    facts = MigrantFacts("ky", "female", BORN, "day", citizenship)
    with for_member(cast.aigul) as by:
        migrant = Migrant.objects.get(pk=cast.gulnara.pk)
        actions.change_migrant(
            by=by, migrant=migrant, facts=facts, version=migrant.version, why=why
        )


def test_a_correction_keeps_what_was_and_who_when_why(cast: Cast) -> None:
    with numbered() as request:
        correct(cast)
    with for_member(cast.aigul) as by:
        (kept,) = MigrantEvent.objects.visible_to(by)
    assert (kept.pgh_obj_id, kept.citizenship) == (cast.gulnara.pk, "KG")
    assert (kept.changed_by, kept.changed_for) == (cast.aigul.user_id, cast.komek.pk)
    assert (kept.because, kept.request_id) == ("paper", request)


def test_a_change_that_changes_nothing_keeps_nothing(cast: Cast) -> None:
    with unchanged(but=frozenset({"cases_migrant", "audit_entry"})):
        correct(cast, citizenship="KG")


def test_bulk_update_is_kept(cast: Cast) -> None:
    with for_member(cast.aigul):
        name = MigrantName.objects.get(migrant=cast.gulnara)
        before, name.full = name.full, "Гульнара"
        MigrantName.objects.bulk_update([name], ["full"])
        (kept,) = MigrantNameEvent.objects.all()
    assert (kept.full, kept.migrant_id, kept.because) == (before, cast.gulnara.pk, "")


def test_plain_sql_is_kept(cast: Cast) -> None:
    with for_member(cast.aigul), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_migrant SET sex = 'male' WHERE id = %s", [cast.gulnara.pk])
        (kept,) = MigrantEvent.objects.all()
    assert (kept.sex, kept.changed_by) == ("female", cast.aigul.user_id)


def test_a_saved_object_is_kept(cast: Cast) -> None:
    with for_member(cast.aigul):
        cast.gulnaras_consent.witness = "Botagoz"
        cast.gulnaras_consent.save()
        (kept,) = ConsentEvent.objects.all()
    assert (kept.witness, kept.pgh_obj_id) == ("", cast.gulnaras_consent.pk)


def test_a_withdrawal_a_new_kind_and_a_shortened_ground_are_kept(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        actions.withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
        case = cast.gulnaras_case
        actions.change_case(by=by, case=case, kind="injury", version=case.version, now=NOW)
        basis = actions.record_legal_basis(
            by=by, case=case, kind="danger_to_life", reason="Bleeds", now=NOW, today=TODAY
        )
    with for_system(reason="tests"):
        LegalBasis.objects.filter(pk=basis.pk).update(ends_on=TODAY)
    with for_member(cast.aigul):
        assert ConsentEvent.objects.get().withdrawn_on is None
        assert CaseEvent.objects.get().kind == "tuberculosis"
        shortened = LegalBasisEvent.objects.get()
    assert (shortened.ends_on > TODAY, shortened.changed_by) == (True, None)


def test_a_new_file_costs_no_history(cast: Cast) -> None:
    with for_system(reason="tests"):
        assert not MigrantEvent.objects.exists()
        assert not CaseEvent.objects.exists()


def test_the_expected_departure_is_forgotten_everywhere(cast: Cast) -> None:
    assert "expected_departure_on" not in {one.name for one in MigrantEvent._meta.get_fields()}


def test_a_reason_ends_with_its_block(cast: Cast) -> None:
    with for_member(cast.aigul):
        files = Migrant.objects.filter(pk=cast.gulnara.pk)
        with because("mistake"):
            files.update(sex="male")
        files.update(sex="female")
        kept = MigrantEvent.objects.order_by("pgh_id").values_list("sex", "because")
        assert list(kept) == [("female", "mistake"), ("male", "")]


COLUMNS = "organisation_id, caseworker_id, sex, birth_precision, citizenship, language, reads"
FORGED = (
    f"INSERT INTO cases_migrantevent (pgh_created_at, pgh_label, pgh_obj_id, {COLUMNS},"
    f" other_languages) SELECT now(), 'change', id, {COLUMNS}, other_languages FROM cases_migrant"
)


@pytest.mark.parametrize("statement", ["DELETE FROM cases_migrantevent", FORGED])
def test_nobody_removes_or_forges_history(cast: Cast, statement: str) -> None:
    correct(cast)
    with unchanged(), pytest.raises(DatabaseError), for_member(cast.aigul):
        connection.cursor().execute(statement)


def test_nobody_rewrites_history(cast: Cast) -> None:
    correct(cast)
    with unchanged(), for_member(cast.aigul):
        assert MigrantEvent.objects.update(sex="male") == 0


def test_no_session_leaves_the_triggers_out(cast: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'")
        names = ",".join(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])
        correct(cast)
    with for_member(cast.aigul):
        assert MigrantEvent.objects.count() == 1


def test_nobody_writes_into_the_librarys_own_contexts(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('pghistory_context', 'INSERT, UPDATE')")
        assert cursor.fetchone() == (False,)


def test_history_adds_no_statement_to_a_write(cast: Cast) -> None:
    with for_member(cast.aigul), CaptureQueriesContext(connection) as captured:
        Migrant.objects.filter(pk=cast.gulnara.pk).update(sex="male")
    statements = [one["sql"] for one in captured if one["sql"].startswith(("UPDATE", "INSERT"))]
    assert len(statements) == 1
    with for_member(cast.aigul):
        assert MigrantEvent.objects.count() == 1
