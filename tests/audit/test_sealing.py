"""The chain of seals, computed: what goes in, what a difference says, which lines are heads."""

import datetime
import uuid
from dataclasses import replace

import pytest

from audit.sealing import (
    BEGINNING,
    Batch,
    Head,
    NotAHead,
    difference,
    head_line,
    read_head,
    read_heads,
    seal_hash,
)

NOON = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.UTC)
ONE, TWO, THREE = (uuid.UUID(int=number) for number in (1, 2, 3))
BATCH = Batch(10, 20, ONE.bytes + b"a" * 32 + TWO.bytes + b"b" * 32)
HASH = seal_hash(BEGINNING, 1, BATCH, NOON)


def test_a_hash_hangs_on_everything_it_covers() -> None:
    others = {
        seal_hash("1" * 64, 1, BATCH, NOON),
        seal_hash(BEGINNING, 2, BATCH, NOON),
        seal_hash(BEGINNING, 1, BATCH, NOON + datetime.timedelta(microseconds=1)),
        seal_hash(BEGINNING, 1, replace(BATCH, first=11), NOON),
        seal_hash(BEGINNING, 1, replace(BATCH, upto=21), NOON),
        seal_hash(BEGINNING, 1, replace(BATCH, rows=b"e" + BATCH.rows[1:]), NOON),
        seal_hash(BEGINNING, 1, replace(BATCH, rows=BATCH.rows[:-1] + b"c"), NOON),
    }
    assert len(others - {HASH}) == 7


def test_a_hash_does_not_hang_on_the_zone_in_which_the_moment_is_written() -> None:
    almaty = datetime.timezone(datetime.timedelta(hours=5))
    assert seal_hash(BEGINNING, 1, BATCH, NOON.astimezone(almaty)) == HASH


def test_a_batch_counts_its_rows() -> None:
    assert (BATCH.count, Batch(0, 1, b"").count) == (2, 0)


def test_a_seal_keeps_of_each_row_its_key_and_the_beginning_of_its_digest() -> None:
    assert BATCH.leaves == ONE.bytes + b"a" * 8 + TWO.bytes + b"b" * 8


def test_a_difference_names_what_changed_what_is_gone_and_what_was_put_in() -> None:
    now = ONE.bytes + b"x" * 8 + THREE.bytes + b"c" * 8
    found = difference(BATCH.leaves, now)
    assert (found.changed, found.missing, found.added) == ((ONE,), (TWO,), (THREE,))


def test_what_is_the_same_differs_in_nothing() -> None:
    assert not difference(BATCH.leaves, BATCH.leaves)


def test_a_line_that_left_the_machine_is_read_back() -> None:
    line = head_line(7, 300_000, HASH, NOON)
    assert line == f"7 300000 {HASH} 2031-05-01T12:00:00+00:00"
    assert read_head(line) == read_head(f"7:{HASH}") == Head(7, HASH)


def test_a_file_of_heads_may_have_empty_lines_and_remarks() -> None:
    assert read_heads(f"# kept by hand\n\n1:{HASH}\n2 5 {HASH}\n") == [Head(1, HASH), Head(2, HASH)]


@pytest.mark.parametrize("line", ["", "7", f"0:{HASH}", f"x:{HASH}", "7:abc", f"{HASH}:7"])
def test_what_is_no_head_is_refused(line: str) -> None:
    with pytest.raises(NotAHead):
        read_head(line)
