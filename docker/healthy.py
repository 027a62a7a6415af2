"""Whether the process in this container does its work: exit code 0, or 1 and a sentence.

`healthy.py web` asks the web server the way the proxy in front of it would; `healthy.py heartbeat`
looks how long ago worker or beat touched their file. The standard library only: it runs often.
"""

import http.client
import os
import sys
import time
from contextlib import closing
from pathlib import Path

SECONDS_TO_ANSWER = 4
# The worker touches its file every 2 seconds, the beat every 15.
SECONDS_BETWEEN_BEATS = 60


def fault_of_web() -> str:
    """Return what is wrong with the web server, nothing where it serves."""
    port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS_TO_ANSWER)
    with closing(connection):
        try:
            connection.request("GET", "/healthz", headers=headers)
            answer = connection.getresponse()
            said = answer.read(100).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            return f"the web server does not answer ({error})"
    return "" if answer.status == 200 else f"the web server answers {answer.status}: {said}"


def fault_of_heartbeat() -> str:
    """Return what is wrong with worker or beat, nothing where it worked just now."""
    path = Path(os.environ.get("HEARTBEAT", ""))
    try:
        age = time.time() - path.stat().st_mtime
    except OSError as error:
        return f"no heartbeat yet ({error.strerror}: {path})"
    return "" if age < SECONDS_BETWEEN_BEATS else f"the last heartbeat is {age:.0f} s old"


if __name__ == "__main__":
    fault = {"web": fault_of_web, "heartbeat": fault_of_heartbeat}[sys.argv[1]]()
    print(fault or "ok")
    sys.exit(1 if fault else 0)
