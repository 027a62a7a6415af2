"""The queue. Redis may lose everything it holds: the database knows what is due."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrant_health.settings")

app = Celery("migrant_health")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Business time lives in the database; the beat only asks it often what has become due.
app.conf.beat_schedule = {
    "expire-referrals": {
        "task": "referrals.tasks.expire_referrals",
        "schedule": crontab(minute="7"),
    },
    "expire-envelopes": {
        "task": "referrals.tasks.expire_envelopes",
        "schedule": crontab(minute="17"),
    },
}
