"""The gate before every view: permission, binding, one transaction, refusals on record."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from accounts import checks
from accounts.acting import Acting
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases.models import Case, Draft
from tests.cast import NOW, Cast
from tests.watching import assert_codes_only, audited, unchanged

CASE_ID = uuid.uuid4()


def request_of(acting: Acting | None) -> WorkRequest:
    request = WorkRequest()
    request.acting = acting  # type: ignore[assignment]  # nobody is acting in some tests
    return request


@requires(Permission.SEE_CASE)
def count(request: WorkRequest, **_: uuid.UUID) -> HttpResponse:
    return HttpResponse(str(Case.objects.count()))


@requires(Permission.SEE_CASE)
def write_and_refuse(request: WorkRequest, **_: uuid.UUID) -> HttpResponse:
    acting = request.acting
    Draft.objects.create(user=acting.user, organisation=acting.works_for, form="note", saved_at=NOW)
    raise Http404


def test_a_view_runs_bound_to_its_member(cast: Cast) -> None:
    assert count(request_of(cast.aigul)).content == b"1"
    assert count(request_of(cast.saule)).content == b"2"
    assert count(request_of(cast.dr_ahmetov)).content == b"0"


@pytest.mark.parametrize(
    "name", ["madina", "officer_kg", "officer_reception", "analyst_health", "sysadmin"]
)
def test_who_lacks_the_permission_is_refused_and_it_is_written_down(cast: Cast, name: str) -> None:
    acting = cast.members[name]
    with audited() as entries, pytest.raises(PermissionDenied):
        count(request_of(acting), case_id=CASE_ID)
    (entry,) = entries
    assert (entry.verb, entry.actor_id, entry.subject_id) == ("refused", acting.user_id, CASE_ID)
    assert entry.detail == {"permission": "case.see", "because": "not_permitted"}
    assert_codes_only(entries)


def test_nobody_is_refused_and_it_is_written_down(db: None) -> None:
    with audited() as entries, pytest.raises(PermissionDenied):
        count(request_of(None), case_id=CASE_ID)
    assert [(entry.verb, entry.actor_id) for entry in entries] == [("refused", None)]


def test_who_is_a_member_of_nothing_any_more_is_refused_by_key(cast: Cast) -> None:
    request = request_of(None)
    request.user = cast.timur.user
    with audited() as entries, pytest.raises(PermissionDenied):
        count(request, case_id=CASE_ID)
    assert [entry.actor_id for entry in entries] == [cast.timur.user_id]


def test_a_refusal_takes_back_what_the_view_wrote_and_stays_on_record(cast: Cast) -> None:
    refusal = frozenset({"audit_entry"})
    with audited() as entries, unchanged(but=refusal), pytest.raises(Http404):
        write_and_refuse(request_of(cast.aigul), case_id=CASE_ID)
    assert [entry.detail["because"] for entry in entries] == ["not_visible"]


@pytest.mark.django_db(transaction=True)
def test_after_a_view_nobody_is_bound(cast: Cast) -> None:
    count(request_of(cast.aigul))
    assert not connection.in_atomic_block
    assert Case.objects.count() == 0


def test_a_view_that_says_no_permission_stops_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_door(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [path("open/", open_door, name="open"), path("gated/", count, name="gated")]
    named = list(checks.named_views(patterns))
    monkeypatch.setattr(checks, "named_views", lambda: iter(named))
    errors = checks.every_view_has_its_gate(None)
    assert [(error.id, "open" in error.msg) for error in errors] == [("accounts.E001", True)]


def test_every_address_of_the_site_has_its_gate_or_its_reason() -> None:
    assert checks.every_view_has_its_gate(None) == []
    names = {name for name, _ in checks.named_views()}
    assert checks.WITHOUT_GATE.keys() <= names
    assert all(checks.WITHOUT_GATE.values())
