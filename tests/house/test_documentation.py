"""The documentation agrees with itself and with what it describes."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.house.test_requirements import locked

import sauro
from sauro.reading.errors import EXIT_CODES

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
READMES = ("README.md", "README.vi.md")


def pages(root: Path) -> list[Path]:
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def anchors(text: str) -> set[str]:
    """The names of the headings of a page, as they stand in an address."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def rows(text: str) -> list[list[str]]:
    """The cells of every table row of a page."""
    return [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def numbers(cell: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", cell)] if re.fullmatch(r"[\d, ]+", cell) else []


def test_every_link_leads_somewhere(root: Path) -> None:
    broken = []
    for page in pages(root):
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"https?:|mailto:", target):
                continue
            name, _, anchor = target.partition("#")
            aim = (page.parent / name).resolve() if name else page
            if not aim.exists() or (anchor and anchor not in anchors(aim.read_text(encoding="utf-8"))):
                broken.append(f"{page.relative_to(root)}: {target}")
    assert broken == []


def test_every_decision_is_in_the_list_and_has_its_three_parts(root: Path) -> None:
    folder = root / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
    for name in listed:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {name[:4]} "), name
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ], name


def test_both_readmes_say_the_same_in_the_same_order(root: Path) -> None:
    english, vietnamese = (FENCE.sub("", (root / name).read_text(encoding="utf-8")) for name in READMES)
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(
        re.findall(r"^## ", vietnamese, re.MULTILINE)
    )
    codes = [[numbers(row[0]) for row in rows(text)] for text in (english, vietnamese)]
    assert codes[0] == codes[1]


def test_both_readmes_show_the_same_commands(root: Path) -> None:
    shown = [
        [line.partition("#")[0].strip() for line in (root / name).read_text(encoding="utf-8").splitlines()]
        for name in READMES
    ]
    english, vietnamese = ([line for line in lines if line.startswith("$ ./sauro")] for lines in shown)
    assert english
    assert english == vietnamese


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_name_every_exit_code_of_reading(root: Path, name: str) -> None:
    named = {number for row in rows((root / name).read_text(encoding="utf-8")) for number in numbers(row[0])}
    assert set(EXIT_CODES.values()) <= named


@pytest.mark.parametrize("name", READMES)
def test_the_files_that_the_readmes_read_are_there(root: Path, name: str) -> None:
    samples = re.findall(r"samples/[\w.-]+", (root / name).read_text(encoding="utf-8"))
    assert samples
    assert [sample for sample in samples if not (root / sample).is_file()] == []


def test_every_dependency_is_in_the_table_in_its_locked_version(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    versions = locked(root / "requirements" / "dev.txt")
    told = {row[0]: row for row in rows((root / "docs" / "dependencies.md").read_text(encoding="utf-8"))}
    for name in (Requirement(line).name for line in asked):
        assert name in told, f"{name} has no row"
        _, version, licence, reason, instead = told[name]
        assert version == versions[name], name
        assert licence and reason and instead, name  # noqa: PT018


def test_the_table_names_nothing_that_is_not_asked_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    asked += project["project"]["optional-dependencies"]["scan"]
    told = rows((root / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    assert {row[0] for row in told if re.match(r"\d", row[1])} == {Requirement(line).name for line in asked}


def test_every_room_that_stands_is_described(root: Path) -> None:
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = sorted(path.parent.name for path in (root / "src" / "sauro").glob("*/__init__.py"))
    assert {"reading", "vietnamese"} <= set(rooms)
    for room in rooms:
        assert re.search(rf"^### `{room}` \(stands", text, re.MULTILINE), room


def test_every_room_of_the_contract_is_on_the_floors_of_the_page(root: Path) -> None:
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    floors = [re.findall(r"`(\w+)`", row[1]) for row in rows(text) if re.fullmatch(r"\d", row[0])]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    assert floors == [re.findall(r"\w+", layer) for layer in contract["layers"][1:]]


def test_the_change_log_knows_the_version(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert re.search(rf"\b{re.escape(sauro.__version__)}\b", text)


def test_the_licence_is_the_one_that_is_declared(root: Path) -> None:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
