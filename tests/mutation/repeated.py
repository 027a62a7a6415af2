"""What a policy says and nobody would miss today, each with the reason: another net says it too."""

SAID_TWICE: dict[str, dict[str, set[str]]] = {}


def repeated(table: str, command: str) -> frozenset[str]:
    """Return the mutants of a table's policies for a command that may live."""
    del command
    return frozenset(
        name
        for names in SAID_TWICE.values()
        for each, parts in names.items()
        for name in parts
        if each == table
    )
