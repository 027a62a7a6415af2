"""Invented people for trying the product out: never loaded in production."""

# Known to everybody: the demonstration serves its own machine only (see the settings).
PASSWORD = "demo-demo-demo"  # noqa: S105
