"""Gives a person an account and a role: the way in for the first ones of a new site.

The password is asked for, or read from standard input: never taken from the command line, where
every process of the machine and the shell's history would see it.
"""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import Q

from accounts import actions, roles
from accounts.acting import System, for_system
from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role


class Command(BaseCommand):
    """`manage.py add_member`."""

    help = "Add an account with one role; the password is asked for or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who it is and what they do where."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="as colleagues read it")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--organisation", default="", help="its name in any language")
        parser.add_argument("--new-organisation", choices=OrganisationKind.values, metavar="KIND")
        parser.add_argument("--country", default="", help="of a new consulate: KG, TJ, UZ ...")
        parser.add_argument("--language", default="ru", choices=list(dict(settings.LANGUAGES)))
        parser.add_argument("--may-see-tb", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is missing; done twice it changes nothing, not even the password."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
            with for_system(reason="a member added at the console") as system:
                organisation = self._organisation(system, options)
                refuse_misplaced(Role(options["role"]), organisation)
                refuse_untrusted(Role(options["role"]), may_see_tb=options["may_see_tb"])
                user = self._user(system, email, options)
                actions.add_member(
                    by=system,
                    user=user,
                    organisation=organisation,
                    role=Role(options["role"]),
                    may_see_tb=options["may_see_tb"],
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{options['role']}: done. The way in is /accounts/login/.")

    def _organisation(self, by: System, options: dict[str, Any]) -> Organisation | None:
        name, kind = options["organisation"].strip(), options["new_organisation"]
        if not name:
            return None
        found = organisations_called(name)
        if len(found) > 1:
            raise CommandError(f"There are {len(found)} organisations of that name.")
        if found:
            return found[0]
        if not kind:
            raise CommandError("There is no organisation of that name; add --new-organisation.")
        if (kind == OrganisationKind.CONSULATE) != bool(options["country"]):
            raise CommandError("A consulate has its --country, and no other organisation has one.")
        return actions.add_organisation(
            by=by, kind=OrganisationKind(kind), name=name, country=options["country"].upper()
        )

    def _user(self, by: System, email: str, options: dict[str, Any]) -> User:
        if known := User.objects.filter(email=email).first():
            self.stdout.write("There is an account for that address; its password stays.")
            return known
        user = User(email=email, name=options["name"])
        password = ask_password()
        validate_password(password, user)
        return actions.add_user(
            by=by,
            email=email,
            name=options["name"],
            password=password,
            language=options["language"],
        )


def organisations_called(name: str) -> list[Organisation]:
    """Return the organisations that have the name in any language."""
    asked = Q()
    for language, _own_name in settings.LANGUAGES:
        asked |= Q(**{f"name_{language}": name})
    return list(Organisation.objects.filter(asked))


def refuse_misplaced(role: Role, organisation: Organisation | None) -> None:
    """Refuse a role that its kind of organisation does not have."""
    if (organisation is None) != (role is Role.SYSTEM_ADMIN):
        raise CommandError("A system administrator has no --organisation; everybody else has one.")
    if organisation and not roles.may_hold(organisation.kind, role):
        raise CommandError(f"The role {role} does not belong into a {organisation.kind}.")


def refuse_untrusted(role: Role, *, may_see_tb: bool) -> None:
    """Refuse to trust a role with TB that never works with it."""
    if may_see_tb and not roles.may_see_tb(role):
        raise CommandError(f"The role {role} is not trusted with TB: leave --may-see-tb out.")


def ask_password() -> str:
    """Return the password typed twice, or the first line of standard input where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("The two passwords differ; nothing was changed.")
    return password
