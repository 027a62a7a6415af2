"""Seal what was written: batch by batch, each seal over the one before it."""

import datetime

from audit import batches
from audit.models import Seal
from audit.sealing import BEGINNING, Batch, seal_hash
from audit.system import as_system


class CountedAnew(Exception):
    """Raised where transactions are counted anew: the database was restored from a dump."""


def seal_entries(*, by: str, now: datetime.datetime, before: int) -> int:
    """Seal every row written in transactions below `before`; return how many were not sealed yet.

    Two at once make one chain; run twice, nothing is sealed twice; without new rows no seal.
    """
    del by  # nobody asked: a clock did, or the console
    sealed = 0
    while count := _seal_one(now, before):
        sealed += count
    return sealed


def _seal_one(now: datetime.datetime, before: int) -> int:
    with as_system():
        batches.lock_the_chain()
        last = Seal.objects.order_by("-number").defer("leaves").first()
        first = last.upto if last else 0
        if before < first and batches.oldest_in_flight() < first:
            raise CountedAnew(first)
        # Nothing new leaves no seal behind: the next one begins where the last one ended.
        batch = batches.read_batch(first, batches.end_of_batch(first, max(before, first)))
        if batch.count:
            _store(last, batch, now)
        return batch.count


def _store(last: Seal | None, batch: Batch, now: datetime.datetime) -> None:
    number, previous = (last.number + 1, last.hash) if last else (1, BEGINNING)
    Seal.objects.create(
        number=number,
        first=batch.first,
        upto=batch.upto,
        count=batch.count,
        hash=seal_hash(previous, number, batch, now),
        leaves=batch.leaves,
        made_at=now,
    )
