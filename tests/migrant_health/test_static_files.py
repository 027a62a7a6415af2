"""What is collected is what pages ask for."""

import re

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from migrant_health.static_files import ServedFiles

TAG = re.compile(r"""\{% static ["']([^"']+)["']""")
SEVERAL = 60


def collected() -> set[str]:
    config = apps.get_app_config("staticfiles")
    assert isinstance(config, ServedFiles)
    return {
        path for finder in get_finders() for path, _storage in finder.list(config.ignore_patterns)
    }


def test_every_file_a_template_names_is_collected() -> None:
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    named = {name for path in templates for name in TAG.findall(path.read_text("utf-8"))}
    assert named
    assert named <= collected()


def test_what_packages_bring_besides_is_not() -> None:
    others = {path for path in collected() if not path.startswith("migrant_health/")}
    assert "bootstrap/css/bootstrap.min.css.map" in others
    assert not [path for path in others if path.startswith(("bootstrap/js", "modeltranslation"))]
    assert len(others) < SEVERAL
