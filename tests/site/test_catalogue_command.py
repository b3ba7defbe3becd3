"""`sauro catalogue`: for who works on the words of the screens."""

import shutil

import pytest

from sauro.site import catalogue, cli
from sauro.site.cli import catalogue as command


def test_without_gettext_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert cli.run(["catalogue"]) == command.NO_GETTEXT
    assert "apt install gettext" in capsys.readouterr().err


def test_outside_a_checkout_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "checkout", lambda: None)
    assert cli.run(["catalogue"]) == 3
    assert "mã nguồn" in capsys.readouterr().err


def test_what_is_not_translated_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    asked = []
    monkeypatch.setattr(
        catalogue, "update", lambda rooms: asked.append(rooms) or [("tasks", 2), ("intake", 0)]
    )
    assert cli.run(["catalogue", "tasks", "intake"]) == 1
    assert asked == [("tasks", "intake")]
    shown = capsys.readouterr().err
    assert "tasks: còn 2" in shown
    assert "intake" not in shown
