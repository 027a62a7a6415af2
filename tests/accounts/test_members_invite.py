"""An invitation: a role for whoever reads an address; its secret is stored nowhere."""

import datetime
import hashlib
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts import actions, queries
from accounts.acting import Acting, for_member, for_system
from accounts.actions.invitation import (
    DAYS,
    HasAdministrator,
    InvitationGone,
    InvitationTerms,
    NewAccount,
)
from accounts.actions.member import AlreadyThere, OwnMembership, RoleNotHere
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import Role
from accounts.tokens import digest_of, new_token
from tests.accounts.administering import ASEL, PHRASE, invited
from tests.at_once import second_waits_for_first
from tests.cast import NOW, Cast
from tests.watching import assert_codes_only, audited, stored, unchanged

DAY = datetime.timedelta(days=1)
ACCOUNT = NewAccount("Әсел Омарова", "kk", PHRASE)


def invite(
    by: Acting, house: Organisation, terms: InvitationTerms, key: uuid.UUID | None = None
) -> bool:
    with for_member(by) as acting:
        return actions.invite_member(
            by=acting,
            organisation=house,
            terms=terms,
            token=new_token(),
            submission=key or uuid.uuid4(),
            now=NOW,
        )


def join(invitation: Invitation, account: NewAccount = ACCOUNT) -> Membership | None:
    with for_system(reason="tests") as system:
        return actions.accept_as_new(
            by=system, invitation=invitation, account=account, now=NOW + DAY
        )


def test_a_secret_has_256_bits_and_only_its_digest_is_stored(cast: Cast) -> None:
    invitation, token = invited(cast.madina)
    assert len(token) == 43
    assert invitation.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in stored()
    assert digest_of(token) in stored()


def test_an_invitation_is_written_down_without_its_address(cast: Cast) -> None:
    with audited() as entries:
        invitation, _token = invited(cast.madina, may_see_tb=True)
    assert [(e.verb, e.subject_id, e.detail) for e in entries] == [
        ("created", invitation.pk, {"role": "caseworker", "may_see_tb": True})
    ]
    assert_codes_only(entries)
    assert invitation.expires_at == NOW + DAYS * DAY


def test_the_invited_make_their_own_account_and_nobody_else_knows_the_password(
    cast: Cast,
) -> None:
    invitation, token = invited(cast.madina, may_see_tb=True)
    with audited() as entries:
        membership = join(invitation)
    assert membership is not None
    user = User.objects.get(email=ASEL)
    assert (user.name, user.language) == ("Әсел Омарова", "kk")
    assert user.check_password(PHRASE)
    assert (membership.organisation, membership.role) == (cast.komek, "caseworker")
    assert membership.may_see_tb
    assert [e.subject_type for e in entries] == ["invitation", "membership", "user"]
    assert_codes_only(entries)
    assert queries.behind_link(token, NOW + DAY) is None


def test_a_link_works_once(cast: Cast) -> None:
    invitation, _token = invited(cast.madina)
    join(invitation)
    User.objects.filter(email=ASEL).update(email="other@example.org")
    with unchanged(), pytest.raises(InvitationGone):
        join(invitation)


def test_a_link_that_opens_nothing_says_the_same_for_every_reason(cast: Cast) -> None:
    _old, run_out = invited(cast.madina, "one@example.org", now=NOW - DAYS * DAY)
    withdrawn, taken_back = invited(cast.madina, "two@example.org")
    _open, good = invited(cast.madina, "three@example.org")
    with for_member(cast.madina) as by:
        assert actions.withdraw_invitation(by=by, invitation=withdrawn, now=NOW)
        with unchanged():
            assert not actions.withdraw_invitation(by=by, invitation=withdrawn, now=NOW)
    offers = [queries.behind_link(one, NOW) for one in (run_out, taken_back, new_token(), "")]
    assert offers == [None] * 4
    assert queries.behind_link(good, NOW)
    Organisation.objects.filter(pk=cast.komek.pk).update(is_active=False)
    assert queries.behind_link(good, NOW) is None


def test_looking_at_a_link_consumes_nothing(cast: Cast) -> None:
    _invitation, token = invited(cast.madina)
    with unchanged():
        for _ in range(2):
            offer = queries.behind_link(token, NOW)
            assert offer
            assert (offer.organisation, offer.invitation.role) == ("Komek", "caseworker")


def test_inviting_anew_kills_the_earlier_link(cast: Cast) -> None:
    _first, lost = invited(cast.madina)
    _second, token = invited(cast.madina)
    assert queries.behind_link(lost, NOW) is None
    assert queries.behind_link(token, NOW)


def test_the_same_form_invites_once(cast: Cast) -> None:
    terms, key = InvitationTerms(ASEL, Role.CASEWORKER), uuid.uuid4()
    assert invite(cast.madina, cast.komek, terms, key)
    with unchanged():
        assert not invite(cast.madina, cast.komek, terms, key)


def test_an_account_that_is_there_is_touched_by_nobody_who_holds_a_link(cast: Cast) -> None:
    invitation, _token = invited(cast.madina, "timur@example.org")
    with unchanged():
        assert join(invitation) is None


def test_an_account_that_is_there_accepts_when_it_is_signed_in(cast: Cast) -> None:
    invitation, _token = invited(cast.madina, "Timur@Example.org")
    with for_system(reason="tests"):
        with unchanged(), pytest.raises(InvitationGone):
            actions.accept_as_known(by=cast.bekzat.user, invitation=invitation, now=NOW)
        actions.accept_as_known(by=cast.timur.user, invitation=invitation, now=NOW)
    held = {m.organisation for m in Membership.objects.current_of(cast.timur.user_id)}
    assert held == {cast.komek, cast.tirek}


def test_whoever_was_suspended_can_be_invited_back(cast: Cast) -> None:
    with for_member(cast.madina) as by:
        actions.suspend_member(by=by, membership=cast.daniyar.membership)
    invitation, _token = invited(cast.madina, "daniyar@example.org", may_see_tb=True)
    with for_system(reason="tests"):
        actions.accept_as_known(by=cast.daniyar.user, invitation=invitation, now=NOW)
    held = Membership.objects.current_of(cast.daniyar.user_id).get()
    assert (held.pk, held.may_see_tb) == (cast.daniyar.membership.pk, True)


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (InvitationTerms("Madina@Example.org ", Role.CASEWORKER, may_see_tb=True), OwnMembership),
        (InvitationTerms("aigul@example.org", Role.CASEWORKER), AlreadyThere),
        (InvitationTerms(ASEL, Role.CLINIC_STAFF), RoleNotHere),
        (InvitationTerms(ASEL, Role.SYSTEM_ADMIN), RoleNotHere),
        (InvitationTerms(ASEL, Role.SUPERVISOR, may_see_tb=True), RoleNotHere),
    ],
)
def test_nobody_is_invited_to_what_is_not_to_be_had(
    cast: Cast, terms: InvitationTerms, refusal: type[Exception]
) -> None:
    with unchanged(), pytest.raises(refusal):
        invite(cast.madina, cast.komek, terms)


def test_a_system_administrator_invites_the_first_administrator_only(cast: Cast) -> None:
    terms = InvitationTerms(ASEL, Role.ORGANISATION_ADMIN)
    assert invite(cast.sysadmin, cast.tirek, terms)
    with unchanged(), pytest.raises(HasAdministrator):
        invite(cast.sysadmin, cast.komek, terms)
    with unchanged(), pytest.raises(DatabaseError):
        invite(cast.sysadmin, cast.tirek, InvitationTerms(ASEL, Role.CASEWORKER))


@pytest.mark.parametrize("name", ["aigul", "saule", "karima", "officer_kg", "sysadmin"])
def test_nobody_else_sees_or_withdraws_an_invitation(cast: Cast, name: str) -> None:
    invitation, _token = invited(cast.madina)
    with unchanged(), for_member(cast.members[name]) as by:
        assert not Invitation.objects.exists()
        assert not actions.withdraw_invitation(by=by, invitation=invitation, now=NOW)


@pytest.mark.parametrize(
    "columns",
    [
        {"email": "madina@example.org"},
        {"role": "supervisor"},
        {"token_digest": "another"},
        {"expires_at": NOW + 365 * DAY},
        {"accepted_at": NOW, "accepted_by_id": "madina"},
    ],
)
def test_what_was_sent_is_not_rewritten_by_who_sent_it(
    cast: Cast, columns: dict[str, object]
) -> None:
    invitation, _token = invited(cast.madina)
    if "accepted_by_id" in columns:
        columns = columns | {"accepted_by_id": cast.madina.user_id}
    refused = pytest.raises(IntegrityError, match="never rewritten")
    with unchanged(), for_member(cast.madina), refused, transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**columns)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_joins(cast: Cast) -> None:
    invitation, _token = invited(cast.madina, "timur@example.org")

    def accept() -> object:
        with for_system(reason="tests"):
            return actions.accept_as_known(by=cast.timur.user, invitation=invitation, now=NOW)

    joined, gone = second_waits_for_first((cast.timur, accept), (cast.timur, accept))
    assert isinstance(joined, Membership)
    assert isinstance(gone, InvitationGone)
