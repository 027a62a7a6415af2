"""How gunicorn serves: `gunicorn --config python:migrant_health.web_server migrant_health.wsgi`."""

from migrant_health import environment, log_lines

# This machine only, unless a container says otherwise: a proxy in front speaks TLS.
# Empty, gunicorn would listen everywhere.
bind = environment.text("BIND", "") or "127.0.0.1:8000"
workers = int(environment.text("WEB_CONCURRENCY", "2"))
threads = 4
# Seconds for requests under way after SIGTERM; less than the 30 that docker-compose.yml waits.
graceful_timeout = 20
timeout = 60
# What workers say they live by; /tmp may be a disk, and a slow disk would look like a dead worker.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a directory, not a file whose name one could guess
# Nobody else should speak to the master.
control_socket_disable = True
# No log of requests: who looked at what stands in the audit, with the same protection as the rows.
# (Addresses hold only keys, yet a log of them beside a client's address would be a diary.)
accesslog = None
logconfig_dict = log_lines.configuration(one_line=True) | {
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
}
