"""Which environment variables the product reads, found in its sources."""

import ast
from collections.abc import Iterator

from tests.migrant_health.small_site import PROJECT

SOURCES = ("migrant_health/settings.py", "migrant_health/web_server.py")
READERS = {f"environment.{kind}" for kind in ("text", "flag", "words")}


def names_in(source: str) -> Iterator[str]:
    """Yield the first argument of every call that reads a variable."""
    for node in ast.walk(ast.parse((PROJECT / source).read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            name = node.args[0]
            assert isinstance(name, ast.Constant), ast.unparse(node)
            yield str(name.value)


READ = {name for source in SOURCES for name in names_in(source)}
