"""Mail about emergencies: to who reviews, once, and without a word about anybody."""

import datetime
from typing import Any

import pytest
from django.core.mail import EmailMessage

from cases import glass_mail
from cases.actions import raise_alarms
from cases.tasks import raise_glass_alarms
from tests.cast import GULNARA, NOW, Cast
from tests.emergencies import break_the_glass
from tests.watching import unchanged

LATE = datetime.timedelta(hours=73)


def said(mail: EmailMessage) -> str:
    return f"{mail.subject} {mail.body}"


def test_the_supervisor_is_told_after_the_commit_without_a_name(
    cast: Cast, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        break_the_glass(cast.daniyar, cast.gulnara)
    assert mailoutbox == []
    for tell in waiting:
        tell()
    (mail,) = mailoutbox
    assert mail.to == ["saule@example.org"]
    for word in (GULNARA, "Daniyar", "uberculo", "danger"):
        assert word not in said(mail)


def test_where_the_supervisor_did_it_the_administrator_is_told(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    glass_mail.tell_of_opening(cast.komek.pk, cast.saule.user_id)
    assert [mail.to for mail in mailoutbox] == [["madina@example.org"]]


def test_a_clinic_without_supervisor_and_administrator_tells_nobody(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    glass_mail.tell_of_opening(cast.hospital.pk, cast.dr_lee.user_id)
    assert mailoutbox == []


def test_the_alarm_rings_once_after_72_hours(
    cast: Cast,
    mailoutbox: list[EmailMessage],
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    break_the_glass(cast.daniyar, cast.gulnara, NOW - LATE)
    break_the_glass(cast.aigul, cast.rustam)
    with django_capture_on_commit_callbacks(execute=True):
        assert raise_alarms(by="tests", now=NOW) == 1
        assert raise_glass_alarms() == 0
    assert [mail.to for mail in mailoutbox] == [["saule@example.org"]]
    assert "was not reviewed for 72 hours" in caplog.text
    assert GULNARA not in caplog.text + said(mailoutbox[0])


def test_without_a_mail_server_nothing_is_sent_and_nothing_breaks(
    cast: Cast, mailoutbox: list[EmailMessage], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = glass_mail.SMTP
    with unchanged():
        glass_mail.tell_of_opening(cast.komek.pk, cast.daniyar.user_id)
        # A server that does not answer is written down, without anybody's address.
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        glass_mail.tell_of_opening(cast.komek.pk, cast.daniyar.user_id)
    assert mailoutbox == []
    assert "was not sent: ConnectionRefusedError" in caplog.text
    assert "saule@" not in caplog.text
