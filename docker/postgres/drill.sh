#!/bin/sh
# Only a restore drill counts: restores a dump (a path) into a database of its own, says what came
# back, and drops it. Exit code 0 only where all of it did.
set -eu

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }
PGUSER="${PGUSER:-${POSTGRES_USER:-postgres}}"
export PGUSER
PROTECTED="SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"

dropdb --if-exists --force migrant_health_drill
createdb --owner migrant_owner migrant_health_drill
trap 'dropdb --if-exists --force migrant_health_drill' EXIT
pg_restore --exit-on-error --dbname migrant_health_drill "$1"

protected="$(ask --dbname migrant_health_drill --command "$PROTECTED")"
wanted="$(ask --dbname migrant_health --command "$PROTECTED")"
if [ "$protected" != "$wanted" ] || [ "$protected" -eq 0 ]; then
    echo "the dump brought $protected tables with row-level security, not $wanted" >&2
    exit 1
fi
ask --dbname migrant_health_drill --command "
    SELECT 'restored: ' || (SELECT count(*) FROM accounts_user) || ' accounts, '
        || (SELECT count(*) FROM cases_case) || ' cases, '
        || (SELECT count(*) FROM audit_entry) || ' audit rows, the newest of '
        || coalesce((SELECT max(at)::timestamptz(0)::text FROM audit_entry), 'never')
        || ', $protected protected tables'"
