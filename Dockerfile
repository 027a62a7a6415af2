# One image for every process of the site; docker-compose.yml says which process a container runs.
# No secret is in it: the variables of the build below are of a demonstration and open nothing.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/packages
COPY requirements.txt /tmp/requirements.txt
# Wheels only: nothing is compiled, no code of a package runs while it is installed.
RUN /opt/packages/bin/pip install --only-binary=:all: --requirement /tmp/requirements.txt

FROM packages AS site
ENV PATH=/opt/packages/bin:$PATH STATIC_ROOT=/srv/static
WORKDIR /srv/migrant-health
COPY . .
RUN export DEMONSTRATION=1 SECRET_KEY=only-while-building \
        DATABASE_URL=postgresql://nobody@nowhere/nothing REDIS_URL=redis://nowhere/0 \
    && python manage.py compile_catalogues \
    && python manage.py collectstatic --noinput \
    && python -m compileall -q .

FROM python:3.11-slim-bookworm
# A number, so that a host can say of a file "this user may read it".
RUN groupadd --gid 10001 migrant \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin migrant
COPY --from=packages /opt/packages /opt/packages
# Owned by root: the processes can read the site and not change it.
COPY --from=site /srv /srv
ENV PATH=/opt/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=migrant_health.settings \
    STATIC_ROOT=/srv/static \
    BIND=0.0.0.0:8000
WORKDIR /srv/migrant-health
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "docker/healthy.py", "web"]
CMD ["gunicorn", "--config", "python:migrant_health.web_server", "migrant_health.wsgi"]
