"""A browser behind the proxy that speaks TLS: what it sends on, what it keeps."""

import http.client
import re
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

from migrant_health.embedded.ports import HOST as LOOPBACK

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """One answer: its status, headers and page."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    page: str


@dataclass
class Visitor:
    """Somebody with a jar of cookies, as the proxy presents them."""

    port: int
    host: str
    scheme: str = "https"
    jar: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, "")

    def send(self, path: str, page: str, **typed: str) -> Answer:
        """Send the form of a page that is open."""
        token = TOKEN.search(page)
        assert token is not None, page
        return self._ask("POST", path, urlencode(typed | {"csrfmiddlewaretoken": token[1]}))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        headers = {
            "Host": self.host,
            "X-Forwarded-Proto": self.scheme,
            "X-Forwarded-For": "198.51.100.7",
            "Origin": f"{self.scheme}://{self.host}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode("utf-8")
        return self._keep(answer, page)

    def _keep(self, answer: http.client.HTTPResponse, page: str) -> Answer:
        cookies = {}
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies[key] = rest
                self.jar[key] = rest.partition(";")[0]
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, cookies, page)
