"""What the database refuses by itself, whatever the application asks it to store."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acting import for_member, for_system
from cases import numbers
from cases.models import Consent, ConsentRecipient, MigrantName
from referrals.models import Envelope, EnvelopeAnswer
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.referrals.envelopes import (
    DAY,
    agreed,
    asking,
    blocked,
    brought_to,
    closed,
    lifted,
    posted,
)
from tests.watching import unchanged

CHECK_FAILED, NOT_PERMITTED, NOT_UNIQUE = "23514", "42501", "23505"


def columns(cast: Cast, consent: Consent, **changed: Any) -> dict[str, Any]:
    """Return a whole envelope as Aigul may send it."""
    whole = {
        "number": numbers.new_number(),
        "case": cast.gulnaras_case,
        "migrant": cast.gulnara,
        "sender": cast.komek,
        "consulate": cast.consulate_kg,
        "consent": consent,
        "request": "passport",
        "shown_name": GULNARA,
        "shown_birth_date": datetime.date(1991, 5, 17),
        "shown_birth_precision": "day",
        "shown_sex": "female",
        "shown_citizenship": "KG",
        "created_by": cast.aigul.user,
        "sent_at": NOW,
        "expires_at": NOW + 30 * DAY,
        "submission": cast.gulnara.pk,
    }
    return whole | changed


def refusal(cast: Cast, name: str, values: dict[str, Any]) -> str:
    """Return the code with which the database refused, nothing having changed; empty if it did not."""
    try:
        with transaction.atomic(), for_member(cast.members[name]):
            Envelope.objects.create(**values)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "pgcode", ""))
    return ""


def test_what_the_product_sends_is_accepted(cast: Cast) -> None:
    assert refusal(cast, "aigul", columns(cast, agreed(cast))) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"shown_name": "GULNARA ASANOVA"},
        {"shown_name": "+77011234567"},
        {"shown_birth_date": datetime.date(1991, 5, 18)},
        {"shown_birth_precision": "year"},
        {"shown_sex": "male"},
        {"shown_citizenship": "TJ"},
        {"expires_at": NOW + 30 * DAY + datetime.timedelta(seconds=1)},
        {"expires_at": NOW + 365 * DAY},
        {"sent_at": NOW + DAY, "expires_at": NOW + 31 * DAY},
        {"purpose": "care"},
        {"purpose": "cross_border"},
        {"request": "help_after_death"},
    ],
    ids=" ".join,
)
def test_what_is_not_a_copy_or_lasts_too_long_is_refused(
    cast: Cast, changed: dict[str, Any]
) -> None:
    consent = agreed(cast, days=400)
    with for_member(cast.aigul):
        MigrantName.objects.create(
            migrant=cast.gulnara, organisation=cast.komek, full="GULNARA ASANOVA", script="latin",
            kind="passport", recorded_by=cast.aigul.user, recorded_at=NOW,
        )  # fmt: skip
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent, **changed)) == CHECK_FAILED


def test_another_migrant_case_sender_or_consulate_is_refused(cast: Cast) -> None:
    consent = agreed(cast, cast.consulate_kg, cast.consulate_tj, cast.tb_clinic)
    for changed in (
        {"migrant": cast.rustam, "shown_name": "Рустам Каримов", "shown_sex": "male"},
        {"case": cast.rustams_case},
        {"consulate": cast.consulate_tj},
        {"consulate": cast.consulate_tj, "shown_citizenship": "TJ"},
        {"consulate": cast.tb_clinic},
        {"consulate": cast.reception_centre},
    ):
        with unchanged():
            code = refusal(cast, "aigul", columns(cast, consent, **changed))
            assert code == CHECK_FAILED, changed
            # Not even the system itself sends it.
            with pytest.raises(DatabaseError), transaction.atomic(), for_system(reason="tests"):
                Envelope.objects.create(**columns(cast, consent, **changed))


@pytest.mark.parametrize(
    "terms",
    [
        {"purpose": "care"},
        {"purpose": "cross_border"},
        {"data_classes": ("contact", "health")},
        {"recipient_ids": ()},
        {"recipient_ids": (), "recipient_kinds": ("consulate",)},
        {"given_on": TODAY - 9 * DAY, "expires_on": TODAY - DAY},
        {"given_on": TODAY + DAY},
        {"expires_on": TODAY + 5 * DAY},
    ],
    ids=" ".join,
)
def test_a_consent_that_does_not_cover_it_is_refused(cast: Cast, terms: dict[str, Any]) -> None:
    consent = agreed(cast, **terms)
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent)) == CHECK_FAILED


def test_a_withdrawn_consent_and_that_of_another_are_refused(cast: Cast) -> None:
    withdrawn = agreed(cast)
    with for_member(cast.aigul):
        Consent.objects.filter(pk=withdrawn.pk).update(
            withdrawn_at=NOW,
            withdrawn_on=TODAY,
            withdrawn_by=cast.aigul.user,
            withdrawn_how="spoken",
        )
    of_rustam = agreed(cast, cast.consulate_kg, by=cast.daniyar, migrant=cast.rustam)
    for consent in (withdrawn, of_rustam):
        with unchanged():
            assert refusal(cast, "aigul", columns(cast, consent)) == CHECK_FAILED


def test_blocked_contact_is_refused_and_after_the_lifting_an_older_consent(cast: Cast) -> None:
    consent = agreed(cast)
    blocked(cast)
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent)) == CHECK_FAILED
    lifted(cast)
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent)) == CHECK_FAILED
    newer = agreed(cast, now=NOW + datetime.timedelta(seconds=1))
    assert refusal(cast, "aigul", columns(cast, newer)) == ""


def test_only_a_caseworker_of_the_case_sends_and_only_in_their_own_name(cast: Cast) -> None:
    consent = agreed(cast)
    for name in cast.members.keys() - {"aigul"}:
        with unchanged():
            assert refusal(cast, name, columns(cast, consent)) == NOT_PERMITTED, name
    in_anothers_name = columns(cast, consent, created_by=cast.saule.user)
    assert refusal(cast, "aigul", in_anothers_name) == NOT_PERMITTED


def test_a_clock_that_is_a_little_ahead_is_believed(cast: Cast) -> None:
    ahead = NOW + datetime.timedelta(minutes=4)
    values = columns(cast, agreed(cast), sent_at=ahead)
    assert refusal(cast, "aigul", values) == ""


def test_from_a_closed_case_nothing_is_stored_even_by_the_system(cast: Cast) -> None:
    consent = agreed(cast)
    closed(cast)
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent)) == CHECK_FAILED
        with pytest.raises(DatabaseError), transaction.atomic(), for_system(reason="tests"):
            Envelope.objects.create(**columns(cast, consent))


def test_the_same_request_is_open_once(cast: Cast) -> None:
    consent = agreed(cast)
    posted(cast)
    with unchanged():
        assert refusal(cast, "aigul", columns(cast, consent)) == NOT_UNIQUE


@pytest.mark.parametrize(
    "change",
    [
        "shown_name = 'X'", "shown_birth_date = '1990-01-01'", "shown_sex = ''",
        "shown_citizenship = 'TJ'", "request = 'other_help'", "expires_at = expires_at - interval '1 day'",
        "expires_at = expires_at + interval '1 day'", "sent_at = sent_at - interval '1 day'",
        "number = '1234567890'", "seen_at = now() + interval '1 day'", "submission = id",
        "consulate_id = sender_id", "consent_id = '{gulnaras_consent.pk}'", "case_id = '{rustams_case.pk}'",
    ],
)  # fmt: skip
def test_what_was_sent_stays_as_it_was(cast: Cast, change: str) -> None:
    envelope = brought_to(cast, "seen")
    statement = f"UPDATE referrals_envelope SET {change.format(**vars(cast))} WHERE id = %s"
    for member in (cast.aigul, cast.officer_kg):
        with unchanged(), for_member(member), pytest.raises(DatabaseError), transaction.atomic():
            run(statement, envelope.pk)
    with pytest.raises(DatabaseError), transaction.atomic(), for_system(reason="tests"):
        run(statement, envelope.pk)


def test_the_consulate_takes_no_note_for_the_sender(cast: Cast) -> None:
    envelope = brought_to(cast, "answered")
    with for_member(cast.officer_kg), pytest.raises(DatabaseError), transaction.atomic():
        run("UPDATE referrals_envelope SET noted_at = now() WHERE id = %s", envelope.pk)


def test_a_consent_cut_short_takes_back_what_rests_on_it(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    with for_member(cast.aigul):
        Consent.objects.filter(pk=envelope.consent_id).update(expires_on=TODAY + 2 * DAY)
    with for_system(reason="tests"):
        assert Envelope.objects.get(pk=envelope.pk).state == "withdrawn"


def test_nobody_names_one_more_consulate_for_another_organisation(cast: Cast) -> None:
    consent = agreed(cast)
    with unchanged(), for_member(cast.timur), pytest.raises(DatabaseError), transaction.atomic():
        ConsentRecipient.objects.create(consent=consent, organisation=cast.consulate_tj)


@pytest.mark.parametrize(
    ("outcome", "needs", "words"),
    [("needs_more", [], "x"), ("issued", ["photo"], ""), ("cannot", [], "")],
)
def test_an_answer_is_whole(cast: Cast, outcome: str, needs: list[str], words: str) -> None:
    envelope = brought_to(cast, "seen")
    officer = cast.officer_kg
    with unchanged(), pytest.raises(DatabaseError), transaction.atomic(), for_member(officer):
        EnvelopeAnswer.objects.create(
            envelope_id=envelope.pk, outcome=outcome, needs=needs, words=words,
            answered_by=officer.user, answered_at=NOW,
        )  # fmt: skip


def test_nobody_answers_for_the_consulate_or_in_a_colleagues_name(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    for member, author in (
        (cast.aigul, cast.aigul),
        (cast.officer_tj, cast.officer_tj),
        (cast.officer_kg, cast.officer_tj),
    ):
        with unchanged(), for_member(member), pytest.raises(DatabaseError), transaction.atomic():
            EnvelopeAnswer.objects.create(
                envelope_id=envelope.pk, outcome="issued", answered_by=author.user, answered_at=NOW
            )


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_request_that_was_asked_is_still_a_known_word(cast: Cast) -> None:
    agreed(cast)
    assert posted(cast, asking(cast, "other_help")).request == "other_help"
