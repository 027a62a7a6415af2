"""Every address, every member, every situation: the answer stands in access_matrix.yaml."""

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pytest
from celery import current_app
from django.apps import apps
from django.core.management import get_commands
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from accounts import row_security
from accounts.checks import WITHOUT_GATE, every_view_has_its_gate, named_views
from accounts.models import User
from tests import matrix
from tests.cast import GULNARA, Cast
from tests.logins import log_in_fresh

NETS = ("both nets", "the application alone")
HTML_NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f-]{36}')


@pytest.fixture(params=NETS)
def net(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run with row-level security in force, and once more with it letting everything through."""
    if request.param == "the application alone":
        monkeypatch.setattr(row_security, "bind", lambda _actor: see_everything())
    yield request.param
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', '', false)")


def see_everything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', 'on', true)")


class Doors:
    """The members at their browsers; whatever they do is undone."""

    def __init__(self, cast: Cast) -> None:
        self.roles = {name: one.role.value for name, one in cast.members.items()}
        self.clients = {}
        for name, acting in cast.members.items():
            self.clients[name] = Client(raise_request_exception=True)
            log_in_fresh(self.clients[name], User.objects.get(pk=acting.user_id))

    def knock(self, name: str, row: matrix.Row, key: uuid.UUID | None) -> HttpResponse:
        save = transaction.savepoint()
        call = getattr(self.clients[name], row.method.lower())
        answer: HttpResponse = call(row.address(key), row.send)
        transaction.savepoint_rollback(save)
        return answer


def mismatches(
    cast: Cast,
    situation: str,
    *,
    refusals: bool,
    asked: Iterable[matrix.Row],
    one_is_enough: bool = False,
) -> dict[str, list[str]]:
    """Return, by address, every answer that is not the one in the file, or the first of them.

    Who may never open it is asked in one situation and by one member of each role, since that
    answer hangs on the role alone; everybody whose role may is asked in each.
    """
    keys = matrix.objects(cast, matrix.SITUATIONS[situation](cast))
    doors = Doors(cast)
    speakers = set({role: name for name, role in doors.roles.items()}.values())
    found: dict[str, list[str]] = defaultdict(list)
    knows = frozenset.union(
        *(matrix.audience(kind, situation) for kind in ("known", "referral", "envelope"))
    )
    for row in asked:
        kind = row.object or row.shows
        audience = matrix.audience(kind, situation) if kind else frozenset()
        for name, role in doors.roles.items():
            if role not in row.roles and not (refusals and name in speakers):
                continue
            if one_is_enough and row.name in found:
                break
            answer = doors.knock(name, row, keys.get(row.object))
            wanted = row.expected(role, in_audience=name in audience)
            if answer.status_code not in wanted:
                line = f"{row.method} {row.name} as {name}: {answer.status_code}, not {wanted}"
                found[row.name].append(line)
            is_shown = GULNARA in matrix.text_of(answer.content)
            if is_shown and name not in knows:
                found[row.name].append(f"{row.method} {row.name} shows Gulnara to {name}")
            if row.shows and is_shown != (name in audience and role in row.roles):
                found[row.name].append(f"{row.name}: Gulnara shown to {name}: {is_shown}")
    return found


def dealt(situation: str, net: str) -> list[matrix.Row]:
    """Return the share of rows for one run: all of it where most is open, else some in turn.

    Every row is asked in two situations at least, and in one with the application alone.
    """
    whole = list(matrix.rows())
    if (situation, net) == ("granted", NETS[0]):
        return whole
    others = [one for one in matrix.SITUATIONS if net == NETS[1] or one != "granted"]
    shares = {NETS[0]: 3, NETS[1]: 5}[net]
    return whole[others.index(situation) % shares :: shares]


@pytest.mark.parametrize("situation", matrix.SITUATIONS)
def test_everybody_gets_what_the_matrix_says(
    cast: Cast, situation: str, net: str, request: pytest.FixtureRequest
) -> None:
    refusals = situation == "granted" and net == "both nets"
    is_whole = request.config.getoption("--all")
    asked = list(matrix.rows()) if is_whole else dealt(situation, net)
    assert mismatches(cast, situation, refusals=refusals, asked=asked) == {}


def test_every_row_has_its_turn_in_the_sample() -> None:
    for net, times in zip(NETS, (2, 1), strict=True):
        turns = Counter(row for situation in matrix.SITUATIONS for row in dealt(situation, net))
        assert all(turns[row] >= times for row in matrix.rows())


@pytest.mark.parametrize("row", list(matrix.rows()), ids=lambda row: f"{row.method} {row.name}")
def test_nobody_is_sent_to_the_login_page(db: None, row: matrix.Row) -> None:
    answer = getattr(Client(), row.method.lower())(row.address(uuid.uuid4()), row.send)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_what_is_not_there_looks_exactly_like_what_is_not_theirs(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    keys = matrix.objects(cast, matrix.granted(cast))
    doors = Doors(cast)
    strangers = ("timur", "dr_lee", "officer_south")
    for place, row in enumerate(matrix.rows()):
        if row.object:
            in_turn = strangers[place % 3 :][:1]
            for name in strangers if request.config.getoption("--all") else in_turn:
                theirs = doors.knock(name, row, keys[row.object])
                nothing = doors.knock(name, row, uuid.uuid4())
                assert theirs.status_code == nothing.status_code
                assert HTML_NOISE.sub(b"", theirs.content) == HTML_NOISE.sub(b"", nothing.content)


def test_other_methods_than_those_in_the_matrix_are_refused(cast: Cast) -> None:
    keys = matrix.objects(cast, matrix.granted(cast))
    doors = Doors(cast)
    methods: dict[str, set[str]] = defaultdict(set)
    rows = {}
    for row in matrix.rows():
        methods[row.name].add(row.method)
        rows[row.name] = row
    for name, row in rows.items():
        for method in {"GET", "POST"} - methods[name]:
            other = matrix.Row(name, method, row.roles, row.object)
            member = next(
                one
                for one, role in doors.roles.items()
                if role in row.roles
                and (not row.object or one in matrix.audience(row.object, "granted"))
            )
            answer = doors.knock(member, other, keys.get(row.object))
            assert answer.status_code == 405, f"{method} {name}"


def test_the_matrix_has_a_row_for_every_address_and_no_other() -> None:
    assert {name for name, _view in named_views()} == set(matrix.whole()["addresses"])


def test_addresses_open_to_anybody_are_exactly_those_on_the_list_with_reasons() -> None:
    rows = matrix.whole()["addresses"]
    assert {name for name, row in rows.items() if "open" in row} == set(WITHOUT_GATE)


def test_the_matrix_has_a_row_for_every_background_task_and_no_other() -> None:
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert ours == set(matrix.whole()["tasks"])


def test_the_matrix_has_a_row_for_every_command_of_ours_and_no_other() -> None:
    rooms = {app.name for app in apps.get_app_configs() if "site-packages" not in app.path}
    ours = {name for name, room in get_commands().items() if room in rooms}
    assert ours == set(matrix.whole()["commands"])


# --- taking a net away makes these tests fail -----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "view"),
    [(name, view) for name, view in named_views() if name not in WITHOUT_GATE],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_view_without_its_gate_stops_the_start(
    name: str, view: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(view, "permission")
    assert [error.msg for error in every_view_has_its_gate(None)] == [
        f"The view {name} says no permission."
    ]


def test_without_the_permission_check_every_gated_address_answers_wrongly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = matrix.objects(cast, matrix.granted(cast))
    doors = Doors(cast)
    monkeypatch.setattr("accounts.acting.Acting.may", lambda _self, _permission: True)
    for row in matrix.rows():
        outsiders = [one for one, role in doors.roles.items() if role not in row.roles]
        # Some pages refuse once more, for what one may not see of a row: so anybody will do.
        answers = (doors.knock(one, row, keys.get(row.object)) for one in outsiders)
        assert not outsiders or any(answer.status_code != 403 for answer in answers), row


def test_without_the_row_filter_every_address_of_an_object_answers_wrongly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_security, "bind", lambda _actor: see_everything())
    for model in ("case.Case", "migrant.Migrant", "consent.Consent", "contact.ContactPoint"):
        take_filter_off(monkeypatch, f"cases.models.{model}QuerySet")
    for path in (
        "cases.models.record.TaskQuerySet",
        "referrals.models.referral.ReferralQuerySet",
        "referrals.models.envelope.EnvelopeQuerySet",
    ):
        take_filter_off(monkeypatch, path)
    take_filter_off(monkeypatch, "referrals.models.examination.ExaminationQuerySet")
    take_filter_off(monkeypatch, "reminders.models.reminder.ReminderQuerySet")
    take_filter_off(monkeypatch, "cases.models.name.MigrantNameQuerySet")
    take_filter_off(monkeypatch, "cases.models.name.NameKeyQuerySet")
    for method in (
        "grant.CaseGrantQuerySet.opening_to",
        "migrant.MigrantQuerySet.opened_to",
        "glass.BrokenGlassQuerySet.visible_to",
        "glass.BrokenGlassQuerySet.broken_by",
    ):
        monkeypatch.setattr(f"cases.models.{method}", lambda self, _actor: self)
    take_filter_off(monkeypatch, "accounts.models.InvitationQuerySet")
    take_filter_off(monkeypatch, "cases.models.agreement.SharingAgreementQuerySet")
    take_filter_off(monkeypatch, "reports.models.whole_export.WholeExportQuerySet")
    take_filter_off(monkeypatch, "cases.models.document.DocumentQuerySet")
    take_filter_off(monkeypatch, "cases.models.data_request.DataRequestQuerySet")
    monkeypatch.setattr("accounts.models.MembershipQuerySet.managed_by", lambda self, _actor: self)
    # An administrator reads no rows: what they confirm is cut to their organisation by a query.
    by_query = {"cases:confirm_glass"}
    roles = {name: one.role.value for name, one in cast.members.items()}
    filtered = [
        row
        for row in matrix.rows()
        if matrix.shuts_out(row, roles, "sent") and row.name not in by_query
    ]
    found = mismatches(cast, "sent", refusals=False, asked=filtered, one_is_enough=True)
    assert {row.name for row in filtered} <= set(found)


def take_filter_off(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(f"{path}.visible_to", lambda self, _actor: self)
