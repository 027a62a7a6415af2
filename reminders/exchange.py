"""One question to a gateway over HTTP, and its answer, within `settings.GATEWAY_TIMEOUT` seconds.

Neither phone nor text may reach a log, so nothing of what was asked is in any exception here.
"""

import queue
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from urllib.parse import urlencode

import requests
from django.conf import settings
from urllib3.exceptions import MaxRetryError, NewConnectionError

LONGEST_ANSWER = 65_536
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class NotReached(Exception):
    """No connection came about: nothing was sent."""


class Unclear(Exception):
    """The question may have arrived, and no answer can be read."""


class TimelyBody:
    """The form to send, which cannot be sent any more once the time is up.

    A slow name server may hold a connection back; whoever gave up on it must not find that the
    message went out later after all.
    """

    def __init__(self, fields: Mapping[str, str], until: float) -> None:
        self.rest = urlencode(fields).encode()
        self.until = until

    def __len__(self) -> int:
        return len(self.rest)

    def read(self, size: int = -1) -> bytes:
        """Return the next part; raise Unclear where it would come too late."""
        if time.monotonic() > self.until:
            raise Unclear
        end = len(self.rest) if size < 0 else size
        part, self.rest = self.rest[:end], self.rest[end:]
        return part


def post(address: str, fields: Mapping[str, str]) -> bytes:
    """Return what was answered to a form; raise NotReached or Unclear, in time in any case.

    In a thread of its own, because the timeouts of requests hold for each step (finding the name,
    each address, each part of the answer) and there may be any number of steps.
    """
    until = time.monotonic() + settings.GATEWAY_TIMEOUT
    outcome: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def talk() -> None:
        try:
            outcome.put(_talk(address, TimelyBody(fields, until), until))
        except (NotReached, Unclear) as problem:
            outcome.put(problem)

    Thread(target=talk, daemon=True, name="gateway").start()
    with suppress(queue.Empty):
        found = outcome.get(timeout=settings.GATEWAY_TIMEOUT)
        if isinstance(found, bytes):
            return found
        raise found
    raise Unclear


def _talk(address: str, body: TimelyBody, until: float) -> bytes:
    try:
        with requests.Session() as session:
            # No proxy and no .netrc from the surroundings: the texts are for the gateway alone.
            session.trust_env = False
            asked = session.post(
                address,
                data=body,
                headers=HEADERS,
                timeout=settings.GATEWAY_TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            with asked as answer:
                return _read(answer, until)
    except (requests.RequestException, OSError) as error:
        raise (NotReached if _never_connected(error) else Unclear) from None


def _read(answer: requests.Response, until: float) -> bytes:
    """Return the body of a plain success; anything else says nothing certain."""
    if answer.status_code != requests.codes.ok:
        raise Unclear
    body = b""
    for part in answer.iter_content(4096):
        body += part
        if len(body) > LONGEST_ANSWER or time.monotonic() > until:
            raise Unclear
    return body


def _never_connected(error: Exception) -> bool:
    """Say whether it failed before anything could be sent.

    Troubles with certificates are left out: they may show in the middle of an answer as well.
    """
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
