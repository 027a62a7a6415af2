"""Which rows a seal covers, and their digests: read where they lie, by PostgreSQL itself."""

from django.db import connection

from audit.sealing import Batch

# So much of a batch is held in memory at once: 5 MB.
MOST_ROWS = 100_000
# Two sealers at once make one chain.
LOCK = 4_711_010
# Every column that means something, as text that hangs on no setting of the session.
ROW = """
    jsonb_build_array(
        e.id, extract(epoch FROM e.at)::text, e.request_id, e.actor_id, e.organisation_id,
        e.holder_id, e.role, e.verb, e.subject_type, e.subject_id, e.data_classes, e.detail,
        e.written_in
    )::text
"""
# The only thing put in is the constant above.
READ = f"""
    SELECT coalesce(string_agg(row.written, ''::bytea ORDER BY row.id), '')
    FROM (
        SELECT e.id, uuid_send(e.id) || sha256(convert_to({ROW}, 'UTF8')) AS written
        FROM audit_entry e WHERE e.written_in >= %s AND e.written_in < %s
    ) row
"""  # noqa: S608
END = """
    SELECT written_in FROM audit_entry WHERE written_in >= %s AND written_in < %s
    ORDER BY written_in OFFSET %s LIMIT 1
"""


def oldest_in_flight() -> int:
    """Return the number of the oldest transaction under way: all below it are there for good."""
    return _number("SELECT audit_oldest_in_flight()")


def lock_the_chain() -> None:
    """Wait until nobody else is sealing, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def read_batch(first: int, upto: int) -> Batch:
    """Return the digests of the rows written in these transactions; sees them as the system."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [first, upto])
        (rows,) = cursor.fetchone()
    return Batch(first, upto, bytes(rows))


def end_of_batch(first: int, before: int) -> int:
    """Return where a batch that begins here ends: whole transactions, about MOST_ROWS rows."""
    with connection.cursor() as cursor:
        cursor.execute(END, [first, before, MOST_ROWS - 1])
        found = cursor.fetchone()
    return int(found[0]) + 1 if found else before


def count_rows(first: int) -> int:
    """Return how many rows are not sealed yet."""
    return _number("SELECT count(*) FROM audit_entry WHERE written_in >= %s", first)


def _number(question: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return int(cursor.fetchone()[0])
