"""Invariant 8: every read of a person's data has its audit row in the same transaction.

Every address of the matrix is opened by somebody of each role that may: as it is, and once more
with an audit that takes no row.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts.models import User
from accounts.permissions import DataClass, Scope
from audit.models import Verb
from tests import database, matrix
from tests.cast import GULNARA, RUSTAM, ZARINA, Cast
from tests.logins import log_in_fresh
from tests.watching import audited

# Reading, and what is done by opening: a consulate's first look moves the envelope.
LOOKS = {Verb.READ, Verb.LISTED, Verb.UNMASKED, Verb.EXPORTED}
# What stands in the files, by the class it belongs to.
PLANTED = {
    GULNARA: DataClass.IDENTITY,
    RUSTAM: DataClass.IDENTITY,
    ZARINA: DataClass.IDENTITY,
    "GULNARA ASANOVA": DataClass.OTHER_NAMES,
    "+7 ••• ••• 67": DataClass.CONTACT,
    "Coughs at night": DataClass.NOTES,
}
FULL = """
CREATE FUNCTION audit_is_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit takes no row'; END $$;
CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_full();
"""


class Visits:
    """Everybody's way through all pages that are theirs, when a referral was accepted."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.keys = matrix.objects(cast, matrix.granted(cast))
        self.clients: dict[str, Client] = {}
        for name, acting in cast.members.items():
            self.clients[name] = Client(raise_request_exception=True)
            # Some pages ask who it is once more: they tell the most.
            log_in_fresh(self.clients[name], User.objects.get(pk=acting.user_id))

    def all(self) -> Iterator[tuple[matrix.Row, str]]:
        """Yield every page to open, with one visitor of each role that may."""
        for row in matrix.rows():
            if row.method != "GET":
                continue
            audience = matrix.audience(row.object, "granted") if row.object else self.clients.keys()
            visitors = {
                acting.role: name
                for name, acting in reversed(self.cast.members.items())
                if acting.role in row.roles and name in audience
            }
            for name in visitors.values():
                yield row, name

    def open(self, row: matrix.Row, name: str) -> Any:
        address = row.address(self.keys.get(row.object) or uuid.uuid4())
        return self.clients[name].get(address, row.send)


# Pages of members, organisations and what they agree: of nobody who is helped.
OF_NOBODY = {"member", "invitation", "admin_invitation", "house", "agreement", "export"}


def tells(row: matrix.Row, answer: Any) -> bool:
    """Say whether an answer holds data of a person."""
    if answer.status_code != 200:
        return False
    text = matrix.text_of(answer.content)
    return (bool(row.object) and row.object not in OF_NOBODY) or any(
        planted in text for planted in PLANTED
    )


def shown(answer: Any) -> set[str]:
    """Return the classes of what was planted and can be read in an answer."""
    text = matrix.text_of(answer.content)
    return {str(one) for planted, one in PLANTED.items() if planted in text}


def test_every_page_about_a_person_writes_who_looked_and_at_what(cast: Cast) -> None:
    visits = Visits(cast)
    silent, hidden, nobodys, told = [], [], [], 0
    for row, name in visits.all():
        save = transaction.savepoint()
        with audited() as entries:
            answer = visits.open(row, name)
        if tells(row, answer):
            told += 1
            looks = [entry for entry in entries if entry.verb in LOOKS]
            written = {one for entry in looks for one in entry.data_classes}
            page = f"{row.name} to {name}"
            silent += [page] if not written else []
            hidden += [f"{page}: {one}" for one in shown(answer) - written]
            nobodys += [page] if not all(entry.holder_id for entry in looks) else []
            actor = cast.members[name]
            if actor.scope is Scope.REFERRED:
                # A clinic keeps no file: what it reads is somebody else's, who must learn of it.
                ours = [one for one in looks if one.holder_id == actor.organisation_id]
                nobodys += [page] if any(one.data_classes for one in ours) else []
            assert {(one.actor_id, one.role) for one in looks} <= {(actor.user_id, actor.role)}
        transaction.savepoint_rollback(save)
    assert (silent, hidden, nobodys) == ([], [], [])
    assert told > 40


def test_without_an_audit_row_no_page_about_a_person_is_answered(
    request: pytest.FixtureRequest, gathered: None
) -> None:
    with database.tests_as_owner():
        visits = Visits(request.getfixturevalue("cast"))
        told = {(row, name) for row, name in visits.all() if opened(visits, row, name)}
        with connection.cursor() as cursor:
            cursor.execute(FULL)
        assert {f"{row.name} to {name}" for row, name in told if opened(visits, row, name)} == set()
        assert len(told) > 40


def opened(visits: Visits, row: matrix.Row, name: str) -> bool:
    """Say whether somebody gets data of a person; whatever opening did is undone."""
    save = transaction.savepoint()
    try:
        return tells(row, visits.open(row, name))
    except InternalError:  # what the trigger raises
        return False
    finally:
        transaction.savepoint_rollback(save)
