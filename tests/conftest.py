"""What every test may ask for: a ward and its people, real directives where they are there, tools of the machine."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from tests.starting import start_django

if TYPE_CHECKING:
    from django.test import Client
    from tests.people import Ward

    from sauro.organisation.models import Person

ROOT = Path(__file__).resolve().parents[1]
# Rooms whose tests never start Django, so that they stay quick.
PURE = ("vietnamese", "reading", "drafting", "house")

# Never somebody's own data folder, and one for each process of pytest-xdist.
DATA = tempfile.mkdtemp(prefix="sauro-tests-")
os.environ["SAURO_DATA"] = DATA
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

# No deadline: an example that is slow on a busy machine is not a failure. In CI the same examples run every time, so
# that a red run can be run again.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Starts Django before the first test module that needs it is imported."""
    if module_path.resolve().relative_to(ROOT / "tests").parts[0] not in PURE:
        start_django()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite as it is in use, a file in WAL mode: in memory neither threads nor other processes could be tried."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(DATA) / "test.sqlite3")


@pytest.fixture
def ward(db: None) -> "Ward":
    """A small ward with two agencies and a neighbour: see tests/people.py."""
    from tests.people import build_ward

    return build_ward()


@pytest.fixture
def insider(ward: "Ward") -> "Person":
    """Belongs to the unit and does the work: a specialist."""
    return ward.specialist


@pytest.fixture
def colleague(ward: "Ward") -> "Person":
    """Works in the same agency, in another unit."""
    return ward.colleague


@pytest.fixture
def outsider(ward: "Ward") -> "Person":
    """A leader of another workspace."""
    return ward.outsider


@pytest.fixture
def citizen() -> "Client":
    """Somebody who is not logged in."""
    from django.test import Client

    return Client()


# Names that SAURO_REQUIRE may hold, and the programs of which one must be on the path.
TOOLS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "dash": ("dash",),
    "gettext": ("xgettext",),
    "git": ("git",),
    "libreoffice": ("soffice", "libreoffice"),
    "shellcheck": ("shellcheck",),
    "tesseract": ("tesseract",),
}


def missing(name: str, reason: str) -> None:
    """Skips the test for want of `name`; fails it where SAURO_REQUIRE ('libreoffice,git') says it has to be there."""
    required = os.environ.get("SAURO_REQUIRE", "").replace(",", " ").split()
    if name in required:
        pytest.fail(f"{reason} (SAURO_REQUIRE names {name})", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """`require("libreoffice")`: the path of the tool, else the test is skipped, or fails where SAURO_REQUIRE names it."""

    def find(name: str) -> str:
        found = next((path for path in map(shutil.which, TOOLS[name]) if path), None)
        if found is None:
            missing(name, f"{name} is not installed")
        return str(found)

    return find


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with `docs/`, `files/` and `gold/` of real directives, which are not part of the project."""
    chosen = os.environ.get("SAURO_READING_CORPUS")
    folder = Path(chosen) if chosen else ROOT.parent / "shared" / "reading"
    if not (folder / "docs").is_dir():
        missing(
            "corpus", "no real directives here: set SAURO_READING_CORPUS to a folder with docs/ and gold/"
        )
    return folder
