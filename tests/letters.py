"""Envelopes on top of the cast, for the tests that go through every table and every address."""

from accounts.acting import for_system
from accounts.models import Organisation
from cases.models import Migrant
from referrals.models import Envelope
from tests.cast import NOW, Cast
from tests.referrals.envelopes import (
    DAY,
    agreed,
    asking,
    blocked,
    done,
    posted,
    taken_back,
)


def write_letter(cast: Cast) -> Envelope:
    """Let Gulnara agree to her consulate's help, and Aigul ask it for a passport."""
    agreed(cast)
    return posted(cast)


def letter_of(cast: Cast) -> Envelope:
    """Return Gulnara's envelope as it was written."""
    with for_system(reason="tests"):
        return Envelope.objects.select_related("consent").get(
            case=cast.gulnaras_case, request="passport"
        )


def answer_letter(cast: Cast) -> None:
    """Let the consulate open it, take it into work and answer."""
    envelope = letter_of(cast)
    for move in ("see", "take", "answer"):
        envelope = done(cast, envelope, move)


def close_letter(cast: Cast) -> None:
    """Let Aigul read the answer."""
    answer_letter(cast)
    done(cast, letter_of(cast), "close")


def withdraw_letter(cast: Cast) -> None:
    """Let Gulnara take back what she agreed to about her consulate."""
    taken_back(cast, letter_of(cast).consent)


def write_letters_of_every_kind(cast: Cast) -> None:
    """Have beside the answered one: one taken back, one run out, one to a state not hers, a block."""
    answer_letter(cast)
    done(cast, posted(cast, asking(cast, "birth_certificate")), "withdraw")
    past = NOW - 31 * DAY
    agreed(cast, now=past, days=60)
    posted(cast, asking(cast, "other_help"), now=past)
    agreed(cast, cast.consulate_tj, by=cast.daniyar, migrant=cast.rustam)
    to_tj = asking(cast, consulate=cast.consulate_tj)
    posted(cast, to_tj, by=cast.daniyar, case=cast.rustams_case)
    with for_system(reason="tests"):
        # Entered wrongly at first: an envelope is for nationals of the state as it is written now.
        Organisation.objects.filter(pk=cast.consulate_tj.pk).update(country="UZ")
        right_one = Organisation.objects.populate("all")
        right_one.create(kind="consulate", name="The right consulate", country="TJ")
        aiguls_other_file = Migrant.objects.get(caseworker=cast.aigul.user_id, cases=None)
    blocked(cast, cast.zarina, cast.timur)
    blocked(cast, aiguls_other_file, cast.aigul)
