"""Compare every seal with the rows it covers, and with heads that were kept elsewhere."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit import batches
from audit.models import Seal, Verification
from audit.sealing import BEGINNING, Difference, Head, difference, seal_hash
from audit.system import as_system


@dataclass(frozen=True)
class Report:
    """What was looked at, and a plain line for everything that is wrong."""

    seals: int
    rows: int
    unsealed: int
    faults: tuple[str, ...]


def verify_seals(*, by: str, heads: Sequence[Head], now: datetime.datetime) -> Report:
    """Read all rows again, seal by seal; return what is wrong and remember how it came out."""
    del by  # nobody asked: a clock did, or the console
    with as_system():
        batches.lock_the_chain()
        chain = list(Seal.objects.order_by("number").defer("leaves"))
        faults = [*_broken(chain), *_unknown(chain, heads)]
        rows = sum(seal.count for seal in chain)
        unsealed = batches.count_rows(chain[-1].upto if chain else 0)
        Verification.objects.create(
            at=now, seals=len(chain), rows=rows, heads=len(heads), faults=len(faults)
        )
    return Report(len(chain), rows, unsealed, tuple(faults))


def _broken(chain: Iterable[Seal]) -> Iterator[str]:
    number, upto, previous = 0, 0, BEGINNING
    for seal in chain:
        if (seal.number, seal.first) != (number + 1, upto):
            yield f"seal {seal.number}: the seals between {number} and {seal.number} are gone"
        yield from _faults_of(seal, previous)
        number, upto, previous = seal.number, seal.upto, seal.hash


def _faults_of(seal: Seal, previous: str) -> Iterator[str]:
    batch = batches.read_batch(seal.first, seal.upto)
    if seal_hash(previous, seal.number, batch, seal.made_at) == seal.hash:
        # The hash covers the leaves as they must be; those stored could still be others.
        if bytes(seal.leaves) != batch.leaves:
            yield f"seal {seal.number}: the seal itself was changed"
        return
    found = difference(bytes(seal.leaves), batch.leaves)
    yield from _said(seal, found)
    if not found:
        yield f"seal {seal.number}: the seal itself, or one before it, was changed"


def _said(seal: Seal, found: Difference) -> Iterator[str]:
    for what, keys in (
        ("was changed", found.changed),
        ("is gone", found.missing),
        ("was put in later", found.added),
    ):
        yield from (f"seal {seal.number}: row {key} {what}" for key in keys)


def _unknown(chain: Iterable[Seal], heads: Iterable[Head]) -> Iterator[str]:
    known = {seal.number: seal.hash for seal in chain}
    for head in heads:
        if head.number not in known:
            yield f"seal {head.number}: is gone, though its head is kept; the newest was cut off"
        elif known[head.number] != head.hash:
            yield f"seal {head.number}: is another than the head that is kept"
