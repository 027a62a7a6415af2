"""What holds the house together: rooms, names, sizes, templates, catalogues."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from migrant_health.catalogues import files
from migrant_health.catalogues.faults import faults_in
from migrant_health.catalogues.source import all_messages

HOUSE = Path(settings.BASE_DIR)
ROOMS = ("audit", "accounts", "cases", "referrals", "reminders", "reports", "desk")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "signals"}
# Templates that Django, allauth or crispy-forms look for by themselves.
LOOKED_FOR = ("account/", "allauth/", "bootstrap5/", "mfa/", "usersessions/")
ERROR_PAGES = {"400.html", "403.html", "404.html", "429.html", "500.html", "403_csrf.html"}


def source_files(*rooms: str) -> Iterator[Path]:
    for room in rooms or (*ROOMS, "migrant_health"):
        for path in sorted((HOUSE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_imports_point_left_and_never_right() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_one_sentence_what_it_is_for_and_nothing_else(room: str) -> None:
    tree = ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in source_files() if path.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(HOUSE)
        for path in source_files()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_files_stay_small() -> None:
    sizes = [len(path.read_text("utf-8").splitlines()) for path in source_files()]
    assert max(sizes) <= 300
    assert median(sizes) <= 80


def test_functions_stay_small() -> None:
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in source_files(*ROOMS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    assert median(lengths) <= 9


def test_no_signal_receivers_and_no_saving_behind_the_back() -> None:
    for path in source_files(*ROOMS):
        text = path.read_text("utf-8")
        assert "django.dispatch" not in text, path
        assert "def save(self" not in text, path
        assert not re.search(r"^\s+ordering = ", text, re.MULTILINE), path


def actions() -> Iterator[tuple[str, Callable[..., object]]]:
    for room in ("audit", "accounts", "cases", "referrals", "reminders"):
        module = importlib.import_module(f"{room}.actions")
        parts = [module]
        found = pkgutil.iter_modules(getattr(module, "__path__", []))
        parts += [importlib.import_module(f"{room}.actions.{one.name}") for one in found]
        for part in parts:
            for name, function in inspect.getmembers(part, inspect.isfunction):
                if not name.startswith("_") and function.__module__ == part.__name__:
                    yield f"{part.__name__}.{name}", function


# Not verbs of their own: what one of them reads, or the audit's own pen.
NOT_VERBS = {
    "audit.actions.entry.record",
    "referrals.actions.send.shown_to_receiver",
    "reminders.actions.answer.told",
}


NAMED = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


@pytest.mark.parametrize("name", [name for name, _action in actions() if name not in NOT_VERBS])
def test_every_action_is_keyword_only_and_says_who_acts(name: str) -> None:
    action = dict(actions())[name]
    parameters = inspect.signature(action).parameters
    assert {one.kind for one in parameters.values()} <= NAMED
    assert "by" in parameters


def test_every_exempted_action_still_exists() -> None:
    assert {name for name, _action in actions()} >= NOT_VERBS


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand() -> None:
    for app in apps.get_app_configs():
        if app.name in ROOMS:
            for path in (Path(app.path) / "migrations").glob("0*.py"):
                assert not re.search(r"_(auto|initial|alter|remove)_?", path.stem), path


def test_views_do_not_touch_the_database_by_themselves() -> None:
    for path in source_files(*ROOMS):
        if path.stem == "views" or path.parent.name == "views":
            assert ".objects" not in path.read_text("utf-8"), path


def test_every_template_is_used() -> None:
    templates = HOUSE / "templates"
    texts = [path.read_text("utf-8") for path in (*source_files(), *templates.rglob("*.html"))]
    everything = "\n".join(texts)
    unused = [
        str(path.relative_to(templates))
        for path in sorted(templates.rglob("*.html"))
        if not str(path.relative_to(templates)).startswith(LOOKED_FOR)
        and path.name not in ERROR_PAGES
        and not re.search(f"""["']{path.relative_to(templates)}["']""", everything)
    ]
    assert unused == []


def test_every_template_a_view_names_is_there() -> None:
    for path in source_files(*ROOMS):
        for name in re.findall(
            r'"((?:accounts|cases|desk|referrals|reminders|reports)/\w+\.html)"',
            path.read_text("utf-8"),
        ):
            assert (HOUSE / "templates" / name).exists(), f"{path}: {name}"


@pytest.mark.parametrize("language", files.LANGUAGES)
def test_the_catalogue_is_complete(language: str) -> None:
    assert list(faults_in(language, all_messages())) == []


def test_every_dependency_says_why_it_is_there() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (HOUSE / name).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.match(r"^[\w\[\],-]+==\S+\s+# \w", line), line
