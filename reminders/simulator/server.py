"""The simulator's doors, open on this machine only."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from reminders.simulator import habits, inbox
from reminders.simulator.book import Taken
from reminders.simulator.counter import Counter, Reply

HOST = "127.0.0.1"
LONGEST_FORM = 65_536
JSON, HTML = "application/json", "text/html"
# The page is style and text; whatever somebody wrote into a message stays text.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Server(ThreadingHTTPServer):
    """A web server with its counter."""

    daemon_threads = True

    def __init__(self, port: int, counter: Counter) -> None:
        super().__init__((HOST, port), Door)
        self.counter = counter
        self.names = {f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"}


class Door(BaseHTTPRequestHandler):
    """One question and its answer."""

    server: Server
    timeout = 10

    def do_POST(self) -> None:
        """Answer what the site asks."""
        counter = self.server.counter
        pages: dict[str, Callable[[Mapping[str, str]], Reply]] = {
            "/sys/send.php": counter.send,
            "/sys/status.php": counter.status,
        }
        if (answer := pages.get(self._path())) is None:
            self._say(HTTPStatus.NOT_FOUND, "{}", JSON)
        elif (fields := self._fields()) is not None:
            self._say(HTTPStatus.OK, json.dumps(answer(fields)), JSON)

    def do_GET(self) -> None:
        """Show what arrived; all that was taken stands in messages.json."""
        if self.headers.get("Host") not in self.server.names:
            # A foreign page must not read along under a name that leads here.
            self._say(HTTPStatus.FORBIDDEN, "", HTML)
        elif self._path() == "/":
            self._say(HTTPStatus.OK, inbox.page(self._delivered()), HTML)
        elif self._path() == "/messages.json":
            self._say(HTTPStatus.OK, json.dumps(self._everything()), JSON)
        else:
            self._say(HTTPStatus.NOT_FOUND, "", HTML)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
        """Say nothing: the file of messages is the log."""

    def _path(self) -> str:
        return urlsplit(self.path).path

    def _fields(self) -> dict[str, str] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_FORM:
            self._say(HTTPStatus.BAD_REQUEST, "{}", JSON)
            return None
        body = self.rfile.read(int(length))
        # Half a form is what a sender leaves behind who was killed while sending.
        return dict(parse_qsl(body.decode(errors="replace"))) if len(body) == int(length) else None

    def _everything(self) -> list[dict[str, object]]:
        seed, now = self.server.counter.seed, time.time()
        return [
            asdict(one) | {"status": habits.status_at(one, seed, now)}
            for one in self.server.counter.book.all()
        ]

    def _delivered(self) -> list[Taken]:
        seed, now = self.server.counter.seed, time.time()
        everything = self.server.counter.book.all()
        return [one for one in everything if habits.status_at(one, seed, now) == habits.DELIVERED]

    def _say(self, status: HTTPStatus, text: str, kind: str) -> None:
        body = text.encode()
        # Whoever asked may be gone by now.
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)
