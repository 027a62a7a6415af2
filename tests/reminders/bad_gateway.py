"""A gateway that answers badly in every way there is, byte by byte as a test wants it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Badness = Callable[[socket.socket], None]


def read_request(connection: socket.socket) -> bytes:
    """Read the head and the whole form."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65_536)
    return body


def saying(body: bytes, status: str = "200 OK") -> Badness:
    """Answer with this body."""

    def answer(connection: socket.socket) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)

    return answer


def hanging_up(connection: socket.socket) -> None:
    """Close with a reset as soon as the question is there."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def hanging_up_halfway(connection: socket.socket) -> None:
    """Promise more than is sent."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id"')


def silent(connection: socket.socket) -> None:
    """Say nothing until the other side leaves."""
    connection.recv(1)


def trickling_head(connection: socket.socket) -> None:
    """Send a header without end, a letter at a time: no single wait is long."""
    _trickle(connection, b"HTTP/1.1 200 OK\r\nX: ", b"x")


def trickling_body(connection: socket.socket) -> None:
    """Send a body without end, a letter at a time."""
    _trickle(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b" ")


def flooding(connection: socket.socket) -> None:
    """Send a body that is far too long, as quickly as it goes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 10_000_000)


def _trickle(connection: socket.socket, start: bytes, more: bytes) -> None:
    connection.sendall(start)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        connection.sendall(more)
        time.sleep(0.05)


class BadGateway:
    """Listens on this machine; `asked` holds the forms it was sent."""

    def __init__(self, badness: Badness) -> None:
        self.badness = badness
        self.asked: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                with connection, suppress(OSError):
                    self.asked.append(read_request(connection))
                    self.badness(connection)


@contextmanager
def bad_gateway(badness: Badness) -> Iterator[BadGateway]:
    """Run one for the length of the block."""
    made = BadGateway(badness)
    try:
        yield made
    finally:
        made.listener.close()
