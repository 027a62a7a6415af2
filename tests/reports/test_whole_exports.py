"""A file with people in it: two let it out, it holds whom it may, and it stops when it must."""

import datetime
import uuid
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.acting import Acting, for_member, for_system
from accounts.actions import add_member, suspend_member
from accounts.permissions import Permission, Role
from cases.actions import withdraw_consent
from reports import actions
from reports.access import get_export
from reports.actions.whole_export import OneIsOnItsWay
from reports.export_states import MOVES, ExportMove, ExportState, next_state
from reports.models import WholeExport
from tests.cast import GULNARA, NOW, RUSTAM, TODAY, Cast
from tests.logins import log_in_fresh
from tests.referrals.browsers import SEEN, browser
from tests.situations import FINDINGS
from tests.watching import audited, unchanged

HOUR = datetime.timedelta(hours=1)


def asked(cast: Cast) -> WholeExport:
    with for_member(cast.saule) as by:
        return actions.ask_export(by=by, why="The yearly review", submission=uuid.uuid4(), now=NOW)


def released(cast: Cast) -> WholeExport:
    export = asked(cast)
    with for_member(cast.madina) as by:
        assert actions.release_export(by=by, export=export, now=NOW)
    return export


def written(cast: Cast) -> WholeExport:
    export = released(cast)
    assert actions.write_exports(by="tests", now=NOW) == 1
    return fresh(export)


def fresh(export: WholeExport) -> WholeExport:
    with for_system(reason="tests"):
        return WholeExport.objects.get(pk=export.pk)


def taken(cast: Cast, export: WholeExport, now: datetime.datetime = NOW) -> bytes | None:
    with for_member(cast.saule) as by:
        return actions.take_export(by=by, export=export, now=now)


def words_of(file: bytes | None) -> str:
    assert file is not None
    with ZipFile(BytesIO(file)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


# --- what happens to it ------------------------------------------------------------------------


@pytest.mark.parametrize("state", ExportState)
@pytest.mark.parametrize("move", ExportMove)
def test_a_move_leads_where_the_table_says_and_nowhere_else(
    state: ExportState, move: ExportMove
) -> None:
    before, after = MOVES[move]
    assert next_state(state, move) == (after if state in before else None)


def test_what_has_ended_stays_ended() -> None:
    ended = {"taken", "refused", "stopped", "expired"}
    assert all(not ended & before for before, _after in MOVES.values())


def test_asked_released_written_and_taken_once(cast: Cast) -> None:
    export = written(cast)

    assert export.state == "written"
    assert GULNARA in words_of(taken(cast, export))
    assert fresh(export).state == "taken"
    assert taken(cast, fresh(export)) is None


def test_the_same_form_sent_twice_asks_once(cast: Cast) -> None:
    key = uuid.uuid4()
    with for_member(cast.saule) as by:
        first = actions.ask_export(by=by, why="Review", submission=key, now=NOW)
        assert actions.ask_export(by=by, why="Review", submission=key, now=NOW) == first


def test_an_organisation_has_one_on_its_way_at_a_time(cast: Cast) -> None:
    asked(cast)
    with unchanged(), pytest.raises(OneIsOnItsWay):
        asked(cast)


def test_whoever_asked_does_not_release_it_in_another_role_either(cast: Cast) -> None:
    export = asked(cast)
    with for_system(reason="tests") as system:
        both = Acting(
            add_member(
                by=system,
                user=cast.saule.user,
                organisation=cast.komek,
                role=Role.ORGANISATION_ADMIN,
            )
        )
    with for_member(both) as by, unchanged():
        assert not actions.release_export(by=by, export=export, now=NOW)
    with (
        for_system(reason="tests"),
        pytest.raises(IntegrityError, match="another_person"),
        transaction.atomic(),
    ):
        WholeExport.objects.filter(pk=export.pk).update(decided_by=cast.saule.user, decided_at=NOW)


def test_of_release_and_refusal_the_first_counts(cast: Cast) -> None:
    export = asked(cast)
    with for_member(cast.madina) as by:
        assert actions.refuse_export(by=by, export=export, now=NOW)
        assert not actions.release_export(by=by, export=export, now=NOW)
    assert actions.write_exports(by="tests", now=NOW) == 0


def test_written_twice_at_once_it_is_written_once(cast: Cast) -> None:
    export = released(cast)
    assert actions.write_exports(by="tests", now=NOW) == 1
    with unchanged():
        assert actions.write_exports(by="tests", now=NOW) == 0
    assert fresh(export).state == "written"


def test_not_taken_in_a_day_it_ends_with_what_is_in_it(cast: Cast) -> None:
    export = written(cast)
    assert actions.end_exports(by="tests", now=NOW + 23 * HOUR) == 0
    assert taken(cast, export, NOW + 24 * HOUR) is None
    assert actions.end_exports(by="tests", now=NOW + 24 * HOUR) == 1
    ended = fresh(export)
    assert (ended.state, ended.sealed, ended.people) == ("expired", None, [])


# --- whom it holds -----------------------------------------------------------------------------


def test_it_holds_whom_the_asker_sees_and_who_agrees(cast: Cast) -> None:
    export = written(cast)

    assert export.people == [cast.gulnara.pk]
    words = words_of(taken(cast, export))
    assert GULNARA in words
    # Nobody asked Rustam yet.
    assert RUSTAM not in words


@pytest.mark.situation("grants active")
def test_no_phone_no_illness_no_note_is_in_it_and_nobody_of_another_house(cast: Cast) -> None:
    with for_system(reason="tests"):
        export = WholeExport.objects.get()
    with for_member(cast.madina) as by:
        actions.release_export(by=by, export=export, now=NOW)
    actions.write_exports(by="tests", now=NOW)

    words = words_of(taken(cast, fresh(export)))
    for hidden in ("uberculosis", "1234567", "Coughs", FINDINGS, "Зарина"):
        assert hidden not in words


def test_what_stands_in_the_database_is_sealed(cast: Cast) -> None:
    held = bytes(written(cast).sealed or b"")
    assert held.startswith(b"v1.")
    assert b"PK" not in held[:40]
    assert GULNARA.encode() not in held


def test_the_audit_says_who_released_it(cast: Cast) -> None:
    with audited() as entries:
        export = released(cast)
    last = entries[-1]
    assert (last.verb, last.subject_id) == ("released", export.pk)
    assert last.actor_id == cast.madina.user_id


def test_the_audit_names_every_case_in_it_once_written(cast: Cast) -> None:
    export = released(cast)
    with audited() as entries:
        actions.write_exports(by="tests", now=NOW)
    exported = [one for one in entries if one.verb == "exported"]
    assert [one.subject_id for one in exported] == [cast.gulnaras_case.pk]
    assert exported[0].actor_id == cast.saule.user_id
    assert export.pk not in {one.subject_id for one in exported}


# --- when it stops -----------------------------------------------------------------------------


def test_consent_withdrawn_before_it_is_written_leaves_the_person_out(cast: Cast) -> None:
    export = released(cast)
    _withdraw(cast)
    actions.write_exports(by="tests", now=NOW)

    assert fresh(export).people == []
    assert GULNARA not in words_of(taken(cast, fresh(export)))


def test_consent_withdrawn_after_it_is_written_stops_it(cast: Cast) -> None:
    export = written(cast)
    _withdraw(cast)

    assert taken(cast, export) is None
    stopped = fresh(export)
    assert (stopped.state, stopped.stopped_because) == ("stopped", "consent_ended")
    assert stopped.sealed is None


def test_a_suspended_asker_gets_nothing_written(cast: Cast) -> None:
    export = released(cast)
    with for_system(reason="tests") as system:
        suspend_member(by=system, membership=cast.saule.membership)

    assert actions.write_exports(by="tests", now=NOW) == 0
    assert fresh(export).stopped_because == "asker_gone"


def _withdraw(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)


# --- who may do what ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aigul", "timur", "bekzat", "madina", "dr_ahmetov", "officer_kg"])
def test_nobody_else_takes_it(cast: Cast, name: str) -> None:
    export = written(cast)
    client = browser(cast, name)
    log_in_fresh(client, cast.members[name].user)
    with unchanged(SEEN):
        answer = client.post(f"/exports/{export.pk}/take/")
    assert answer.status_code == (404 if name == "bekzat" else 403)


def test_another_supervisor_of_the_house_does_not_take_what_saule_asked_for(cast: Cast) -> None:
    export = written(cast)
    with for_system(reason="tests") as system:
        second = Acting(
            add_member(
                by=system, user=cast.daniyar.user, organisation=cast.komek, role=Role.SUPERVISOR
            )
        )
    with for_member(second) as by, unchanged():
        assert actions.take_export(by=by, export=export, now=NOW) is None


def test_the_administrator_reads_how_many_and_not_whom(cast: Cast) -> None:
    asked(cast)
    page = browser(cast, "madina").get("/exports/to-release/").content.decode()
    assert "The yearly review" in page
    assert GULNARA not in page
    assert cast.gulnaras_case.number not in page


def test_saule_proves_herself_before_she_asks(cast: Cast) -> None:
    answer = browser(cast, "saule").get("/exports/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/again/")


def test_permissions_are_those_of_the_matrix(cast: Cast) -> None:
    assert cast.saule.may(Permission.ASK_EXPORT)
    assert not cast.saule.may(Permission.RELEASE_EXPORT)
    assert cast.madina.may(Permission.RELEASE_EXPORT)
    assert not cast.madina.may(Permission.ASK_EXPORT)
    export = asked(cast)
    with for_member(cast.madina) as by, pytest.raises(PermissionDenied):
        get_export(by, export.pk, Permission.ASK_EXPORT)
