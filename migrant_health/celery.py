"""The queue. Redis may lose everything it holds: the database knows what is due."""

import logging.config
import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab
from django.conf import settings

from migrant_health.heartbeat import beat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrant_health.settings")

app = Celery("migrant_health")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Business time lives in the database; the beat only asks it often what has become due. A tick that
# nobody took before the next one is worth nothing: it expires, so that none pile up.
PLAN, SEND, SCAN = 60.0, 5.0, 15.0
app.conf.beat_schedule = {
    "expire-referrals": {
        "task": "referrals.tasks.expire_referrals",
        "schedule": crontab(minute="7"),
    },
    "raise-glass-alarms": {
        "task": "cases.tasks.raise_glass_alarms",
        "schedule": crontab(minute="27"),
    },
    "plan-reminders": {
        "task": "reminders.tasks.plan_reminders",
        "schedule": PLAN,
        "options": {"expires": PLAN},
    },
    "send-reminders": {
        "task": "reminders.tasks.send_reminders",
        "schedule": SEND,
        "options": {"expires": SEND},
    },
    "settle-reminders": {
        "task": "reminders.tasks.settle_reminders",
        "schedule": SEND,
        "options": {"expires": SEND},
    },
    "write-exports": {
        "task": "reports.tasks.write_exports",
        "schedule": PLAN,
        "options": {"expires": PLAN},
    },
    "scan-documents": {
        "task": "cases.tasks.scan_documents",
        "schedule": SCAN,
        "options": {"expires": SCAN},
    },
    "expire-envelopes": {
        "task": "referrals.tasks.expire_envelopes",
        "schedule": crontab(minute="17"),
    },
    # At night, and the months before the files that may only go once they are kept.
    "keep-months": {
        "task": "reports.tasks.keep_months",
        "schedule": crontab(hour="1", minute="27"),
    },
    "keep-files": {
        "task": "reports.tasks.keep_files",
        "schedule": crontab(hour="2", minute="27"),
    },
    "seal-audit": {
        "task": "audit.tasks.seal_audit",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600.0},
    },
    "mail-audit-head": {
        "task": "audit.tasks.mail_audit_head",
        "schedule": crontab(hour="6", minute="31"),
    },
}
app.conf.beat_scheduler = "migrant_health.heartbeat:BeatingScheduler"
# Seconds after which the beat looks again, and touches its file, even if nothing is due.
app.conf.beat_max_loop_interval = 15


def log_as_django_does(**_signal: Any) -> None:
    """Keep Celery from setting up lines of its own, in which whole exceptions would stand."""
    logging.config.dictConfig(settings.LOGGING)


signals.setup_logging.connect(log_as_django_does)
signals.heartbeat_sent.connect(beat)
