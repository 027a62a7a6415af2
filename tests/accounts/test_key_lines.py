"""Keys as people write them down, and the command that makes one."""

import base64
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts import key_lines
from accounts.keys import blind_index, key_ring

BYTES = bytes(range(32))
KEY = base64.b64encode(BYTES).decode()
OTHER = base64.urlsafe_b64encode(bytes(range(200, 232))).decode().rstrip("=")
SECRET = "s" * 20


def test_keys_stand_one_a_line_in_either_alphabet_the_newest_last() -> None:
    for between in ("\n", "\r\n", ",", " \n\n "):
        text = f"k1:{KEY}{between}k2:{OTHER}\n"
        assert [*key_lines.faults_in(text, SECRET)] == []
        assert [*key_lines.read(text).items()] == [("k1", BYTES), ("k2", bytes(range(200, 232)))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (KEY, "must be written id:base64"),
        (f"a.b:{KEY}", "must be written id:base64"),
        (f"k1:{KEY[:40]}", "must hold 32 bytes"),
        ("k1:not base64!", "must hold 32 bytes"),
        (f"k1:{KEY}AAAA", "must hold 32 bytes"),
        (f"k1:{base64.b64encode(b'a' * 32).decode()}", "can be guessed"),
        (f"k1:{KEY}\nk1:{OTHER}", "key 2 stands twice"),
        (f"k1:{KEY}\nk2:{KEY}", "key 2 stands twice"),
    ],
)
def test_what_is_wrong_is_told_and_the_key_is_not(text: str, said: str) -> None:
    faults = [*key_lines.faults_in(text, SECRET)]
    assert said in faults[0]
    assert not any(KEY[:8] in fault for fault in faults)


def test_the_key_of_sessions_opens_nothing_here() -> None:
    for secret in (KEY, f"x{KEY[:-1]}yz", BYTES.decode("latin-1")):
        assert [*key_lines.faults_in(f"k1:{KEY}", secret)] == [
            "key 1 is a part of SECRET_KEY; it needs a secret of its own"
        ]


def test_a_demonstration_has_keys_that_hang_on_its_secret() -> None:
    lines = {key_lines.derived(secret, use) for secret in ("a", "b") for use in ("x", "y")}
    assert len(lines) == 4
    assert all(not [*key_lines.faults_in(line)] for line in lines)


def test_the_command_prints_a_new_line_each_time() -> None:
    made = []
    for name in ("k1", "k2"):
        said = StringIO()
        call_command("make_field_key", id=name, stdout=said)
        made.append(said.getvalue())
    assert not [*key_lines.faults_in("".join(made), SECRET)]
    assert [*key_lines.read("".join(made))] == ["k1", "k2"]
    with pytest.raises(CommandError, match="letters, digits"):
        call_command("make_field_key", id="a:b")


def test_a_process_without_keys_says_which() -> None:
    with override_settings(FIELD_KEYS="", BLIND_INDEX_KEY=""):
        with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
            key_ring()
        with pytest.raises(ImproperlyConfigured, match="BLIND_INDEX_KEY"):
            blind_index()
