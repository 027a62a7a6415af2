"""Measure the pages at scale: page, time, queries, floor. `./run bench [--people N] [--json FILE]`."""

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from desk.bench.measure import Measured, measure
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
        if options["json"]:
            figures = [{**vars(one), "ratio": round(one.ratio, 2)} for one in results]
            options["json"].write_text(json.dumps(figures, indent=1, sort_keys=True))

    def _measure_all(self, people: int) -> list[Measured]:
        acting, case_id = populate(people, timezone.now())
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

    def _print(self, results: list[Measured], people: int) -> None:
        self.stdout.write(f"{people} people, times in ms, median")
        self.stdout.write(f"{'page':<12}{'measured':>10}{'queries':>9}{'floor':>8}{'ratio':>7}")
        for one in results:
            self.stdout.write(
                f"{one.page:<12}{one.measured_ms:>10.1f}{one.queries:>9}"
                f"{one.floor_ms:>8.1f}{one.ratio:>7.1f}"
            )
