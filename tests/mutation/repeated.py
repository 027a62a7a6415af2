"""What a rule says and nobody would miss, with the reason."""

EQUAL_RULES: dict[str, str] = {}


def equal_policies(table: str, command: str) -> dict[str, str]:
    """Return the mutants of a table's policies for a command that may live, with the reason."""
    return {}
