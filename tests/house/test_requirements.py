"""The locked requirements: complete, hashed, of one mind with pyproject.toml, and free to use."""

import re
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")


def locked(path: Path) -> dict[str, str]:
    """Name → version."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(match[1]): match[2] for match in map(LOCKED.match, lines) if match}


@pytest.fixture(params=["run", "postgresql", "scan", "dev"])
def requirements(request: pytest.FixtureRequest, root: Path) -> Path:
    return root / "requirements" / f"{request.param}.txt"


def test_every_requirement_has_one_version_and_hashes(requirements: Path) -> None:
    logical = requirements.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    for line in (line for line in logical if line.strip() and not line.startswith("#")):
        head, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        assert LOCKED.match(head), line
        assert hashes, f"no hash: {head}"
        assert all(HASH.match(value.strip()) for value in hashes), head


def test_the_lock_holds_what_the_package_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for asked, file in (
        (project["project"]["dependencies"], "run.txt"),
        (
            project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgresql"],
            "postgresql.txt",
        ),
        (project["project"]["optional-dependencies"]["scan"], "scan.txt"),
        (project["project"]["dependencies"] + project["dependency-groups"]["dev"], "dev.txt"),
    ):
        versions = locked(root / "requirements" / file)
        for requirement in map(Requirement, asked):
            version = versions.get(canonicalize_name(requirement.name))
            assert version, f"{requirement.name} is not in {file}: run requirements/lock"
            assert requirement.specifier.contains(version), (
                f"{requirement} but {version}: run requirements/lock"
            )


def test_tests_run_on_the_versions_that_users_get(root: Path) -> None:
    run, driver, dev = (
        locked(root / "requirements" / f"{name}.txt") for name in ("run", "postgresql", "dev")
    )
    assert {name: dev.get(name) for name in driver} == driver
    assert {name: driver.get(name) for name in run} == run
    assert set(driver) - set(run) >= {"psycopg", "psycopg-binary"}
    # The extra goes into the same environment.
    scan = locked(root / "requirements" / "scan.txt")
    assert {name: run[name] for name in scan if name in run} == {
        name: scan[name] for name in scan if name in run
    }


def licence_of(package: Message) -> str:
    """Whatever a package says of its licence in its metadata, in one line."""
    said = [*package.get_all("License-Expression", []), *package.get_all("License", [])]
    said += [value for value in package.get_all("Classifier", []) if value.startswith("License ::")]
    return " ".join(" ".join(said).split())[:400]


def test_nothing_that_users_get_is_under_a_copyleft_licence(root: Path) -> None:
    for name in locked(root / "requirements" / "run.txt"):
        try:
            licence = licence_of(metadata.metadata(name))
        except metadata.PackageNotFoundError:  # a requirement of another platform or Python
            continue
        assert not re.search(r"\b(?:A|L)?GPL|General Public Licen[cs]e", licence), f"{name}: {licence}"
