"""Whether the web server really answers."""

import http.client
from contextlib import closing

from migrant_health.embedded.ports import HOST

PATH = "/healthz"


def answers(port: int) -> bool:
    """Return whether the page that says so is served."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", PATH)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
