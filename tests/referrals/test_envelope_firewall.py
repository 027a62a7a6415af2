"""A consulate learns nothing but what was meant for it: invariants 1 and 3, by the browser's bytes."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import row_security
from accounts.acting import for_member, for_system
from accounts.models import Organisation
from cases.actions import (
    add_contact,
    add_name,
    add_note,
    add_task,
    change_migrant,
    record_legal_basis,
    record_screen,
)
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from referrals.models import Envelope
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.referrals.browsers import browser
from tests.referrals.envelopes import (
    DAY,
    agreed,
    asking,
    blocked,
    brought_to,
    done,
    posted,
    taken_back,
)
from tests.test_access_matrix import see_everything

NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|[0-9a-f-]{36}')
PAGES = (
    ("GET", "envelope"),
    ("POST", "take_envelope"),
    ("GET", "answer_envelope"),
    ("POST", "answer_envelope"),
)


@pytest.fixture(params=("both nets", "the application alone"))
def net(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run with row-level security in force, and once more with it letting everything through."""
    if request.param == "the application alone":
        monkeypatch.setattr(row_security, "bind", lambda _actor: see_everything())
    yield request.param
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', '', false)")


def withdrawn_by_sender(cast: Cast) -> Envelope:
    return brought_to(cast, "withdrawn")


def closed(cast: Cast) -> Envelope:
    return brought_to(cast, "closed")


def consent_withdrawn(cast: Cast) -> Envelope:
    envelope = brought_to(cast, "in_work")
    taken_back(cast, envelope.consent)
    return envelope


def contact_blocked(cast: Cast) -> Envelope:
    envelope = brought_to(cast, "answered")
    blocked(cast)
    return envelope


def run_out_by_the_clock_alone(cast: Cast) -> Envelope:
    agreed(cast, now=NOW - 31 * DAY, days=60)
    return posted(cast, now=NOW - 31 * DAY)


def consent_past(cast: Cast) -> Envelope:
    agreed(cast, now=NOW - 10 * DAY, days=5)
    return posted(cast, now=NOW - 10 * DAY)


def expired(cast: Cast) -> Envelope:
    envelope = run_out_by_the_clock_alone(cast)
    return done(cast, envelope, "expire")


def another_consulates(cast: Cast) -> Envelope:
    agreed(cast, cast.consulate_tj, by=cast.daniyar, migrant=cast.rustam)
    to_tj = asking(cast, consulate=cast.consulate_tj)
    return posted(cast, to_tj, by=cast.daniyar, case=cast.rustams_case)


def another_nationality(cast: Cast) -> Envelope:
    envelope = brought_to(cast, "sent")
    with for_system(reason="tests"):
        Organisation.objects.filter(pk=cast.consulate_kg.pk).update(country="UZ")
    return envelope


def citizenship_corrected(cast: Cast) -> Envelope:
    envelope = brought_to(cast, "seen")
    with for_member(cast.aigul) as by:
        facts = MigrantFacts("ky", "female", None, "unknown", "TJ")
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    return envelope


HIDDEN: tuple[Callable[[Cast], Envelope], ...] = (
    withdrawn_by_sender, closed, consent_withdrawn, contact_blocked, run_out_by_the_clock_alone,
    consent_past, expired, another_consulates, another_nationality, citizenship_corrected,
)  # fmt: skip


def bytes_of(answer: Any) -> tuple[int, bytes, list[str]]:
    """Return what a reader could compare: status, body without what is drawn anew, headers."""
    return answer.status_code, NOISE.sub(b"", answer.content), sorted(answer.headers)


def ask(client: Client, method: str, name: str, key: uuid.UUID) -> Any:
    call = client.post if method == "POST" else client.get
    return call(reverse(f"referrals:{name}", args=[key]))


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_what_is_not_for_it_looks_exactly_like_what_never_was(
    cast: Cast, net: str, hide: Callable[[Cast], Envelope]
) -> None:
    client = browser(cast, "officer_kg")
    before = [bytes_of(client.get(place)) for place in ("/", "/envelopes/")]
    envelope = hide(cast)
    for method, name in PAGES:
        hidden, nothing = (ask(client, method, name, key) for key in (envelope.pk, uuid.uuid4()))
        assert hidden.status_code == 404
        assert bytes_of(hidden) == bytes_of(nothing), (method, name)
    assert [bytes_of(client.get(place)) for place in ("/", "/envelopes/")] == before


@pytest.mark.parametrize("name", ["officer_kg", "officer_reception"])
def test_what_the_firewalled_may_never_do_is_refused_alike_for_the_known_and_the_unknown(
    cast: Cast, net: str, name: str
) -> None:
    envelope = brought_to(cast, "answered")
    client = browser(cast, name)
    pages = [("POST", "close_envelope"), ("GET", "withdraw_envelope"), ("GET", "write_envelope")]
    if name == "officer_reception":
        pages += PAGES
    for method, page in pages:
        known = ask(client, method, page, envelope.case_id if "write" in page else envelope.pk)
        nothing = ask(client, method, page, uuid.uuid4())
        assert known.status_code == 403
        assert bytes_of(known) == bytes_of(nothing), (method, page)


@pytest.mark.parametrize("name", ["officer_kg", "officer_tj", "officer_reception"])
@pytest.mark.parametrize(
    "path", ["/search/", "/migrants/", "/cases/", "/referrals/", "/migrants/new/"]
)
def test_the_firewalled_have_no_search_and_no_lists_of_people(
    cast: Cast, name: str, path: str
) -> None:
    brought_to(cast, "sent")
    client = browser(cast, name)
    assert client.get(path).status_code == 403
    known, unknown = (client.post("/search/", {"q": q}) for q in (GULNARA, "Nobody"))
    assert known.status_code == 403
    assert bytes_of(known) == bytes_of(unknown)


@pytest.mark.parametrize("kind", ["case", "migrant"])
def test_keys_of_cases_and_files_open_nothing(cast: Cast, kind: str) -> None:
    brought_to(cast, "sent")
    client = browser(cast, "officer_kg")
    name, key = (
        ("desk:case", cast.gulnaras_case.pk)
        if kind == "case"
        else ("cases:migrant", cast.gulnara.pk)
    )
    known, nothing = (client.get(reverse(name, args=[one])) for one in (key, uuid.uuid4()))
    assert known.status_code == 403
    assert bytes_of(known) == bytes_of(nothing)


# --- planted values -------------------------------------------------------------------------------

PHONE = "+77019998877"
PLANTED = {
    "another name": "PLANTEDNAME",
    "a phone": PHONE,
    "the end of a phone": "998877",
    "a spaced phone": "999 88 77",
    "a note": "PLANTEDNOTE",
    "a task": "PLANTEDTASK",
    "a ground in law": "PLANTEDBASIS",
    "a witness": "PLANTEDWITNESS",
    "an interpreter": "PLANTEDINTERPRETER",
    "what the case is about": "uberculosis",
    "a reason for taking back": "No need",
    "a year of birth that was not chosen": "1991",
    "a sex that was not chosen": "Woman",
    "a language": "Kyrgyz<",
    "the caseworker": "Aigul",
    "the purpose": "Help of the consulate with papers",
    "another consent": "Care and help",
    "a way of giving consent": "Thumb print",
}


def plant(cast: Cast) -> None:
    """Put a word of its own into whatever a file can hold beside the shown fields."""
    case, migrant = cast.gulnaras_case, cast.gulnara
    with for_member(cast.aigul) as by:
        add_name(by=by, migrant=migrant, full="PLANTEDNAME Gulnara", kind="passport", now=NOW)
        add_contact(by=by, migrant=migrant, phone=PHONE, now=NOW)
        add_note(by=by, case=case, text="PLANTEDNOTE", submission=uuid.uuid4(), now=NOW)
        add_task(by=by, case=case, kind="other", text="PLANTEDTASK", due_on=TODAY, now=NOW)
        record_screen(by=by, case=case, symptoms=Symptoms(cough="yes"), now=NOW, today=TODAY)
        record_legal_basis(
            by=by, case=case, kind="danger_to_life", reason="PLANTEDBASIS", now=NOW, today=TODAY
        )
    agreed(cast, given_how="thumb", witness="PLANTEDWITNESS", interpreter="PLANTEDINTERPRETER")


def everything_read(client: Client, envelope: Envelope) -> Iterator[bytes]:
    """Yield every byte that a consulate's session gets: pages and headers, right and wrong ones."""
    for path in ("/", "/envelopes/", "/envelopes/?page=2", "/nothing/"):
        yield _all(client.get(path))
    for method, name in (*PAGES, ("POST", "close_envelope"), ("GET", "envelope")):
        yield _all(ask(client, method, name, envelope.pk))
    answer = {"outcome": "needs_more", "needs": ["photo"], "words": "On Tuesday"}
    address = reverse("referrals:answer_envelope", args=[envelope.pk])
    yield _all(client.post(address, answer, follow=True))
    for path in ("/", "/envelopes/"):
        yield _all(client.get(path))


def _all(answer: Any) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return bytes(answer.content) + headers.encode()


def test_no_byte_of_any_other_field_reaches_the_consulate(cast: Cast, net: str) -> None:
    plant(cast)
    done(cast, posted(cast, asking(cast, "birth_certificate")), "withdraw")
    envelope = posted(cast, asking(cast, shows_birth_date=False, shows_sex=False))
    keys = (envelope.case_id, envelope.migrant_id, envelope.consent_id, cast.gulnara.person_id)
    hidden = PLANTED | {"a key": str(keys[0]), "the number of the case": cast.gulnaras_case.number}
    everything = b"\n".join(everything_read(browser(cast, "officer_kg"), envelope)).decode()
    assert GULNARA in everything
    assert [what for what, word in hidden.items() if word in everything] == []
    assert [key for key in keys if str(key) in everything] == []


def test_the_consulates_pages_count_nothing(cast: Cast) -> None:
    client = browser(cast, "officer_kg")
    for request in ("passport", "birth_certificate", "other_help"):
        brought_to(cast, "sent", request)
    for path in ("/", "/envelopes/"):
        page = client.get(path).content.decode()
        assert 'class="count"' not in page
        assert "need you" not in page
        assert "needs you" not in page
        assert not re.search(r"\bof \d+\b|\b3\b", re.sub(r"<svg.*?</svg>|<[^>]*>", " ", page))
        assert 'type="search"' not in page


def test_the_receptions_home_counts_nothing_either(cast: Cast) -> None:
    page = browser(cast, "officer_reception").get("/").content.decode()
    assert "need you" not in page
    assert "needs you now" not in page
