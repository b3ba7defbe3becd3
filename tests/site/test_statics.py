"""Static files stand at addresses that change with their content, and are kept by browsers for good."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client
from tests.people import Ward, client_of

from sauro.site import statics

pytestmark = pytest.mark.django_db  # what is not found may ask the session who asks

PACKAGE = Path(statics.__file__).parents[1]
# What a sheet or a module names beside itself: url('../fonts/x.ttf'), import … from './x.js', import('./x.js').
NAMED = re.compile(r"""(?:url\(|from\s|import\s|import\()\s*['"](\.{1,2}/[^'"]+)['"]""")


def asked(address: str) -> tuple[int, str]:
    """Status and Cache-Control."""
    answer = Client().get(address)
    answer.close()
    return answer.status_code, answer.headers.get("Cache-Control", "")


@pytest.fixture
def fresh() -> Iterator[None]:
    statics.digest.cache_clear()
    yield
    statics.digest.cache_clear()


def test_a_page_names_files_that_are_kept_for_good(ward: Ward) -> None:
    page = client_of(ward.clerk).get("/tai-khoan/").content.decode()
    named = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    assert len(named) >= 7
    for address in named:
        assert address.startswith(f"/static/{statics.digest()}/")
        assert asked(address) == (200, "max-age=315360000, public, immutable"), address


def test_the_plain_address_answers_and_is_asked_for_again() -> None:
    assert asked("/static/sauro/shell.js") == (200, "max-age=60, public")


def test_the_address_of_another_version_is_not_answered_with_this_one() -> None:
    assert asked("/static/000000000000/sauro/shell.js")[0] in {302, 404}


def test_what_sheets_and_modules_name_beside_themselves_is_there_under_the_same_digest() -> None:
    sources = [*PACKAGE.glob("*/static/**/*.css"), *PACKAGE.glob("*/static/**/*.js")]
    count = 0
    for source in sources:
        name = source.relative_to(next(p for p in source.parents if p.name == "static")).as_posix()
        for target in NAMED.findall(source.read_text(encoding="utf-8")):
            count += 1
            folder = Path(static(name)).parent
            address = re.sub(r"[^/]+/\.\./", "", (folder / target).as_posix())
            assert asked(address)[0] == 200, f"{source.name} names {target}"
    assert count >= 6  # the fonts


def test_the_digest_changes_with_the_content_and_with_nothing_else(
    fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = statics.digest()
    statics.digest.cache_clear()
    assert statics.digest() == here
    changed = tmp_path / "shell.js"
    changed.write_bytes(Path(finders.find("sauro/shell.js")).read_bytes() + b"\n")
    files = [(name, str(changed) if name == "sauro/shell.js" else path) for name, path in statics._files()]
    monkeypatch.setattr(statics, "_files", lambda: iter(files))
    statics.digest.cache_clear()
    assert statics.digest() != here


def test_in_development_addresses_stay_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEBUG", True)
    assert static("sauro/shell.js") == "/static/sauro/shell.js"
