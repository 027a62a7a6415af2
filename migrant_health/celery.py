"""The queue. Redis may lose everything it holds: the database knows what is due."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrant_health.settings")

app = Celery("migrant_health")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Business time lives in the database; the beat only asks it often what has become due. A tick that
# nobody took before the next one is worth nothing: it expires, so that none pile up.
PLAN, SEND = 60.0, 5.0
app.conf.beat_schedule = {
    "expire-referrals": {
        "task": "referrals.tasks.expire_referrals",
        "schedule": crontab(minute="7"),
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
}
