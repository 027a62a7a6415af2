"""How a server logs: one line for each event, what happened and where, never about whom.

The text of an exception is left out, since PostgreSQL puts whole rows into it ("Failing row
contains ..."), and so are the secret ends of addresses. Development keeps whole tracebacks.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
FRAMES = 3
# Receipts of gateways, invitations, new passwords and one-time links: whoever has it may use it.
SECRET_ADDRESS = re.compile(r"(/hooks/[^/\s]+/|/r/|/accounts/join/|/accounts/reset/key/)[^/\s]+")
Fault = tuple[type[BaseException], BaseException, TracebackType | None]


class OneLine(logging.Formatter):
    """A record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and behind it where an exception came from."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.msg, copy.args = message_of(record), None
        copy.exc_info = copy.exc_text = copy.stack_info = None
        line = super().format(copy)
        if record.exc_info and record.exc_info[0]:
            line = f"{line} | {origin(record.exc_info)}"
        line = line.replace("\r", " ").replace("\n", " ")
        return SECRET_ADDRESS.sub(r"\1...", line)


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says, without the words of an exception among its arguments."""
    copy = logging.makeLogRecord(record.__dict__)
    if isinstance(record.args, Mapping):
        copy.args = {name: without_words(value) for name, value in record.args.items()}
        # Celery hands over the exception as text already, and what the task was called with.
        copy.args |= {
            name: "" for name in ("exc", "traceback", "args", "kwargs") if name in copy.args
        }
    elif record.args:
        copy.args = tuple(without_words(value) for value in record.args)
    elif isinstance(record.msg, BaseException):
        copy.msg = without_words(record.msg)
    return copy.getMessage()


def without_words(value: Any) -> Any:
    """Return the name of an exception in its place, and anything else as it is."""
    return type(value).__name__ if isinstance(value, BaseException) else value


def origin(fault: Any) -> str:
    """Return an exception's name and the last places it came through, innermost first."""
    kind, _error, trace = fault
    places = reversed(traceback.extract_tb(trace)[-FRAMES:])
    return " < ".join([kind.__name__, *(f"{p.filename}:{p.lineno} {p.name}" for p in places)])


def configuration(*, one_line: bool) -> dict[str, Any]:
    """Return the configuration of Python's logging: everything to standard error."""
    line: dict[str, Any] = {"format": FORMAT}
    if one_line:
        line["()"] = "migrant_health.log_lines.OneLine"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
