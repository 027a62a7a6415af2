"""Measure the pages at scale: page, time, queries, floor. `./run bench [--people N] [--json FILE]`."""

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from desk.bench.measure import Measured, measure
from desk.bench.partners import add_partners
from desk.bench.policies import ALLOWED, Cost, costs
from desk.bench.population import analyse, populate
from reports.months import month_of


class Command(BaseCommand):
    """Fills an empty database of its own and measures."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size and a file for the figures."""
        parser.add_argument("--people", type=int, default=2_000)
        parser.add_argument("--json", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, measure, print."""
        if Organisation.objects.exists():
            raise CommandError("bench needs an empty database of its own: use ./run bench.")
        results = self._measure_all(options["people"])
        self._print(results, options["people"])
        self._print_policies(self._policies())
        if options["json"]:
            figures = [{**vars(one), "ratio": round(one.ratio, 2)} for one in results]
            options["json"].write_text(json.dumps(figures, indent=1, sort_keys=True))

    def _measure_all(self, people: int) -> list[Measured]:
        acting, case_id = populate(people, timezone.now())
        # Whose the tables are is known where the database is the bench's own.
        self.readers = add_partners(acting, timezone.now()) if "owner" in connections else None
        analyse()
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(acting.user)
        pages = {
            "home": reverse("desk:home"),
            "people": reverse("cases:migrants"),
            "cases": reverse("cases:cases"),
            "case file": reverse("desk:case", args=[case_id]),
            "referrals": reverse("referrals:referrals"),
            "report": reverse("reports:monthly", args=[month_of(timezone.now())]),
        }
        results = [
            measure(name, acting, partial(client.get, address)) for name, address in pages.items()
        ]
        find = partial(client.post, reverse("desk:search"), {"q": "Karimov"})
        return [*results, measure("search", acting, find)]

    def _policies(self) -> list[Cost]:
        return costs(self.readers) if self.readers else []

    def _print_policies(self, found: list[Cost]) -> None:
        self.stdout.write(f"\n{'questions of a list':<24}{'measured':>9}{'floor':>8}{'ratio':>7}")
        for one in found:
            mark = "" if one.ratio <= ALLOWED else f"  over {ALLOWED}: {one.worst}"
            self.stdout.write(
                f"{one.page:<24}{one.bound_ms:>9.1f}{one.free_ms:>8.1f}{one.ratio:>7.2f}{mark}"
            )

    def _print(self, results: list[Measured], people: int) -> None:
        self.stdout.write(f"{people} people, times in ms, median")
        self.stdout.write(f"{'page':<12}{'measured':>10}{'queries':>9}{'floor':>8}{'ratio':>7}")
        for one in results:
            self.stdout.write(
                f"{one.page:<12}{one.measured_ms:>10.1f}{one.queries:>9}"
                f"{one.floor_ms:>8.1f}{one.ratio:>7.1f}"
            )
