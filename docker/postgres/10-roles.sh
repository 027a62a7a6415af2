#!/bin/sh
# Run once by PostgreSQL's image, on an empty volume: the two roles, the database and their rights.
# The owner migrates; the application reads and writes rows, owns nothing and cannot step around
# row-level security. (The same as migrant_health/embedded/postgres_roles.py; a test compares.)
set -eu

for file in "$OWNER_PASSWORD_FILE" "$APP_PASSWORD_FILE"; do
    if [ "$(tr -d '[:space:]' <"$file" | wc -c)" -lt 20 ]; then
        echo "$file must hold a password of at least 20 characters; see docker/make-secrets" >&2
        exit 1
    fi
done

# psql reads the passwords itself: on a command line every process of the machine could see them.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
\set owner_password `cat "$OWNER_PASSWORD_FILE"`
\set app_password `cat "$APP_PASSWORD_FILE"`
CREATE ROLE migrant_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB
    PASSWORD :'owner_password';
CREATE ROLE migrant_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB
    PASSWORD :'app_password';
CREATE DATABASE migrant_health OWNER migrant_owner;
REVOKE ALL ON DATABASE migrant_health FROM PUBLIC;
GRANT CONNECT ON DATABASE migrant_health TO migrant_app;
\connect migrant_health
ALTER SCHEMA public OWNER TO migrant_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO migrant_app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrant_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO migrant_app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrant_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO migrant_app;
SQL
