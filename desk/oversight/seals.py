"""The seals over the audit, for who looks after the machine: numbers and hashes, nothing else."""

import datetime
from dataclasses import dataclass

from accounts.acting import Acting
from audit import actions as audit
from audit.models import Seal, Verb, Verification
from cases.paging import Page, cut

PAGE_SIZE = 50


@dataclass(frozen=True)
class SealRow:
    """One seal."""

    number: int
    count: int
    hash: str
    made_at: datetime.datetime


@dataclass(frozen=True)
class Seals:
    """A page of seals, and how the last verification came out; None where there was none yet."""

    page: Page[SealRow]
    verified: Verification | None


def list_seals(acting: Acting, number: int) -> Seals:
    """Return the newest seals and what the last verification found: two queries."""
    audit.record(Verb.READ, by=acting, subject_type="audit", subject_ids=[None])
    found, more = cut(Seal.objects.order_by("-number").defer("leaves"), number, PAGE_SIZE)
    rows = [SealRow(one.number, one.count, one.hash, one.made_at) for one in found]
    verified = Verification.objects.order_by("-id").first()
    return Seals(Page(rows=rows, number=number, has_next=more), verified)
