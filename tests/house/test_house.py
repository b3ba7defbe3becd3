"""What the linter of imports cannot see: relations, migrations, templates and addresses point down as well."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sauro"
TAG = re.compile(r"\{%\s*(url|include|extends)\s+([\"'])(.+?)\2")
ADDRESS = re.compile(r"[a-z_]+:[a-z_]+")
# Templates that site gives to everybody.
GIVEN = re.compile(r"base\.html|partials/")


def floors() -> dict[str, int]:
    """Room → floor, 1 at the bottom."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    layers = list(reversed(contract["layers"]))
    return {room: floor for floor, layer in enumerate(layers, 1) for room in re.findall(r"\w+", layer)}


FLOORS = floors()


def may_know(room: str, other: str) -> bool:
    """Whether `room` may name `other`: itself, or a room on a lower floor; site may name all."""
    return room in {other, "site"} or FLOORS[other] < FLOORS[room]


@pytest.fixture(scope="module", autouse=True)
def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.site.settings")
    import django

    django.setup()


def room_of(model: Any) -> str | None:
    """The room that a model stands in; None for one of a library."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "sauro" else None


def faults_of_model(model: Any) -> list[str]:
    own = model._meta.app_label
    found = []
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        other = room_of(field.related_model) if field.is_relation and field.related_model else None
        if other is None or other == own:
            continue
        if not may_know(own, other):
            found.append(f"{model._meta.label}.{field.name} points up to {other}")
        elif not field.remote_field.hidden:
            found.append(f"{model._meta.label}.{field.name} hangs an accessor on {other}: related_name='+'")
    return found


def test_relations_point_down_and_leave_nothing_behind() -> None:
    from django.apps import apps

    models = [model for model in apps.get_models(include_auto_created=True) if room_of(model) in FLOORS]
    assert len(models) > 10
    assert [fault for model in models for fault in faults_of_model(model)] == []


def test_a_relation_that_points_up_is_found() -> None:
    from django.db import models
    from django.test.utils import isolate_apps

    from sauro.identity.models import Workspace
    from sauro.tasks.models import Task

    with isolate_apps("sauro.identity", "sauro.tasks"):

        class Pointer(models.Model):
            task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")

            class Meta:
                app_label = "identity"

        class Hook(models.Model):
            workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)

            class Meta:
                app_label = "tasks"

        assert len(faults_of_model(Pointer)) == len(faults_of_model(Hook)) == 1


def test_migrations_depend_on_lower_floors_alone() -> None:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = []
    for (room, name), migration in loader.disk_migrations.items():
        if room in FLOORS:
            wanted = {
                label for label, _ in [*migration.dependencies, *migration.run_before] if label in FLOORS
            }
            found += [f"{room}.{name} depends on {other}" for other in wanted if not may_know(room, other)]
    assert loader.disk_migrations
    assert found == []


def words_of_python(source: str) -> Iterator[str]:
    """Rooms that a module names in get_model() and in addresses ('tasks:list')."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ADDRESS.fullmatch(node.value):
            yield node.value.partition(":")[0]
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name == "get_model" and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value.partition(".")[0]


def words_of_template(source: str) -> Iterator[str]:
    """Rooms whose addresses or templates a template names; the whole name where it names no room."""
    for tag, _, name in TAG.findall(source):
        if tag == "url" or not GIVEN.match(name):
            yield re.split(r"[:/]", name)[0]


@pytest.mark.parametrize(("pattern", "words"), [("*.py", words_of_python), ("*.html", words_of_template)])
def test_code_and_templates_name_lower_floors_alone(pattern: str, words: Any) -> None:
    found, files = [], 0
    for path in sorted(PACKAGE.rglob(pattern)):
        room = path.relative_to(PACKAGE).parts[0]
        if room not in FLOORS or room == "site":
            continue
        files += 1
        for other in words(path.read_text(encoding="utf-8")):
            known = other in FLOORS
            if (known and not may_know(room, other)) or (not known and pattern == "*.html"):
                found.append(f"{path.relative_to(ROOT)} names {other}")
    assert files
    assert found == []


def test_names_that_point_up_are_found() -> None:
    assert list(words_of_python("apps.get_model('tasks', 'Task'); reverse('intake:list')")) == [
        "tasks",
        "intake",
    ]
    assert list(words_of_python("'14:30'; 'không: có'")) == []
    page = "{% extends 'base.html' %}{% url \"tasks:list\" %}{% include 'intake/card.html' %}{% include 'partials/x.html' %}"
    assert list(words_of_template(page)) == ["tasks", "intake"]
    assert not may_know("identity", "tasks")
    assert not may_know("files", "journal")
    assert may_know("tasks", "identity")
    assert may_know("site", "tasks")
