"""Which files of packages are served: the two that pages use, not the hundred beside them.

Compressing what nobody asks for took half a minute of every installation.
"""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFiles(StaticFilesConfig):
    """Collects Bootstrap's one style sheet (and the map it names), htmx 2, and our own files."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap/js/*",
        "bootstrap-*",
        "*.rtl.*",
        "bootstrap.css*",
        "ext",
        "django-htmx.js",
        "htmx-4*",
        "htmax-*",
        "htmx-2.js",
        "modeltranslation/*",
        "account/*",
        "mfa/*",
    ]
