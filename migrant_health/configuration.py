"""What a server must be told before it serves people: every rule, and all that is wrong at once.

Pure: it is given the variables and answers with sentences. `settings.py` refuses to start on any.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from urllib.parse import SplitResult, urlsplit

from accounts import key_lines

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
# What gunicorn may listen on so that nobody from outside gets there.
BOUND_HERE = re.compile(r"unix:.+|(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?")
POSTGRES = frozenset({"postgres", "postgresql"})
REDIS = frozenset({"redis", "rediss"})
KEY_LENGTH, KEY_LETTERS, HOOK_LENGTH = 50, 10, 32
# Words of keys that stand in tutorials, examples and our own build: everybody knows those.
KNOWN_KEYS = ("django-insecure", "change", "example", "secret", "only-while-building")
WORD_OF_AN_ADDRESS = re.compile(rf"[A-Za-z0-9_-]{{{HOOK_LENGTH},}}")
# Only they may be told who owns the tables; whatever serves people or works for them may not.
MANAGEMENT = frozenset({"manage.py", "django-admin"})
# By program, which secrets of the gateway it reads where it is told the gateway's address: web takes
# receipts, the worker sends. Beat and migrations are not told the address.
READ_OF_GATEWAY = {
    "gunicorn": ("GATEWAY_HOOK_SECRET",),
    "celery": ("GATEWAY_LOGIN", "GATEWAY_PASSWORD"),
}
MAKE = 'python -c "import secrets; print(secrets.token_urlsafe(64))"'

NO = frozenset({"0", "false", "no", "off"})

# Every variable that a rule looks at.
NAMES = (
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "BIND",
    "GATEWAY_URL",
    "GATEWAY_LOGIN",
    "GATEWAY_PASSWORD",
    "GATEWAY_HOOK_SECRET",
    "EMAIL_HOST",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS",
    "DEFAULT_FROM_EMAIL",
    "PLAIN_STATIC",
    "FIELD_KEYS",
    "BLIND_INDEX_KEY",
)
# By variable, what cannot be done without its keys.
KEYS = {"FIELD_KEYS": "sealed phones and documents", "BLIND_INDEX_KEY": "marks of phones"}
Variables = Mapping[str, str]


def faults_in(
    given: Variables,
    unreadable: Variables,
    *,
    program: str,
    arguments: Collection[str] = (),
    debug: bool = False,
    demonstration: bool = False,
) -> list[str]:
    """Return a sentence for everything that forbids `program` to start with these variables.

    `arguments` are the words behind it: beat opens nothing, a worker does, and both are celery.

    `unreadable` holds, by variable, the sentence about its file; such a one is not missing besides.
    """
    if debug or demonstration:
        faults = list(faults_beside_the_public(given, debug=debug))
    else:
        faults = faults_before_the_public(given, program)
        if not (name_of(program) == "celery" and "beat" in arguments):
            faults += missing_keys(given)
    faults += faults_of_keys(given)
    missing = tuple(f"{name} is missing" for name in unreadable)
    return [*unreadable.values(), *(one for one in faults if not one.startswith(missing))]


def faults_before_the_public(given: Variables, program: str) -> list[str]:
    """Return what is wrong with a real site."""
    return [
        *faults_of_secret_key(given),
        *faults_of_databases(given),
        *faults_of_owner(given, program),
        *faults_of_queue(given),
        *faults_of_hosts(given),
        *faults_of_origins(given),
        *faults_of_gateway(given, program),
        *faults_of_letters(given),
        *faults_of_leftovers(given),
    ]


def faults_beside_the_public(given: Variables, *, debug: bool) -> Iterator[str]:
    """Say that public passwords and development pages are for this machine only."""
    why = "DEBUG shows everything" if debug else "DEMONSTRATION has public passwords"
    hosts = words(given, "ALLOWED_HOSTS")
    if strangers := sorted(set(hosts) - LOOPBACK):
        yield (
            f"{why}: it serves loopback only; take {', '.join(strangers)} out of ALLOWED_HOSTS,"
            " or unset it to run a real site."
        )
    # The name of a host is what the asker says it is: whoever gets to the port can say localhost.
    if doors := [door for door in words(given, "BIND") if not BOUND_HERE.fullmatch(door)]:
        yield (
            f"{why}: it listens on loopback only; let BIND be 127.0.0.1:8000, not"
            f" {', '.join(doors)}."
        )


def faults_of_secret_key(given: Variables) -> Iterator[str]:
    """Say what is wrong with the key that sessions are signed with."""
    key = given.get("SECRET_KEY", "")
    if not key:
        yield f"SECRET_KEY is missing: make one with {MAKE} and name its file in SECRET_KEY_FILE."
    elif len(key) < KEY_LENGTH:
        yield f"SECRET_KEY must have at least {KEY_LENGTH} characters: make one with {MAKE}."
    elif len(set(key)) < KEY_LETTERS or any(word in key.lower() for word in KNOWN_KEYS):
        yield f"SECRET_KEY can be guessed or is known from an example: make one with {MAKE}."


def missing_keys(given: Variables) -> list[str]:
    """Say which keys a process lacks that reads and writes what is sealed."""
    return [
        f"{name} is missing: {what} are made with it; make one with {key_lines.MAKE}, and name its"
        f" file in {name}_FILE."
        for name, what in KEYS.items()
        if not given.get(name)
    ]


def faults_of_keys(given: Variables) -> Iterator[str]:
    """Say what is wrong with the keys that were given."""
    for name in KEYS:
        for fault in key_lines.faults_in(given.get(name, ""), given.get("SECRET_KEY", "")):
            yield f"{name}: {fault}."
    shared = {*key_lines.read(given.get("FIELD_KEYS", "")).values()} & {
        *key_lines.read(given.get("BLIND_INDEX_KEY", "")).values()
    }
    if shared - {b""}:
        yield "BLIND_INDEX_KEY holds a key of FIELD_KEYS: each needs a key of its own."


def faults_of_databases(given: Variables) -> Iterator[str]:
    """Say what is wrong with the addresses of the database."""
    if not given.get("DATABASE_URL"):
        yield (
            "DATABASE_URL is missing: give the plain role's address,"
            " postgresql://migrant_app:password@host:5432/migrant_health."
        )
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if given.get(name) and not is_address(given[name], POSTGRES, with_path=True):
            yield f"{name} must look like postgresql://role:password@host:5432/name."


def faults_of_owner(given: Variables, program: str) -> Iterator[str]:
    """Say that the owner of the tables stays away from whatever serves people."""
    owner = given.get("DATABASE_OWNER_URL", "")
    if not owner:
        return
    if PurePath(program).name not in MANAGEMENT:
        yield (
            "DATABASE_OWNER_URL is given to a process that serves people or works for them:"
            " take it away, only manage.py migrate may know the owner's password."
        )
    if role_in(owner) and role_in(owner) == role_in(given.get("DATABASE_URL", "")):
        yield (
            "DATABASE_URL and DATABASE_OWNER_URL name the same role, and row-level security"
            " would protect nobody: give DATABASE_URL a plain role that owns nothing."
        )


def faults_of_queue(given: Variables) -> Iterator[str]:
    """Say what is wrong with the address of the queue."""
    if not given.get("REDIS_URL"):
        yield "REDIS_URL is missing: give the queue's address, redis://:password@host:6379/0."
    elif not is_address(given["REDIS_URL"], REDIS):
        yield "REDIS_URL must look like redis://:password@host:6379/0."


def faults_of_hosts(given: Variables) -> Iterator[str]:
    """Say what is wrong with the names this site answers to."""
    hosts = words(given, "ALLOWED_HOSTS")
    if not hosts:
        yield "ALLOWED_HOSTS is missing: name the host that people type, such as help.example.kz."
    elif any(host.startswith((".", "*")) for host in hosts):
        yield "ALLOWED_HOSTS must name each host in full: take the wildcard out."
    elif set(hosts) <= LOOPBACK:
        yield "ALLOWED_HOSTS names this machine only: add the host that people type."


def faults_of_origins(given: Variables) -> Iterator[str]:
    """Say which origins forms would come from in the clear."""
    for origin in words(given, "CSRF_TRUSTED_ORIGINS"):
        if not is_address(origin, {"https"}) or "*" in origin:
            yield f"CSRF_TRUSTED_ORIGINS must name https://host, not {origin}."


def faults_of_gateway(given: Variables, program: str) -> Iterator[str]:
    """Say what `program` lacks of the gateway for messages; without any of it messages wait."""
    address = given.get("GATEWAY_URL", "")
    if not address:
        # A secret for receipts alone promises nothing.
        if lone := [name for name in READ_OF_GATEWAY["celery"] if given.get(name)]:
            yield f"GATEWAY_URL is missing though {lone[0]} is given: set it, or take both away."
        return
    if not is_address(address, {"https"}):
        yield "GATEWAY_URL must begin with https://: it carries telephone numbers."
    for name in READ_OF_GATEWAY.get(name_of(program), ()):
        if not given.get(name):
            yield f"{name} is missing though GATEWAY_URL is given: set it, or take both away."
    hook = given.get("GATEWAY_HOOK_SECRET", "")
    if hook and not WORD_OF_AN_ADDRESS.fullmatch(hook):
        yield (
            f"GATEWAY_HOOK_SECRET must have at least {HOOK_LENGTH} letters, digits, - or _:"
            f" make one with {MAKE}."
        )


def faults_of_letters(given: Variables) -> Iterator[str]:
    """Say what is wrong with the server for letters; without one nobody resets a password alone."""
    if not given.get("EMAIL_HOST"):
        if given.get("EMAIL_HOST_USER"):
            yield "EMAIL_HOST is missing though EMAIL_HOST_USER is given: set it, or take both away."
        return
    if (given.get("EMAIL_USE_TLS") or "1").lower() in NO:
        yield "EMAIL_USE_TLS must be 1: the letters hold links to new passwords."
    if not given.get("DEFAULT_FROM_EMAIL"):
        yield "DEFAULT_FROM_EMAIL is missing though EMAIL_HOST is given: name the sender."
    if bool(given.get("EMAIL_HOST_USER")) != bool(given.get("EMAIL_HOST_PASSWORD")):
        yield "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD belong together: give both or neither."


def faults_of_leftovers(given: Variables) -> Iterator[str]:
    """Say what belongs to tests and must not reach a server."""
    if given.get("PLAIN_STATIC", "0").lower() not in {"", *NO}:
        yield "PLAIN_STATIC is for tests: take it away, and run manage.py collectstatic."


def name_of(program: str) -> str:
    """Return what a program is called, also where it was started as a module of Python's."""
    path = PurePath(program)
    return path.parent.name if path.name == "__main__.py" else path.name


def words(given: Variables, name: str) -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in given.get(name, "").split(",") if word.strip()]


def role_in(url: str) -> str:
    """Return the role a database address names, empty where it names none."""
    parts = split(url)
    return (parts.username or "") if parts else ""


def is_address(url: str, schemes: frozenset[str] | set[str], *, with_path: bool = False) -> bool:
    """Say whether it has one of the schemes, a host and, where that matters, a name behind it."""
    parts = split(url)
    if parts is None or parts.scheme not in schemes or not parts.hostname:
        return False
    return bool(parts.path.strip("/")) if with_path else True


def split(url: str) -> SplitResult | None:
    """Return the parts of an address, None for what is none (a port that is no number)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
