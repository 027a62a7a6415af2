"""Wiring only: settings, addresses, the queue and the server entry points. No domain word inside."""

from migrant_health.celery import app as celery_app

__all__ = ("celery_app",)
