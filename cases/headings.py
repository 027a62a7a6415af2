"""Whose page a form is: a name and a number above it, so that nobody writes into the wrong file."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases import numbers
from cases.models import Case, Migrant
from cases.queries import main_names, record_listed


@dataclass(frozen=True)
class Heading:
    """A person, as far as the reader may see who it is, and the case where it is about one."""

    name: str
    url: str
    number: str = ""


def of_case(acting: Acting, case: Case) -> Heading:
    """Return whose case a page is about."""
    record_listed(acting, "case", {case.pk: case.organisation_id}, {DataClass.IDENTITY})
    name = main_names(acting, [case.migrant_id]).get(case.migrant_id, "")
    url = reverse("desk:case", args=[case.pk])
    return Heading(name=name, url=url, number=numbers.format_number(case.number))


def of_migrant(acting: Acting, migrant: Migrant) -> Heading:
    """Return whose file a page is about."""
    record_listed(acting, "migrant", {migrant.pk: migrant.organisation_id}, {DataClass.IDENTITY})
    name = main_names(acting, [migrant.pk]).get(migrant.pk, "")
    return Heading(name=name, url=reverse("cases:migrant", args=[migrant.pk]))
