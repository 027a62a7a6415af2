"""What a reader can do with a referral: each move a button, the dangerous last."""

from collections.abc import Iterator

import pytest
from django.urls import resolve
from django.utils import translation
from lucide import _load_icon

from accounts.acting import for_member
from accounts.permissions import Permission
from referrals.access import get_referral
from referrals.buttons import ICONS, Button, buttons_of, moves_of
from referrals.models import Referral
from referrals.sheets import referral_sheet
from referrals.states import MOVES, ReferralMove
from referrals.urls import urlpatterns
from tests.cast import TODAY, Cast
from tests.referrals.stages import ROADS, brought_to

# What each member can press in each state, by the last word of its address.
AIGUL = {
    "draft": ["send", "change", "case", "cancel"],
    "sent": ["case", "cancel"],
    "received": ["case", "cancel"],
    "accepted": ["case", "cancel"],
    "scheduled": ["case", "cancel"],
    "did_not_arrive": ["case", "cancel"],
    "arrived": ["case", "cancel"],
    "completed": ["note", "case"],
    "left_early": ["note", "write", "case"],
    "declined": ["note", "write", "case"],
    "redirected": ["note", "write", "case"],
    "cancelled": ["write", "case"],
    "expired": ["note", "write", "case"],
}
DOCTOR = {
    "sent": ["receive"],
    "received": ["accept", "redirect", "decline"],
    "accepted": ["schedule", "case"],
    "scheduled": ["arrive", "schedule", "miss", "case"],
    "did_not_arrive": ["schedule", "case"],
    "arrived": ["complete", "case", "leave_early"],
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def buttons(cast: Cast, name: str, referral: Referral) -> list[Button]:
    with for_member(cast.members[name]) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        return buttons_of(referral_sheet(reader, found, TODAY))


def words(found: list[Button]) -> list[str]:
    """Return where each button leads, by the name of the address."""
    return [str(resolve(button.url.partition("?")[0]).url_name) for button in found]


@pytest.mark.parametrize("state", ROADS)
def test_each_side_has_its_buttons(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    assert words(buttons(cast, "aigul", referral)) == AIGUL[state]
    assert words(buttons(cast, "saule", referral)) == ["case"]
    if state != "draft":
        for name in ("dr_ahmetov", "nurse_olga"):
            assert words(buttons(cast, name, referral)) == DOCTOR.get(state, [])


@pytest.mark.parametrize("state", ROADS)
def test_what_is_dangerous_comes_last_and_what_is_likely_first(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    for name in ("aigul", *(["dr_ahmetov"] if state != "draft" else [])):
        found = buttons(cast, name, referral)
        dangers = [button.tone == "danger" for button in found]
        assert dangers == sorted(dangers)
        primary = [button for button in found if button.tone == "primary"]
        assert len(primary) <= 1
        assert not primary or found[0] == primary[0]
        for button in found:
            assert _load_icon(button.icon) is not None
            assert str(button.label)


def test_every_move_of_a_person_has_a_picture_of_its_own_and_an_address() -> None:
    persons = set(ReferralMove) - {ReferralMove.EXPIRE}
    assert set(ICONS) == persons
    assert len(set(ICONS.values())) == len(ICONS)
    for move, icon in ICONS.items():
        assert _load_icon(icon) is not None, move
    addresses = {pattern.name for pattern in urlpatterns}
    assert {move.value for move in persons} <= addresses


@pytest.mark.parametrize("state", ["draft", *DOCTOR])
def test_a_move_is_done_at_once_only_where_it_needs_no_words(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    for name in ("aigul", "dr_ahmetov") if state != "draft" else ("aigul",):
        for button, word in ((b, w) for b in buttons(cast, name, referral) for w in words([b])):
            if word in set(ReferralMove):
                needs_words = MOVES[ReferralMove(word)].needs_reason
                asks = needs_words or word in {"schedule", "complete"}
                assert button.is_post is not asks, word


def test_a_second_appointment_is_said_to_move_the_first(cast: Cast) -> None:
    def label(state: str) -> tuple[str, str]:
        found = buttons(cast, "dr_ahmetov", brought_to(cast, state))
        (button,) = [one for one in found if "/schedule/" in one.url]
        return str(button.label), button.tone

    assert label("scheduled") == ("Move the appointment", "secondary")


def test_after_a_missed_one_an_appointment_is_made_anew(cast: Cast) -> None:
    (first, *_others) = buttons(cast, "dr_ahmetov", brought_to(cast, "did_not_arrive"))
    assert (str(first.label), first.tone) == ("Make an appointment", "primary")


def test_asking_again_says_what_it_replaces_and_where_to(cast: Cast) -> None:
    referral = brought_to(cast, "redirected")
    _note, again, _case = buttons(cast, "aigul", referral)
    assert again.url.endswith(f"/cases/{cast.gulnaras_case.pk}/refer/?instead_of={referral.pk}")
    assert str(again.label) == "Refer there"


def test_asking_again_after_a_no_may_go_anywhere(cast: Cast) -> None:
    _note, again, _case = buttons(cast, "aigul", brought_to(cast, "declined"))
    assert str(again.label) == "Refer again or elsewhere"


def test_moves_alone_are_the_moves_of_the_sheet(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with for_member(cast.dr_ahmetov) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        sheet = referral_sheet(reader, found, TODAY)
    assert sorted(words(moves_of(sheet))) == sorted(move.value for move in sheet.moves)
