"""What may not stand in any file of the checkout."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# Put together from parts, so that this file may be looked into as well.
REGISTRIES = re.compile(
    "|".join(
        name + r"\." + domain
        for name, domain in (
            ("py" + "pi", "(?:org|io)"),
            ("python" + "hosted", "org"),
            ("registry", "(?:npm" + "js|yarn" + "pkg)"),
            ("(?:deb|security)", "debian" + r"\.org"),
            ("archive", "ubu" + "ntu"),
            ("conda", "ana" + "conda"),
        )
    ),
    re.IGNORECASE,
)
# A folder of somebody's own machine. `/usr/bin/env` and the like are on every machine.
MACHINE_PATHS = re.compile(r"(?<![\w.~$}*\])-])/(?:" + r"work|root|home|Users|tmp|private|mnt" + r")/[\w.-]+")


@pytest.fixture(scope="module")
def texts(root: Path, require: Callable[[str], str]) -> dict[str, str]:
    """Every text file of the checkout that git keeps or would keep, by its path."""
    listed = subprocess.run(
        [require("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, str] = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        data = path.read_bytes() if path.is_file() else b""
        if data and b"\0" not in data:
            found[name] = data.decode("utf-8", "replace")
    assert "pyproject.toml" in found
    return found


def places(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {match.group()}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def test_no_file_names_the_host_of_a_package_registry(texts: dict[str, str]) -> None:
    assert places(REGISTRIES, texts) == []


def test_no_file_names_a_folder_of_one_machine(texts: dict[str, str]) -> None:
    assert places(MACHINE_PATHS, texts) == []


@pytest.mark.parametrize("line", ["--index-url https://py" + "pi.org/simple", "files.Python" + "Hosted.org"])
def test_the_search_for_hosts_finds_them(line: str) -> None:
    assert REGISTRIES.search(line)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("see /" + "home/lan/directive.txt", True),
        ("open('/" + "tmp/a')", True),
        ("#!/usr/bin/env bash", False),
        ("1/work/2", False),
        ("$HOME/work/x", False),
    ],
)
def test_the_search_for_paths_finds_those_of_one_machine(line: str, named: bool) -> None:
    assert bool(MACHINE_PATHS.search(line)) is named
