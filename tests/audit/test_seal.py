"""Sealing takes what is there for good, once, in one chain."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from accounts.acting import for_member, for_system
from audit import actions, batches
from audit.models import Entry, Seal
from audit.system import as_system
from tests.audit.damage import EVERYTHING, ask, faults, seal, write
from tests.cast import Cast


def chain() -> list[tuple[int, int]]:
    with as_system():
        return list(Seal.objects.order_by("number").values_list("number", "count"))


def test_what_was_written_is_sealed_once(db: None) -> None:
    write("one", "two")
    assert (seal(), seal()) == (2, 0)
    assert chain() == [(1, 2)]


def test_without_new_rows_there_is_no_seal(db: None) -> None:
    assert seal() == 0
    assert chain() == []


def test_nothing_of_a_transaction_in_flight_is_sealed(db: None) -> None:
    write("still in flight")
    assert seal(before=batches.oldest_in_flight()) == 0
    assert chain() == []


def test_one_large_transaction_is_sealed_whole(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_ROWS", 2)
    write("one", "two", "three", "four", "five")
    assert seal() == 5
    assert chain() == [(1, 5)]


def test_a_count_begun_anew_is_refused(db: None) -> None:
    write("one")
    seal()
    with pytest.raises(actions.CountedAnew):
        seal(before=1000)
    assert chain() == [(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_who_commits_late_is_not_missed_and_two_sealers_make_one_chain() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def be_late() -> int:
        with transaction.atomic():
            write("late")
            begun.set()
            may_end.wait(20)
            ((number,),) = ask("SELECT audit_transaction()")
        connections.close_all()
        return int(str(number))

    def seal_too(before: int) -> int:
        try:
            return seal(before)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        writer = pool.submit(be_late)
        begun.wait(20)
        # Written after the late one began, committed before it: not sealed without it.
        write("early")
        oldest = batches.oldest_in_flight()
        assert seal(before=oldest) == 0
        may_end.set()
        # Other databases of the server hold the oldest back as well, so the test says its own.
        late = writer.result()
        assert oldest <= late
        assert sum(pool.map(seal_too, [late + 1_000_000] * 3)) == 2
    assert sum(count for _number, count in chain()) == 2
    assert faults() == ()


def test_the_application_chooses_neither_seal_nor_number_of_a_row(db: None) -> None:
    with (
        for_system(reason="tests"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        ask(
            "INSERT INTO audit_entry (id, at, role, verb, subject_type, data_classes, detail,"
            " written_in) VALUES (uuidv7(), now(), '', 'read', 'case', '{}', '{}', 1) RETURNING id"
        )


@pytest.mark.parametrize("table", ["audit_seal", "audit_verification"])
def test_seals_are_the_systems_to_add_and_the_administrators_to_read(
    cast: Cast, table: str
) -> None:
    write("one")
    seal()
    faults()
    seen = {}
    for name, acting in cast.members.items():
        with for_member(acting), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            seen[name] = cursor.fetchone()[0]
    assert {name for name, count in seen.items() if count} == {"sysadmin"}
    assert ask(
        f"SELECT relrowsecurity AND relforcerowsecurity,"
        f" has_table_privilege('{table}', 'UPDATE, DELETE, TRUNCATE')"
        f" FROM pg_class WHERE oid = '{table}'::regclass"
    ) == [(True, False)]


def test_a_member_adds_no_seal(cast: Cast) -> None:
    with (
        for_member(cast.sysadmin),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Seal.objects.create(
            number=1,
            first=0,
            upto=EVERYTHING,
            count=1,
            hash="a" * 64,
            leaves=b"",
            made_at=timezone.now() - datetime.timedelta(days=1),
        )
    assert chain() == []
    assert not Entry.objects.exists()
