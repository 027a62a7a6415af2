"""New keys: everything is renewed with them, and then the old ones can go."""

import uuid
from collections.abc import Iterator
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from accounts import rotation
from accounts.acting import for_member, for_system
from accounts.cipher import Unreadable
from accounts.key_lines import derived
from accounts.keys import blind_index
from cases.actions import add_contact, save_draft
from cases.models import ContactPoint, Document, Draft
from tests.cast import GULNARAS_PHONE, NOW, Cast
from tests.logins import SECRET, code, give_app
from tests.papers import add_paper, pdf

NEW = "new:" + derived("another secret", "tests").partition(":")[2]
NOBODY = uuid.UUID(int=0)
TYPED = {"text": ["Later"]}
PHONE = ContactPoint._meta.get_field("phone")
INDEX = ContactPoint._meta.get_field("phone_index")


@pytest.fixture
def written(cast: Cast) -> Cast:
    with for_member(cast.aigul) as by:
        add_paper(by, cast.gulnaras_case)
        save_draft(by=by, form="note", about="", typed=TYPED, now=NOW)
        add_contact(by=by, migrant=cast.gulnara, phone="+996700112233", now=NOW)
    give_app(cast.aigul.user)
    return cast


@pytest.fixture
def both_keys(written: Cast) -> Iterator[Cast]:
    old = {"FIELD_KEYS": settings.FIELD_KEYS, "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY}
    with override_settings(**{name: f"{line}\n{NEW}" for name, line in old.items()}):
        yield written


def rotate(**options: bool) -> dict[str, int]:
    said = StringIO()
    call_command("rotate_field_keys", stdout=said, **options)
    lines = [line.rpartition(": ") for line in said.getvalue().splitlines()]
    return {name: int(count) for name, _, count in lines}


def test_every_row_is_renewed_once_and_reads_with_the_new_key_alone(both_keys: Cast) -> None:
    assert rotate() == {
        "cases.ContactPoint.phone": 2, "cases.Document.content": 1, "cases.Draft.typed": 1,
        "second factors": 2,
    }  # fmt: skip
    assert set(rotate().values()) == {0}
    with override_settings(FIELD_KEYS=NEW), for_system(reason="tests"):
        assert {one.phone for one in ContactPoint.objects.all()} == {
            GULNARAS_PHONE,
            "+996700112233",
        }
        assert Draft.objects.get().typed == TYPED
        assert Document.objects.get().content == pdf(b"identity_paper")


def test_without_rotation_the_new_key_alone_opens_nothing(both_keys: Cast) -> None:
    with override_settings(FIELD_KEYS=NEW), for_system(reason="tests"), pytest.raises(Unreadable):
        _ = ContactPoint.objects.first().phone  # type: ignore[union-attr]


def test_a_number_is_found_before_while_and_after_its_mark_is_renewed(both_keys: Cast) -> None:
    def found() -> int:
        with for_system(reason="tests"):
            return ContactPoint.objects.with_phone(GULNARAS_PHONE).count()

    assert found() == 1
    # The same number is not taken for a new one, whatever key its mark was made with.
    with for_member(both_keys.aigul) as by:
        add_contact(by=by, migrant=both_keys.gulnara, phone=GULNARAS_PHONE, now=NOW)
    assert found() == 1
    assert rotate(blind_index=True) == {
        "cases.ContactPoint.phone_index": 2, "cases.Document.fingerprint": 1,
    }  # fmt: skip
    assert set(rotate(blind_index=True).values()) == {0}
    with override_settings(BLIND_INDEX_KEY=NEW):
        assert found() == 1


def test_after_an_interruption_the_rest_is_done(
    both_keys: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "PORTION", 1)
    with for_system(reason="tests"):
        (row,) = rotation._portion(PHONE, "phone", "v1.new.", NOBODY)
        assert rotation._put(PHONE, row[0], row[1], PHONE.sealed(GULNARAS_PHONE, row[0])) == 1
    assert rotation.encrypt_again(PHONE) == 1


def test_who_saved_or_rotated_meanwhile_wins(both_keys: Cast) -> None:
    with for_system(reason="tests"):
        rows = rotation._portion(PHONE, "phone", "v1.new.", NOBODY)
        assert rotation.encrypt_again(PHONE) == len(rows) == 2
        before = stored()
        assert [rotation._put(PHONE, key, old, "late") for key, old, _ in rows] == [0, 0]
        assert stored() == before


def test_of_two_marks_of_one_number_the_new_one_stays(both_keys: Cast) -> None:
    with for_system(reason="tests"):
        one = ContactPoint.objects.with_phone(GULNARAS_PHONE).get()
        (mark,) = {*blind_index().marks(GULNARAS_PHONE, INDEX.place())} - {one.phone_index}
        one.pk, one.phone = NOBODY, one.phone
        one.save(force_insert=True)
        assert one.phone_index == mark
    assert rotation.mark_again(INDEX) == 1
    with for_system(reason="tests"):
        assert ContactPoint.objects.with_phone(GULNARAS_PHONE).count() == 2


def stored() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM cases_contactpoint ORDER BY id")
        return list(cursor.fetchall())


def test_an_app_and_recovery_codes_open_with_the_new_key_alone(both_keys: Cast) -> None:
    before = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    rotate()
    with override_settings(FIELD_KEYS=NEW):
        app, codes = (
            Authenticator.objects.get(type="totp"),
            RecoveryCodes.activate(both_keys.aigul.user),
        )
        assert TOTP(app).validate_code(code())
        assert codes.get_unused_codes() == before
        assert codes.validate_code(before[0])
    assert rotate()["second factors"] == 0
    assert RecoveryCodes.activate(both_keys.aigul.user).get_unused_codes() == before[1:]


def test_no_secret_of_a_second_factor_stands_in_the_table(written: Cast) -> None:
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in held
    assert held.count("v1.") == 2
    with override_settings(FIELD_KEYS=NEW), pytest.raises(Unreadable):
        TOTP(Authenticator.objects.get(type="totp")).validate_code(code())
