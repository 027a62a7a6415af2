"""Encrypted columns as the product meets them, on the phones and drafts of the cast."""

import pickle
import uuid

import pytest
from django.core import serializers
from django.db import connection, transaction

from accounts import encrypted
from accounts.acting import for_member, for_system
from accounts.cipher import KeyRing, Place, Unreadable
from accounts.encrypted import BlindIndexField, EncryptedTextField, Token
from accounts.keys import key_ring
from cases.actions import save_draft
from cases.models import ContactPoint, Draft
from tests.cast import GULNARAS_PHONE, NOW, Cast


def stored() -> tuple[str, str]:
    """Return the phone and its mark as they stand in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM cases_contactpoint")
        (row,) = cursor.fetchall()
    return row[0], row[1]


def copy_of(cast: Cast, phone: str) -> ContactPoint:
    one = ContactPoint.objects.get(migrant=cast.gulnara)
    one.pk, one.phone = uuid.uuid4(), phone
    return one


def test_the_table_holds_a_token_and_the_product_a_number(cast: Cast) -> None:
    with for_system(reason="tests"):
        token, mark = stored()
        assert ContactPoint.objects.get().phone == GULNARAS_PHONE
    assert token.startswith(key_ring().head)
    assert GULNARAS_PHONE not in token + mark


def test_who_does_not_ask_opens_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_text(_ring: KeyRing, token: str, _place: object) -> str:
        opened.append(token)
        return GULNARAS_PHONE

    monkeypatch.setattr(KeyRing, "open_text", open_text)
    with for_system(reason="tests"):
        contact = ContactPoint.objects.get()
        contact.is_shared = True
        contact.save()
        assert opened == []
        assert contact.phone == contact.phone == GULNARAS_PHONE
    assert len(opened) == 1


def test_what_was_not_opened_is_saved_as_it_stands(cast: Cast) -> None:
    with for_system(reason="tests"):
        before = stored()
        ContactPoint.objects.get().save()
        assert stored() == before
        contact = ContactPoint.objects.defer("phone").get()
        contact.save()
        assert stored() == before
        assert contact.phone == GULNARAS_PHONE
        contact.save()
        assert stored()[0] != before[0]
        assert stored()[1] == before[1]


def test_values_and_dumps_give_the_token_never_the_number(cast: Cast) -> None:
    with for_system(reason="tests"):
        token, _mark = stored()
        assert list(ContactPoint.objects.values_list("phone", flat=True)) == [token]
        contact = ContactPoint.objects.get()
        dumped = serializers.serialize("json", [contact])
        assert f'"phone": "{key_ring().head}' in dumped
        assert GULNARAS_PHONE not in dumped
        assert GULNARAS_PHONE not in repr(contact)
        assert pickle.loads(pickle.dumps(contact)).phone == GULNARAS_PHONE


def test_several_are_added_at_once_each_for_its_own_row(cast: Cast) -> None:
    phones = ["+77010000001", "+77010000002"]
    with for_system(reason="tests"):
        ContactPoint.objects.bulk_create([copy_of(cast, phone) for phone in phones])
        assert ContactPoint.objects.with_phone(phones[1]).get().phone == phones[1]
        assert not ContactPoint.objects.with_phone("+77010000003").exists()


def test_clear_text_is_refused_where_no_row_is_known(cast: Cast) -> None:
    with for_system(reason="tests"):
        before, contact = stored(), ContactPoint.objects.get()
        contact.phone = "+77010000001"
        with pytest.raises(TypeError, match="is encrypted"), transaction.atomic():
            ContactPoint.objects.update(phone="+77010000001")
        with pytest.raises(TypeError, match="is encrypted"), transaction.atomic():
            ContactPoint.objects.bulk_update([contact], ["phone"])
        with pytest.raises(TypeError, match="is encrypted"), transaction.atomic():
            ContactPoint.objects.filter(phone=GULNARAS_PHONE).exists()
        assert stored() == before
        assert ContactPoint.objects.filter(phone=Token(before[0])).exists()


def test_a_token_moved_to_another_row_does_not_open(cast: Cast) -> None:
    with for_system(reason="tests"):
        token = Token(stored()[0])
        other = copy_of(cast, "+77010000001")
        other.save(force_insert=True)
        ContactPoint.objects.filter(pk=other.pk).update(phone=token)
        with pytest.raises(Unreadable):
            _ = ContactPoint.objects.get(pk=other.pk).phone


def test_what_plain_sql_read_is_opened_with_the_rows_key(cast: Cast) -> None:
    with for_system(reason="tests"):
        key = ContactPoint.objects.get().pk
        token, _mark = stored()
    assert encrypted.opened(ContactPoint, "phone", key, token) == GULNARAS_PHONE
    with pytest.raises(Unreadable):
        encrypted.opened(ContactPoint, "phone", uuid.uuid4(), token)
    with pytest.raises(TypeError):
        encrypted.opened(ContactPoint, "phone_index", key, token)
    with pytest.raises(TypeError):
        encrypted.marks(ContactPoint, "phone", GULNARAS_PHONE)


def test_a_draft_is_encrypted_as_a_whole(cast: Cast) -> None:
    typed = {"phone": ["+7 701 999 88 77"], "concern": ["Жөтел"]}
    with for_member(cast.aigul) as by:
        save_draft(by=by, form="note", about="", typed=typed, now=NOW)
        (token,) = Draft.objects.values_list("typed", flat=True)
        assert Draft.objects.get().typed == typed
    assert str(token).startswith("v1.")
    with for_member(cast.aigul) as by:
        save_draft(by=by, form="note", about="", typed={}, now=NOW)
        assert Draft.objects.get().typed == {}


def test_an_empty_text_stays_empty_and_is_looked_for_as_such() -> None:
    field = EncryptedTextField()
    assert field.get_prep_value("") == ""
    assert field.get_prep_value(None) is None
    assert KeyRing({"a": bytes(32)}).seal_text("", Place("t", "c")) == ""


def test_migrations_are_told_of_which_column_a_mark_is() -> None:
    *_, named = BlindIndexField(of="phone").deconstruct()
    assert named == {"of": "phone", "editable": False}
    assert type(ContactPoint.phone).__name__ == "EncryptedAttribute"
