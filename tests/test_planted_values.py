"""What is written about a person comes out only where the matrix says, whatever one clicks on."""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from accounts import row_security
from accounts.acting import for_system
from accounts.models import Membership
from tests import database, fields, planted
from tests.crawler import Walk
from tests.desk.conftest import demonstration  # noqa: F401  # a fixture of the session
from tests.desk.loaded import Load, taken_back
from tests.logins import log_in_fresh
from tests.planted import Planted
from tests.reference_rule import Matrix
from tests.test_access_matrix import see_everything, take_filter_off

# Beside the other tests of the demonstration, which takes long to load.
pytestmark = pytest.mark.xdist_group("demonstration")
ACCOUNTS = (
    "caseworker@komek.example",
    "supervisor@komek.example",
    "admin@komek.example",
    "caseworker@tirek.example",
    "doctor@tb-clinic.example",
    "doctor@hospital.example",
    "officer@consulate-kg.example",
    "officer@consulate-tj.example",
    "officer@consulate-uz.example",
    "officer@reception.example",
    "analyst@health.example",
    "system@example.example",
)
# Of each kind of page, form and question so many are followed: one by default, many with --all.
ENOUGH = 1
NO_PERSON = {"reference", "members", "audit", "figures", "course"}


@dataclass
class Met:
    """What one reader met on the way."""

    reader: Membership
    answers: int = 0
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    leaks: dict[str, list[str]] = field(default_factory=dict)
    planted: frozenset[str] = frozenset()

    def saw(self, asked: str, answer: HttpResponse) -> None:
        """Remember the words of one answer, its heads included."""
        heads = " ".join(f"{head}: {value}" for head, value in answer.items())
        said = b"".join(answer) if answer.streaming else answer.content
        # What one reads by opening a file in an emergency has tests of its own.
        if "/glass/" not in asked:
            for word in planted.words_in(said) | planted.words_in(heads):
                self.words[word].add(asked)


@pytest.fixture(scope="module")
def garden(
    demonstration: Load,  # noqa: F811
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[str, dict[str, Planted]]]:
    """A copy of the demonstration with a word of its own in every text."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with (
        django_db_blocker.unblock(),
        database.copy_for(f"{worker}_garden", of=demonstration.database) as name,
    ):
        words = planted.plant(name)
        database.point_to(name)
        with taken_back():
            words |= planted.phones()
        yield name, words
        database.point_to(database.HOME)


@pytest.fixture
def walk(
    garden: tuple[str, dict[str, Planted]],
    django_db_blocker: DjangoDbBlocker,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], Met]]:
    """Send an account through the whole site; whatever it does there is undone."""
    name, where = garden
    database.point_to(name)
    most = 25 if request.config.getoption("--all") else ENOUGH

    def walk_as(account: str) -> Met:
        with for_system(reason="tests"):
            reader = Membership.objects.select_related("user").filter(user__email=account).first()
        assert reader is not None
        met = Met(reader, planted=frozenset(where))
        client = Client()
        log_in_fresh(client, reader.user)
        met.answers = Walk(client, most, met.saw).from_home()
        met.leaks = outside(reader, met.words, where)
        return met

    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), taken_back():
        yield walk_as


@pytest.mark.parametrize("account", ACCOUNTS)
def test_nobody_meets_a_word_outside_their_cells(
    walk: Callable[[str], Met], account: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    met = walk(account)

    assert met.answers > 3
    assert met.leaks == {}
    assert not planted.words_in(caplog.text) & met.planted
    letters = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert not planted.words_in(letters) & met.planted
    reads_words = met.reader.role not in {"organisation_admin", "health_analyst", "system_admin"}
    assert bool(met.words.keys() & met.planted) == reads_words, (
        "a walk that meets nothing at all proves nothing"
    )


def test_a_filter_left_out_is_met_on_the_walk(
    walk: Callable[[str], Met], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_security, "bind", lambda _actor: see_everything())
    take_filter_off(monkeypatch, "cases.models.record.NoteQuerySet")

    assert "cases.Note.text" in walk("doctor@tb-clinic.example").leaks


def outside(
    reader: Membership, met: dict[str, set[str]], where: dict[str, Planted]
) -> dict[str, list[str]]:
    """Return what was met and is not the reader's, with the addresses it was met at."""
    with for_system(reason="tests"):
        matrix = Matrix()
        return {
            f"{where[word].model}.{where[word].column}": sorted(asked)[:5]
            for word, asked in met.items()
            if word in where and not matrix.may_read(reader, where[word])
        }


def test_every_text_in_somebodys_words_is_planted() -> None:
    classes = fields.classes()
    for model in fields.our_models():
        label = model._meta.label
        texts = {
            name
            for name in planted.texts_of(model)
            if classes[model.__name__].get(name) not in NO_PERSON
        }
        named = {*planted.COLUMNS.get(label, ()), *planted.CODES.get(label, ())}
        assert texts == named, label


def test_all_words_are_planted_where_they_can_be_read(
    garden: tuple[str, dict[str, Planted]], django_db_blocker: DjangoDbBlocker
) -> None:
    name, where = garden
    database.point_to(name)
    with django_db_blocker.unblock(), taken_back(), for_system(reason="tests"):
        for word, one in list(where.items())[:200]:
            row = apps.get_model(one.model)._default_manager.get(pk=one.key)
            assert word in getattr(row, one.column).lstrip("+")
