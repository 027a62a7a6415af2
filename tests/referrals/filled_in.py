"""Values as a browser sends them, and what a form says to them."""

from typing import Any

from django.http import QueryDict

from accounts.forms import PlainForm

# Whatever is said where something is missing: the words are the form's own.
ANYTHING = "."
TOO_LONG = "x" * 5_001


def sent(values: dict[str, Any]) -> QueryDict:
    """Return values as a browser sends them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def said(form: PlainForm) -> dict[str, list[str]]:
    """Return what a form says is wrong."""
    return {name: [str(one) for one in errors] for name, errors in form.errors.items()}


def assert_keeps(form: PlainForm, values: dict[str, Any]) -> None:
    """Check that the form shows again what was typed."""
    for name, value in values.items():
        assert str(form[name].value()) == str(value), name
