"""The scanner's client against a server that speaks clamd's own words over a real socket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cases.scanner import NoVerdict, Verdict, scan

VIRUS = b"EICAR"


class Scanner:
    """A clamd of our own: it reads what INSTREAM sends and says what the test wants."""

    def __init__(self, server: socket.socket, said: bytes | None) -> None:
        self.server, self.said = server, said
        self.heard: list[bytes] = []
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line:
                self.answer(line)

    def answer(self, line: socket.socket) -> None:
        words = line.makefile("rb")
        assert words.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(words.read(4)):
            content += words.read(size)
        self.heard.append(content)
        if self.said is None:
            self.done.wait(10)  # it hangs
            return
        found = VIRUS in content and self.said == b"stream: OK\0"
        line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else self.said)


@contextmanager
def scanner(
    said: bytes | None = b"stream: OK\0", path: Path | None = None
) -> Iterator[tuple[str, Scanner]]:
    """Run one on a port of this machine, or on a UNIX socket; yield its address."""
    if path:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(path))
        server.listen()
    else:
        server = socket.create_server(("127.0.0.1", 0))
    running = Scanner(server, said)
    try:
        yield (str(path) if path else f"127.0.0.1:{server.getsockname()[1]}"), running
    finally:
        running.done.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        running.thread.join(10)


def test_it_hears_every_byte_and_says_clean_or_found() -> None:
    content = bytes(range(256)) * 1_000
    with scanner() as (address, running):
        assert scan(address, content) is Verdict.CLEAN
        assert scan(address, content + VIRUS) is Verdict.FOUND
        assert scan(address, b"") is Verdict.CLEAN
        assert running.heard == [content, content + VIRUS, b""]


def test_it_is_reached_by_a_socket_file_too(tmp_path: Path) -> None:
    with scanner(path=tmp_path / "clamd.sock") as (address, _running):
        assert scan(address, VIRUS) is Verdict.FOUND


@pytest.mark.parametrize(
    "said",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream: OK, but not quite\0",
        b"",
        b"x" * 9_000,
    ],
)
def test_anything_else_it_says_is_no_verdict(said: bytes) -> None:
    with scanner(said) as (address, _running), pytest.raises(NoVerdict):
        scan(address, b"content")


def test_a_scanner_that_hangs_is_given_up() -> None:
    with scanner(None) as (address, _running), pytest.raises(NoVerdict):
        scan(address, b"content", seconds=0.2)


@pytest.mark.parametrize(
    "address", ["127.0.0.1:1", "127.0.0.1:none", "/nowhere/clamd.sock", "[::1]:1"]
)
def test_a_scanner_that_is_away_is_no_verdict(address: str) -> None:
    with pytest.raises(NoVerdict) as caught:
        scan(address, b"of Gulnara")
    assert "Gulnara" not in repr(caught.value.__context__)
