"""The newest head leaves the machine; where it cannot, sealing goes on and the next one tells."""

import logging
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from audit import actions, batches, tasks
from audit.models import Seal
from audit.sealing import read_heads
from audit.system import as_system
from tests.audit.damage import EVERYTHING, do, owner, seal, without_triggers, write

__all__ = ["owner"]


class PostOfficeIsClosed(BaseEmailBackend):
    """Takes no mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        del email_messages
        raise ConnectionRefusedError


def heads(place: Path) -> list[tuple[int, str]]:
    return [(head.number, head.hash) for head in read_heads(place.read_text())]


def seals() -> list[tuple[int, str]]:
    with as_system():
        return list(Seal.objects.order_by("number").values_list("number", "hash"))


def test_each_newest_head_is_appended_once(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.AUDIT_HEADS_PATH = str(tmp_path / "heads")
    write("one")
    seal()
    assert [actions.write_head(by="tests"), actions.write_head(by="tests")] == [True, True]
    write("two")
    seal(before=EVERYTHING + 1)
    actions.write_head(by="tests")
    assert heads(tmp_path / "heads") == seals()[:1]


def test_a_file_that_cannot_be_written_stops_no_seal(
    db: None,
    tmp_path: Path,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.AUDIT_HEADS_PATH = str(tmp_path / "away" / "heads")
    monkeypatch.setattr(batches, "oldest_in_flight", lambda: EVERYTHING)
    write("one")
    assert tasks.seal_audit() == 1
    assert caplog.record_tuples == [
        (
            "audit.actions.head",
            logging.ERROR,
            "seal clock: the head of the audit was not written to its file",
        )
    ]
    (tmp_path / "away").mkdir()
    assert tasks.seal_audit() == 0
    assert heads(tmp_path / "away" / "heads") == seals()


def test_the_head_is_mailed(db: None, settings: Settings) -> None:
    settings.AUDIT_HEADS_MAIL = ["notary@example.org"]
    write("one")
    seal()
    assert tasks.mail_audit_head()
    (message,) = mail.outbox
    assert message.to == ["notary@example.org"]
    assert seals()[0][1] in message.body


def test_mail_that_is_refused_is_logged_and_nothing_else(
    db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AUDIT_HEADS_MAIL = ["notary@example.org"]
    settings.EMAIL_BACKEND = f"{__name__}.PostOfficeIsClosed"
    write("one")
    seal()
    assert not tasks.mail_audit_head()
    assert "was not mailed" in caplog.text
    assert "notary" not in caplog.records[0].getMessage()


def test_without_a_seal_or_an_address_nothing_leaves(db: None, settings: Settings) -> None:
    settings.AUDIT_HEADS_MAIL = ["notary@example.org"]
    assert not tasks.mail_audit_head()
    settings.AUDIT_HEADS_MAIL = []
    write("one")
    seal()
    assert not actions.mail_head(by="tests")
    assert not actions.write_head(by="tests")
    assert mail.outbox == []


def run(*arguments: str) -> tuple[int, str]:
    """Return how `verify_audit` ended and what it said."""
    said = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


@pytest.mark.usefixtures("owner")
def test_the_command_says_in_plain_lines_and_by_its_code_what_it_found(tmp_path: Path) -> None:
    write("one", "two")
    seal()
    ((_number, hash_),) = seals()
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text(f"1 2 {hash_} 2031-05-01T12:00:00+00:00\n")
    bad.write_text("no head at all\n")
    fine = "1 seals over 2 rows, 0 rows not sealed yet, {} heads compared, 0 faults\n"
    assert run() == (0, fine.format(0))
    assert run("--heads", str(good), "--head", f"1:{hash_}") == (0, fine.format(2))
    code, said = run("--head", f"2:{'a' * 64}")
    assert code == 1
    assert said.startswith("seal 2: is gone, though its head is kept")
    for wrong in (["--heads", str(bad)], ["--heads", str(tmp_path / "none")], ["--head", "x"]):
        assert run(*wrong)[0] == 2
    with without_triggers():
        do("UPDATE audit_entry SET role = 'system' WHERE subject_type = 'two'")
    code, said = run()
    assert (code, said.count(" was changed\n")) == (1, 1)


def test_the_command_seals_and_mails_when_asked(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "oldest_in_flight", lambda: EVERYTHING)
    settings.AUDIT_HEADS_MAIL = ["notary@example.org"]
    write("one")
    said = StringIO()
    call_command("seal_audit", "--mail", stdout=said)
    assert said.getvalue() == "sealed 1 rows\nmailed\n"
    line = StringIO()
    call_command("seal_audit", "--head", stdout=line)
    assert [(one.number, one.hash) for one in read_heads(line.getvalue())] == seals()


def test_the_command_says_what_to_do_after_a_dump_was_restored(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("one")
    seal()
    monkeypatch.setattr(batches, "oldest_in_flight", lambda: 1000)
    with pytest.raises(CommandError, match=r"SELECT audit_count_on\(\)"):
        call_command("seal_audit", stdout=StringIO())
    assert len(seals()) == 1
