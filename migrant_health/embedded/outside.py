"""A database or a queue given from outside: asked once, before anything is started."""

import os
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from migrant_health.embedded.problem import Problem
from migrant_health.embedded.variables import DATABASE_VARIABLE, OWNER_VARIABLE, REDIS_VARIABLE


def refuse_unreachable() -> None:
    """Refuse an address that does not answer, by the name of its variable."""
    for variable in (DATABASE_VARIABLE, OWNER_VARIABLE):
        if address := os.environ.get(variable):
            _ask_database(variable, address)
    if address := os.environ.get(REDIS_VARIABLE):
        _ask_redis(address)


def _ask_database(variable: str, address: str) -> None:
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise Problem(_sentence(variable, address, error)) from error


def _ask_redis(address: str) -> None:
    try:
        client = redis.Redis.from_url(address, socket_timeout=5, retry=Retry(NoBackoff(), 0))
        with closing(client):
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Problem(_sentence(REDIS_VARIABLE, address, error)) from error


def _sentence(variable: str, address: str, error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"{variable} leads nowhere: {_without_password(address)} does not answer ({lines[0]})."


def _without_password(address: str) -> str:
    try:
        parts = urlsplit(address)
        return f"{parts.hostname}:{parts.port or 'its usual port'}{parts.path}"
    except ValueError:
        return "that address"
