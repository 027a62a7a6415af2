"""No contact with the own state: set by one, lifted by two, shown where it matters."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from accounts.acting import Acting, for_member, for_system
from accounts.actions import add_member
from accounts.permissions import Role
from cases.actions import allow_state_contact, ask_to_lift, block_state_contact
from cases.actions.state_contact import NothingToLift, SamePersonTwice
from cases.models import Consent, StateContactBlock
from cases.state_contact import block_of, is_blocked, lifted_at
from tests.at_once import second_waits_for_first
from tests.cast import NOW, TODAY, Cast
from tests.referrals.browsers import browser, told
from tests.referrals.envelopes import blocked, lifted
from tests.watching import assert_codes_only, audited, unchanged


def page(cast: Cast, name: str) -> str:
    return reverse(f"cases:{name}", args=[cast.gulnara.pk])


def run(who: Acting, statement: str, *values: Any) -> None:
    with transaction.atomic(), for_member(who), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_block_stands_until_it_is_lifted(cast: Cast) -> None:
    assert not is_blocked(cast.gulnara.pk)
    with audited() as entries:
        blocked(cast)
    assert [(e.verb, e.subject_type, e.detail) for e in entries] == [
        ("created", "state_contact_block", {"step": "set"})
    ]
    assert_codes_only(entries)
    assert is_blocked(cast.gulnara.pk)
    assert lifted_at(cast.gulnara.pk) is None
    lifted(cast)
    assert not is_blocked(cast.gulnara.pk)
    assert lifted_at(cast.gulnara.pk) == NOW


def test_blocking_twice_blocks_once(cast: Cast) -> None:
    first = blocked(cast)
    with unchanged():
        assert blocked(cast, by=cast.saule) == first


def test_after_the_lifting_it_can_be_set_again(cast: Cast) -> None:
    blocked(cast)
    lifted(cast)
    blocked(cast)
    assert is_blocked(cast.gulnara.pk)


def test_an_old_form_sent_again_after_the_lifting_blocks_again(cast: Cast) -> None:
    first = blocked(cast)
    lifted(cast)
    for who in (cast.aigul, cast.saule):
        again = blocked(cast, by=who, submission=first.pk)
        assert again.pk != first.pk
        assert again.lifted_at is None
    assert is_blocked(cast.gulnara.pk)
    with for_system(reason="tests"):
        assert StateContactBlock.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_block_set_while_the_last_one_is_being_lifted_stands(cast: Cast) -> None:
    blocked(cast)
    with for_member(cast.aigul) as by:
        ask_to_lift(by=by, migrant=cast.gulnara, reason="Wishes it", now=NOW)
    lift = (cast.saule, lambda: allow_state_contact(by=cast.saule, migrant=cast.gulnara, now=NOW))
    block = (
        cast.aigul,
        lambda: block_state_contact(
            by=cast.aigul, migrant=cast.gulnara, reason="x", submission=uuid.uuid4(), now=NOW
        ),
    )
    outcomes: tuple[object, object] = second_waits_for_first(lift, block)
    assert outcomes[0] is True
    assert is_blocked(cast.gulnara.pk)


def test_where_none_stands_the_page_claims_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_columns: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(StateContactBlock.objects, "create", refuse)
    form = {"reason": "Fled from her family", "submission": str(uuid.uuid4())}
    with unchanged(frozenset({"audit_entry", "accounts_user"})):
        answer = browser(cast, "aigul").post(page(cast, "block_state_contact"), form, follow=True)
    assert told(answer) == ["This is not possible now. Nothing was changed."]


def test_nobody_allows_what_they_asked_for_themselves(cast: Cast) -> None:
    with for_system(reason="tests") as system:
        aigul_leading = Acting(
            add_member(
                by=system, user=cast.aigul.user, organisation=cast.komek, role=Role.SUPERVISOR
            )
        )
    blocked(cast)
    with for_member(cast.aigul) as by:
        assert ask_to_lift(by=by, migrant=cast.gulnara, reason="Wishes it", now=NOW)
    with unchanged(), pytest.raises(SamePersonTwice), for_member(aigul_leading) as by:
        allow_state_contact(by=by, migrant=cast.gulnara, now=NOW)
    statement = "UPDATE cases_statecontactblock SET lifted_by_id = %s, lifted_at = now()"
    for who in (cast.aigul, cast.saule):
        with unchanged(), pytest.raises(DatabaseError):
            run(aigul_leading, statement, who.user_id)


def test_nothing_is_allowed_that_nobody_asked_for(cast: Cast) -> None:
    blocked(cast)
    with unchanged(), pytest.raises(NothingToLift), for_member(cast.saule) as by:
        allow_state_contact(by=by, migrant=cast.gulnara, now=NOW)


def test_asking_twice_keeps_the_first_words(cast: Cast) -> None:
    blocked(cast)
    with for_member(cast.aigul) as by:
        ask_to_lift(by=by, migrant=cast.gulnara, reason="First", now=NOW)
        with unchanged():
            assert not ask_to_lift(by=by, migrant=cast.gulnara, reason="Second", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'Other'", "set_at = now()", "set_by_id = '{saule.user_id}'",
        "migrant_id = '{rustam.pk}'", "lifted_at = now(), lifted_by_id = '{saule.user_id}'",
        "lift_asked_by_id = '{saule.user_id}', lift_asked_at = now(), lift_reason = 'x'",
    ],
)  # fmt: skip
def test_a_caseworker_rewrites_no_block_by_raw_sql(cast: Cast, change: str) -> None:
    blocked(cast)
    statement = f"UPDATE cases_statecontactblock SET {change.format(**vars(cast))}"
    with unchanged(), pytest.raises(DatabaseError):
        run(cast.aigul, statement)


def test_a_lifted_block_stays_lifted(cast: Cast) -> None:
    blocked(cast)
    lifted(cast)
    statement = "UPDATE cases_statecontactblock SET lifted_at = NULL, lifted_by_id = NULL"
    with unchanged(), pytest.raises(DatabaseError):
        run(cast.saule, statement)


def test_nobody_sets_a_block_in_anothers_name(cast: Cast) -> None:
    with unchanged(), pytest.raises(DatabaseError), transaction.atomic(), for_member(cast.aigul):
        StateContactBlock.objects.create(
            migrant=cast.gulnara, organisation=cast.komek, reason="x", set_by=cast.saule.user,
            set_at=NOW,
        )  # fmt: skip


def test_reading_a_block_is_written_down(cast: Cast) -> None:
    block = blocked(cast)
    with audited() as entries, for_member(cast.aigul) as reader:
        said = block_of(reader, cast.gulnara.pk)
    assert said is not None
    assert (said.may_ask, said.may_allow) == (True, False)
    assert [(e.verb, e.subject_id) for e in entries] == [("read", block.pk)]
    with unchanged(), for_member(cast.daniyar) as reader:
        assert block_of(reader, cast.gulnara.pk) is None


# --- pages ----------------------------------------------------------------------------------------


def test_the_way_through_the_pages(cast: Cast) -> None:
    aigul, saule = browser(cast, "aigul"), browser(cast, "saule")
    form = {"reason": "Fled from her family", "submission": str(uuid.uuid4())}
    assert "Open requests were taken back" in told(
        aigul.post(page(cast, "block_state_contact"), form, follow=True)
    )[0]  # fmt: skip
    for address in (
        page(cast, "migrant"),
        reverse("desk:case", args=[cast.gulnaras_case.pk]),
    ):
        text = aigul.get(address).content.decode()
        assert "No contact with the own state" in text
        assert "Fled from her family" in text
        assert "Write to the consulate" not in text
    aigul.post(page(cast, "ask_state_contact"), {"reason": "Wants to go home"})
    assert "Wants to go home" in saule.get(page(cast, "allow_state_contact")).content.decode()
    said = told(saule.post(page(cast, "allow_state_contact"), follow=True))
    assert said == ["Contact is allowed again, with a new consent. Older ones do not count."]
    case = aigul.get(reverse("desk:case", args=[cast.gulnaras_case.pk])).content.decode()
    assert "Write to the consulate" in case


@pytest.mark.parametrize(("name", "act"), [("aigul", "ask"), ("saule", "allow")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_possible_now_leads_back_and_changes_nothing(
    cast: Cast, name: str, act: str, method: str
) -> None:
    client = browser(cast, name)
    with unchanged(frozenset({"audit_entry", "accounts_user"})):
        answer = getattr(client, method)(page(cast, f"{act}_state_contact"), follow=True)
    assert told(answer) == ["This is not possible now. Nothing was changed."]


def test_a_form_without_a_reason_blocks_nothing(cast: Cast) -> None:
    client = browser(cast, "aigul")
    with unchanged(frozenset({"audit_entry", "accounts_user"})):
        answer = client.post(page(cast, "block_state_contact"), {"submission": str(uuid.uuid4())})
    assert answer.status_code == 200
    assert "Write a few words." in answer.content.decode()


# --- consent to the consulate's help --------------------------------------------------------------


def papers(cast: Cast) -> str:
    return page(cast, "record_consent") + "?for=papers"


def test_consent_for_the_consulate_names_it_and_nothing_but_who_one_is(cast: Cast) -> None:
    client = browser(cast, "aigul")
    text = client.get(papers(cast)).content.decode()
    assert "Consulate of Kyrgyzstan" in text
    assert "Consulate of Tajikistan" not in text
    assert "only to the consulate named in this consent" in text
    sent = {
        "consulate": str(cast.consulate_kg.pk), "given_how": "written", "consent_language": "ky",
        "expires_on": (TODAY + datetime.timedelta(days=30)).isoformat(),
        "submission": str(uuid.uuid4()),
    }  # fmt: skip
    answer: Any = client.post(f"{papers(cast)}&case={cast.gulnaras_case.pk}", sent)
    assert answer.url == reverse("referrals:write_envelope", args=[cast.gulnaras_case.pk])
    with for_system(reason="tests"):
        consent = Consent.objects.get(purpose="papers")
        assert (consent.data_classes, consent.recipient_kinds) == (["identity"], [])
        assert [one.organisation_id for one in consent.recipients.all()] == [cast.consulate_kg.pk]
        assert consent.expires_on == TODAY + datetime.timedelta(days=30)


def test_another_states_consulate_is_not_on_the_form(cast: Cast) -> None:
    sent = {
        "consulate": str(cast.consulate_tj.pk), "given_how": "written", "consent_language": "ky",
        "submission": str(uuid.uuid4()),
    }  # fmt: skip
    with unchanged(frozenset({"audit_entry", "accounts_user"})):
        assert browser(cast, "aigul").post(papers(cast), sent).status_code == 200


def test_where_contact_is_blocked_no_such_consent_is_asked_for(cast: Cast) -> None:
    blocked(cast)
    answer = browser(cast, "aigul").get(papers(cast), follow=True)
    assert told(answer) == ["There is no consulate here that may be written to."]


def test_the_form_for_care_is_as_it_was(cast: Cast) -> None:
    text = browser(cast, "aigul").get(page(cast, "record_consent")).content.decode()
    assert "Clinics and hospitals" in text
    assert "With which consulate" not in text


def test_withdrawing_says_what_is_taken_back(cast: Cast) -> None:
    from tests.referrals.envelopes import agreed

    consent = agreed(cast)
    client = browser(cast, "aigul")
    address = reverse("cases:withdraw_consent", args=[consent.pk])
    assert "is taken back at once" in client.get(address).content.decode()
    assert told(client.post(address, follow=True)) == [
        "The consent is withdrawn. What rested on it was taken back."
    ]


def test_a_block_can_be_set_by_a_supervisor_too(cast: Cast) -> None:
    with for_member(cast.saule) as by:
        block_state_contact(
            by=by, migrant=cast.gulnara, reason="x", submission=uuid.uuid4(), now=NOW
        )
    assert is_blocked(cast.gulnara.pk)
