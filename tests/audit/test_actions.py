"""The audit: every row says who, for whom, what; nobody changes or removes it."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acting import for_member, for_system
from audit import actions as audit
from audit import requests
from audit.models import Entry, Verb
from tests.cast import Cast
from tests.watching import audited


def write(subjects: list[uuid.UUID | None]) -> None:
    audit.record(Verb.READ, by=None, subject_type="case", subject_ids=subjects)


def test_a_row_says_who_did_what_for_which_organisation(cast: Cast) -> None:
    with audited() as entries, for_member(cast.aigul) as aigul:
        audit.record(
            Verb.READ,
            by=aigul,
            subject_type="case",
            subject_ids=[cast.gulnaras_case.pk],
            data_classes={"tb", "identity"},
            detail={"move": "pause"},
        )
    (entry,) = entries
    assert (entry.actor_id, entry.organisation_id) == (cast.aigul.user_id, cast.komek.pk)
    assert (entry.role, entry.verb, entry.subject_type) == ("caseworker", "read", "case")
    assert entry.subject_id == cast.gulnaras_case.pk
    assert entry.data_classes == ["identity", "tb"]
    assert entry.detail == {"move": "pause"}


def test_each_subject_gets_a_row_of_its_own_in_one_statement(
    db: None, django_assert_num_queries: object
) -> None:
    subjects: list[uuid.UUID | None] = [uuid.uuid4(), uuid.uuid4(), uuid.uuid4()]
    with audited() as entries, django_assert_num_queries(1):  # type: ignore[operator]
        write(subjects)
    assert [entry.subject_id for entry in entries] == subjects


def test_nothing_seen_writes_nothing(db: None) -> None:
    with audited() as entries:
        write([])
    assert entries == []


def test_the_system_is_named_by_its_role_and_has_no_key(db: None) -> None:
    with audited() as entries, for_system(reason="tests") as system:
        audit.record(Verb.MOVED, by=system, subject_type="referral", subject_ids=[None])
    (entry,) = entries
    assert (entry.actor_id, entry.organisation_id, entry.role) == (None, None, "system")


def test_rows_of_one_request_share_its_number(db: None) -> None:
    with audited() as entries, requests.numbered() as number:
        write([uuid.uuid4()])
        write([uuid.uuid4()])
    assert {entry.request_id for entry in entries} == {number}


def test_outside_a_request_there_is_no_number(db: None) -> None:
    with requests.numbered():
        pass
    assert requests.current() is None


def test_a_row_goes_with_the_transaction_that_failed(db: None) -> None:
    with audited() as entries, transaction.atomic():
        write([uuid.uuid4()])
        transaction.set_rollback(True)
    assert entries == []


def test_a_verb_that_is_not_in_the_list_is_refused(db: None) -> None:
    with pytest.raises(DatabaseError, match="audit_verb_is_known"), transaction.atomic():
        Entry.objects.create(verb="peeked", subject_type="case")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'read'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
    ],
)
def test_the_application_cannot_touch_what_was_written(db: None, statement: str) -> None:
    write([uuid.uuid4()])
    with (
        for_system(reason="tests"),
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with for_system(reason="tests"):
        assert Entry.objects.count() == 1


def test_a_member_adds_a_row_that_they_may_not_read(cast: Cast) -> None:
    with for_member(cast.saule), audited() as entries:
        write([uuid.uuid4()])
    (entry,) = entries
    with for_member(cast.saule):
        assert not Entry.objects.filter(pk=entry.pk).exists()
