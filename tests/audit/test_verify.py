"""Whatever an owner does to the audit behind its triggers, the seals tell, and tell where."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from audit import batches
from audit.models import Entry, Seal, Verification
from audit.sealing import Head
from audit.system import as_system
from tests.audit.damage import ask, do, faults, owner, seal, without_triggers, write

pytestmark = pytest.mark.usefixtures(owner.__name__)
SEALED = ("first", "second", "third")


@pytest.fixture
def sealed(owner: None) -> list[uuid.UUID]:
    """Two seals: over three rows, and over one more."""
    write(*SEALED)
    # Rows of one transaction have one number; give the first three another, as if long ago.
    with without_triggers():
        do("UPDATE audit_entry SET written_in = 5")
    seal(before=6)
    write("fourth")
    seal()
    with as_system():
        return list(Entry.objects.order_by("id").values_list("id", flat=True))


def head(number: int) -> Head:
    with as_system():
        return Head(number, Seal.objects.get(number=number).hash)


def test_what_nobody_touched_has_no_fault(sealed: list[uuid.UUID]) -> None:
    assert faults(head(1), head(2)) == ()
    with as_system():
        last = Verification.objects.get()
    assert (last.seals, last.rows, last.heads, last.faults) == (2, 4, 2, 0)


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "request_id = uuidv7()",
        "actor_id = uuidv7()",
        "organisation_id = uuidv7()",
        "holder_id = uuidv7()",
        "role = 'clinic_staff'",
        "verb = 'refused'",
        "subject_type = 'case'",
        "subject_id = uuidv7()",
        "data_classes = '{tb}'",
        'detail = \'{"move": "pause"}\'',
    ],
)
def test_an_edited_row_is_named(sealed: list[uuid.UUID], change: str) -> None:
    with without_triggers():
        do(f"UPDATE audit_entry SET {change} WHERE id = %s", sealed[1])
    assert faults() == (f"seal 1: row {sealed[1]} was changed",)


def test_every_column_of_a_row_is_under_the_seal(owner: None) -> None:
    # `id` and `written_in` say by themselves which seal a row belongs to, and which row it is.
    columns = {
        name
        for (name,) in ask(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'audit_entry'"
        )
    }
    assert columns == {field.column for field in Entry._meta.concrete_fields} | {"written_in"}
    assert len(columns) == 11 + len({"id", "written_in"})


def test_a_row_deleted_in_the_middle_is_named(sealed: list[uuid.UUID]) -> None:
    with without_triggers():
        do("DELETE FROM audit_entry WHERE id = %s", sealed[1])
    assert faults() == (f"seal 1: row {sealed[1]} is gone",)


def test_a_row_put_in_later_is_named(sealed: list[uuid.UUID]) -> None:
    late = uuid.uuid4()
    with without_triggers():
        do(
            "INSERT INTO audit_entry (id, at, role, verb, subject_type, data_classes, detail,"
            " written_in) VALUES (%s, now(), '', 'read', 'case', '{}', '{}', 5)",
            late,
        )
    assert faults() == (f"seal 1: row {late} was put in later",)


def test_a_row_moved_to_another_seal_is_missed_in_one_and_too_many_in_the_other(
    sealed: list[uuid.UUID],
) -> None:
    with without_triggers():
        do("UPDATE audit_entry SET written_in = 7 WHERE id = %s", sealed[0])
    assert faults() == (
        f"seal 1: row {sealed[0]} is gone",
        f"seal 2: row {sealed[0]} was put in later",
    )


def test_a_cut_tail_is_known_by_a_head_kept_elsewhere_and_only_by_it(
    sealed: list[uuid.UUID],
) -> None:
    kept = head(2)
    with without_triggers():
        do("DELETE FROM audit_entry WHERE id = %s", sealed[3])
        do("DELETE FROM audit_seal WHERE number = 2")
    assert faults() == faults(head(1)) == ()
    assert faults(kept) == ("seal 2: is gone, though its head is kept; the newest was cut off",)


def test_a_tail_cut_and_grown_again_is_another_than_the_head(sealed: list[uuid.UUID]) -> None:
    kept = head(2)
    with without_triggers():
        do("DELETE FROM audit_entry WHERE id = %s", sealed[3])
        do("DELETE FROM audit_seal WHERE number = 2")
    write("something else")
    seal()
    assert faults(head(1)) == ()
    assert faults(kept) == ("seal 2: is another than the head that is kept",)


def test_a_seal_taken_out_of_the_middle_is_missed(sealed: list[uuid.UUID]) -> None:
    with without_triggers():
        do("DELETE FROM audit_seal WHERE number = 1")
    assert faults()[0] == "seal 2: the seals between 0 and 2 are gone"


@pytest.mark.parametrize(
    "change",
    ["hash = repeat('a', 64)", "made_at = made_at + interval '1 second'", "leaves = leaves || 'x'"],
)
def test_a_changed_seal_is_named(sealed: list[uuid.UUID], change: str) -> None:
    with without_triggers():
        do(f"UPDATE audit_seal SET {change} WHERE number = 1")
    assert any(fault.startswith("seal 1: the seal itself") for fault in faults())


def test_rows_and_seal_changed_together_break_the_seal_after_it(sealed: list[uuid.UUID]) -> None:
    kept = head(2)
    with without_triggers():
        do("DELETE FROM audit_entry WHERE id = %s", sealed[0])
        do("DELETE FROM audit_seal")
    seal(before=6)
    with without_triggers():
        do("UPDATE audit_entry SET written_in = 7 WHERE id = %s", sealed[3])
    seal()
    # Sealed anew from the beginning the chain is whole; who kept a head knows better.
    assert faults() == ()
    assert faults(kept) == ("seal 2: is another than the head that is kept",)


def test_a_large_batch_is_cut_between_transactions(
    owner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_ROWS", 2)
    write("one", "two", "three", "four", "five")
    with without_triggers():
        do("UPDATE audit_entry SET written_in = 5 WHERE subject_type IN ('one', 'two', 'three')")
    assert seal() == 5
    assert ask("SELECT first, upto, count FROM audit_seal ORDER BY number")[0] == (0, 6, 3)
    assert faults() == ()


def test_seals_stay_even_for_the_owner(sealed: list[uuid.UUID]) -> None:
    do("ALTER TABLE audit_seal NO FORCE ROW LEVEL SECURITY")
    for statement in (
        "UPDATE audit_seal SET count = 1",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            do(statement)
    assert faults() == ()


def test_a_database_restored_from_a_dump_seals_nothing_until_its_count_is_lifted(
    sealed: list[uuid.UUID],
) -> None:
    assert ask("SELECT audit_count_on()") > [(2**59,)]
    write("after the dump")
    seal(before=2**61)
    assert faults() == ()
    assert ask("SELECT count FROM audit_seal WHERE number = 3") == [(1,)]
