"""What can be typed after `./run`."""

USAGE = """\
./run                       set everything up and serve on http://127.0.0.1:8000
./run test [pytest args]    the test suite (--all adds the long simulations)
./run mutate-access         break every rule of access in turn, and count who notices
./run check                 format, lint, imports, types, migrations, catalogues, deployment
./run bench [--people N] [--json FILE]   measure speed on a database of its own
./run manage ...            one of Django's commands, with the servers it needs

PORT, DATABASE_URL and REDIS_URL override; given the last two, no server is started.
"""
SERVE = "serve"
KEEP = "keep"
INSIDE = "--inside-venv"
COMMANDS = (SERVE, "test", "check", "bench", "mutate-access", "manage")
# How many steps a command's set-up has, the two of the Python environment included.
FIRST_STEP_INSIDE = 3
STEPS = {SERVE: 8, "test": 6, "check": 3, "bench": 6, "mutate-access": 6, "manage": 2}
HELP = ("help", "--help", "-h")
# The commands whose standard output is their result; their progress goes to standard error.
QUIET = ("manage", "bench")


def command_of(arguments: list[str]) -> str | None:
    """Return the command that the arguments name, None where they name no known one."""
    if not arguments:
        return SERVE
    word = arguments[0]
    if word == SERVE and len(arguments) > 1:
        return None
    return word if word in COMMANDS else None
