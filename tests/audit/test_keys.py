"""Keys say when they were made, and nothing else."""

import datetime
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import time_machine
from django.db import connection

from audit.keys import new_key


def milliseconds(key: uuid.UUID) -> int:
    return key.int >> 80


def test_a_key_is_a_uuid_of_version_seven_that_bears_the_moment() -> None:
    before = time.time_ns() // 1_000_000
    key = new_key()
    after = time.time_ns() // 1_000_000

    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert before <= milliseconds(key) <= after + 1


def test_keys_of_a_burst_rise_and_do_not_run_ahead_of_the_clock() -> None:
    keys = [new_key() for _ in range(50_000)]

    assert keys == sorted(set(keys))
    assert milliseconds(keys[-1]) <= time.time_ns() // 1_000_000 + 1


def test_threads_never_make_the_same_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_key() for _ in range(2_000)], range(8)))

    assert len({key for keys in made for key in keys}) == 16_000
    assert all(keys == sorted(keys) for keys in made)


def test_a_clock_set_back_a_little_does_not_turn_the_order_round() -> None:
    noon = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.UTC)
    with time_machine.travel(noon, tick=False):
        first = new_key()
    with time_machine.travel(noon - datetime.timedelta(milliseconds=400), tick=False):
        assert new_key() > first


def test_a_clock_set_back_far_is_believed() -> None:
    with time_machine.travel(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC), tick=False):
        new_key()

    assert milliseconds(new_key()) <= time.time_ns() // 1_000_000 + 1


def test_the_database_sorts_its_keys_between_ours(db: None) -> None:
    with connection.cursor() as cursor:
        for _ in range(20):
            ours = new_key()
            cursor.execute("SELECT uuidv7()")
            theirs = cursor.fetchone()[0]
            assert ours < theirs < new_key()
