"""`./run mutate-access`: every rule of who may see what, broken in turn, each net by itself.

Fails where a broken rule goes unnoticed. The counts stand at the end of what it prints.
"""

from migrant_health.embedded.commands import test
from migrant_health.embedded.session import Session

WHERE, ALL = "tests/mutation", "--all"


def run(session: Session, rest: list[str]) -> int:
    """Run all of them, as tests are run."""
    return test.run(session, [WHERE, ALL, *rest])
