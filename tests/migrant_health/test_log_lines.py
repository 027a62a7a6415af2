"""What a server logs: one line, what happened and where, never about whom."""

import logging
import sys
from typing import Any

from migrant_health.log_lines import OneLine, configuration

WHOM = "Failing row contains (Гүлнара, +996555123456)"


def fail() -> None:
    raise ValueError(WHOM)


def line(message: object, *args: object, fault: bool = False) -> str:
    caught: Any = None
    try:
        fail()
    except ValueError:
        caught = sys.exc_info() if fault else None
    record = logging.LogRecord("cases", logging.ERROR, __file__, 1, message, args, caught)
    return OneLine("%(levelname)s %(name)s %(message)s").format(record)


def test_an_exception_says_where_it_came_from_and_not_what_it_carried() -> None:
    said = line("Internal Server Error: %s", "/cases/7/", fault=True)
    assert said.startswith("ERROR cases Internal Server Error: /cases/7/ | ValueError < ")
    assert "test_log_lines.py" in said
    assert "Гүлнара" not in said
    assert "\n" not in said


def test_an_exception_among_the_arguments_is_only_named() -> None:
    assert line("it failed: %s", ValueError(WHOM)) == "ERROR cases it failed: ValueError"
    assert line(ValueError(WHOM)) == "ERROR cases ValueError"


def test_what_celery_hands_over_as_text_is_left_out() -> None:
    context = {"name": "send", "id": "7", "description": "failed", "exc": WHOM, "args": WHOM}
    said = line("Task %(name)s[%(id)s] %(description)s: %(exc)s", context)
    assert said == "ERROR cases Task send[7] failed: "


def test_what_somebody_types_into_an_address_cannot_forge_a_line() -> None:
    assert "\n" not in line("Not Found: %s", "/x\r\n2026 ERROR accounts forged")


def test_addresses_that_open_something_lose_their_end() -> None:
    assert line("Not Found: %s", "/hooks/smsc/hidden-word/").endswith("/hooks/smsc/.../")
    assert line("Gone: %s", "/accounts/reset/key/1a-hidden/").endswith("/accounts/reset/key/.../")
    assert line("Not Found: %s", "/r/hidden-word/").endswith(" /r/.../")
    assert line("Gone: %s", "/accounts/join/hidden-word/").endswith(" /accounts/join/.../")


def test_development_keeps_the_whole_traceback() -> None:
    assert "()" not in configuration(one_line=False)["formatters"]["line"]
    assert configuration(one_line=True)["formatters"]["line"]["()"].endswith("OneLine")
