"""The launcher: one installation, then nothing but a start; broken ones are repaired.

Its uv is a script that makes a Python which prints how it was called, so these tests install nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

UV = """#!/bin/sh
echo "$1 $2 $(basename "$(eval echo "\\${$#}")")" >>"$CALLS"
case $1 in
    venv)
        mkdir -p "$SAURO_ENVIRONMENT/bin"
        printf '#!/bin/sh\\necho "ran $*"\\n' >"$SAURO_ENVIRONMENT/bin/python"
        chmod +x "$SAURO_ENVIRONMENT/bin/python"
        ;;
    pip)
        [ -z "${UV_SLOW:-}" ] || sleep "$UV_SLOW"
        exit "${UV_FAILS:-0}"
        ;;
    *) exit 1 ;;
esac
"""
INSTALLED_FOR_USERS = ["venv --quiet", "pip sync run.txt"]


class Checkout:
    """A checkout with a launcher, two requirements files and a uv that only notes its calls."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        self.environment = folder / ".venv"
        self.calls_file = folder.parent / "calls"
        self.variables = {
            "PATH": f"{tools}:/usr/bin:/bin",
            "HOME": str(folder.parent / "home"),
            "CALLS": str(self.calls_file),
            "SAURO_ENVIRONMENT": str(self.environment),
        }

    def command(self, *arguments: str) -> list[str]:
        return [str(self.folder / "sauro"), *arguments]

    def start(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.variables | variables,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def begin(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """The same without waiting, in a process group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.variables | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def calls(self) -> list[str]:
        """What uv was asked for since the last time: its two first words, and the file it was given."""
        lines = self.calls_file.read_text(encoding="utf-8").splitlines() if self.calls_file.exists() else []
        self.calls_file.unlink(missing_ok=True)
        return [" ".join(line.split()[:2] if line.startswith("venv") else line.split()) for line in lines]

    def wait_for_a_call(self) -> None:
        for _ in range(400):
            if self.calls_file.exists() and "pip" in self.calls_file.read_text(encoding="utf-8"):
                return
            time.sleep(0.02)
        pytest.fail("the installation did not begin")


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Checkout:
    folder = tmp_path / "một thư mục"  # a space and diacritics, as in an office's folders
    tools = tmp_path / "tools"
    for path in (folder / "requirements", folder / "src", tools, tmp_path / "home"):
        path.mkdir(parents=True)
    shutil.copy(root / "sauro", folder)
    (folder / "requirements" / "run.txt").write_text("a==1\n", encoding="utf-8")
    (folder / "requirements" / "postgresql.txt").write_text("a==1\nc==1\n", encoding="utf-8")
    (folder / "requirements" / "dev.txt").write_text("a==1\nb==1\nc==1\n", encoding="utf-8")
    (tools / "uv").write_text(UV, encoding="utf-8")
    (tools / "uv").chmod(0o755)
    return Checkout(folder, tools)


@pytest.fixture
def installed(checkout: Checkout) -> Checkout:
    assert checkout.start("read").returncode == 0
    assert checkout.calls() == INSTALLED_FOR_USERS
    return checkout


@pytest.fixture
def installing(checkout: Checkout) -> Iterator[subprocess.Popen[str]]:
    """A start that is in the middle of a long installation."""
    process = checkout.begin("read", UV_SLOW="30")
    checkout.wait_for_a_call()
    checkout.calls()
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_the_first_start_installs_and_says_so_on_stderr_only(checkout: Checkout) -> None:
    first = checkout.start("read", "công văn.txt", "--format", "json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "ran -m sauro read công văn.txt --format json\n"
    assert "chỉ lần này" in first.stderr
    assert checkout.calls() == INSTALLED_FOR_USERS


def test_later_starts_install_nothing_and_say_nothing(installed: Checkout) -> None:
    later = installed.start("bench")
    assert (later.stdout, later.stderr) == ("ran -m sauro bench\n", "")
    assert installed.calls() == []


def test_without_arguments_it_prints_help(installed: Checkout) -> None:
    assert installed.start().stdout == "ran -m sauro --help\n"


def test_changed_requirements_are_installed_into_the_same_environment(installed: Checkout) -> None:
    (installed.folder / "requirements" / "run.txt").write_text("a==2\n", encoding="utf-8")
    assert installed.start("read").returncode == 0
    assert installed.calls() == ["pip sync run.txt"]
    assert installed.start("read").stderr == ""


def test_only_tests_need_the_packages_of_tests(installed: Checkout) -> None:
    assert installed.start("test", "-k", "name").stdout == "ran -m sauro test -k name\n"
    assert installed.calls() == ["pip sync dev.txt"]
    assert installed.start("test").stderr == ""
    assert installed.start("read").stderr == ""
    assert installed.calls() == []


def test_who_has_the_packages_of_tests_keeps_them(installed: Checkout) -> None:
    installed.start("test")
    installed.calls()
    for name in ("run.txt", "dev.txt"):
        (installed.folder / "requirements" / name).write_text("a==3\n", encoding="utf-8")
    installed.start("read")
    assert installed.calls() == ["pip sync dev.txt"]


POSTGRESQL = "postgres://sauro@127.0.0.1/sauro"


def test_the_driver_of_postgresql_comes_where_the_site_asks_for_it(installed: Checkout) -> None:
    assert installed.start("read", DATABASE_URL=POSTGRESQL).stderr == ""
    assert installed.start("serve", DATABASE_URL="sqlite:///x.sqlite3").stderr == ""
    assert installed.calls() == []
    assert installed.start("serve", DATABASE_URL=POSTGRESQL).stdout == "ran -m sauro serve\n"
    assert installed.calls() == ["pip sync postgresql.txt"]
    assert installed.start("check", DATABASE_URL=POSTGRESQL).stderr == ""
    assert installed.start("serve").stderr == ""
    assert installed.calls() == []


def test_the_first_start_with_postgresql_installs_once(checkout: Checkout) -> None:
    assert checkout.start("serve", DATABASE_URL=POSTGRESQL).returncode == 0
    assert checkout.calls() == ["venv --quiet", "pip sync postgresql.txt"]
    assert checkout.start("read").stderr == ""


def test_who_has_the_driver_keeps_it(installed: Checkout) -> None:
    installed.start("serve", DATABASE_URL=POSTGRESQL)
    installed.calls()
    for name in ("run.txt", "postgresql.txt"):
        (installed.folder / "requirements" / name).write_text("a==3\n", encoding="utf-8")
    installed.start("read")
    assert installed.calls() == ["pip sync postgresql.txt"]


def test_who_has_the_packages_of_tests_has_the_driver(installed: Checkout) -> None:
    installed.start("test")
    installed.calls()
    assert installed.start("serve", DATABASE_URL=POSTGRESQL).stderr == ""
    assert installed.calls() == []


def test_an_installation_that_failed_is_repaired_at_the_next_start(checkout: Checkout) -> None:
    failed = checkout.start("read", UV_FAILS="3")
    assert failed.returncode == 69
    assert failed.stdout == ""
    assert "Cài đặt chưa xong" in failed.stderr
    checkout.calls()
    assert checkout.start("read").stdout == "ran -m sauro read\n"
    assert checkout.calls() == INSTALLED_FOR_USERS


def test_an_installation_that_was_killed_is_repaired_at_the_next_start(
    checkout: Checkout, installing: subprocess.Popen[str]
) -> None:
    os.killpg(installing.pid, signal.SIGKILL)
    installing.communicate()
    assert (checkout.folder / ".venv.lock").is_file()
    again = checkout.start("read")
    assert again.stdout == "ran -m sauro read\n", again.stderr
    assert checkout.calls() == INSTALLED_FOR_USERS
    assert not list(checkout.folder.glob(".venv.*"))


def test_an_installation_that_was_interrupted_leaves_no_lock(
    checkout: Checkout, installing: subprocess.Popen[str]
) -> None:
    os.killpg(installing.pid, signal.SIGTERM)
    installing.communicate(timeout=20)
    assert installing.returncode == 143
    assert not (checkout.folder / ".venv.lock").exists()


def test_starts_at_the_same_time_install_once(checkout: Checkout) -> None:
    starts = [checkout.begin("read", str(number), UV_SLOW="1") for number in range(4)]
    answers = [start.communicate(timeout=60) for start in starts]
    assert [answer[0] for answer in answers] == [f"ran -m sauro read {number}\n" for number in range(4)]
    assert checkout.calls() == INSTALLED_FOR_USERS


def test_a_lock_whose_owner_is_dead_is_taken_over_by_one_start(checkout: Checkout) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    (checkout.folder / ".venv.lock").write_text(f"{dead.pid}\n", encoding="utf-8")
    starts = [checkout.begin("read", UV_SLOW="1") for _ in range(4)]
    assert {start.communicate(timeout=60)[0] for start in starts} == {"ran -m sauro read\n"}
    assert checkout.calls() == INSTALLED_FOR_USERS


def test_a_python_that_is_gone_is_replaced(installed: Checkout) -> None:
    python = installed.environment / "bin" / "python"
    python.unlink()
    python.symlink_to("python3.0")
    assert installed.start("read").stdout == "ran -m sauro read\n"
    assert installed.calls() == INSTALLED_FOR_USERS


def test_an_environment_that_somebody_else_made_is_not_touched(checkout: Checkout) -> None:
    checkout.environment.mkdir()
    (checkout.environment / "mine").write_text("kept", encoding="utf-8")
    refused = checkout.start("read")
    assert refused.returncode == 73
    assert "không do ./sauro tạo ra" in refused.stderr
    assert (checkout.environment / "mine").read_text(encoding="utf-8") == "kept"
    assert not (checkout.folder / ".venv.lock").exists()


def test_the_environment_goes_where_sauro_home_says(checkout: Checkout) -> None:
    elsewhere = checkout.folder.parent / "elsewhere"
    started = checkout.start("read", SAURO_HOME=str(elsewhere), SAURO_ENVIRONMENT=str(elsewhere / "venv"))
    assert started.stdout == "ran -m sauro read\n", started.stderr
    assert (elsewhere / "venv" / "run.txt").is_file()
    assert not checkout.environment.exists()


def test_it_may_be_started_through_a_link(installed: Checkout) -> None:
    link = installed.folder.parent / "home" / "sauro"
    link.symlink_to(Path("..") / installed.folder.name / "sauro")
    started = subprocess.run(
        [link, "read"], env=installed.variables, capture_output=True, text=True, check=True, cwd=link.parent
    )
    assert started.stdout == "ran -m sauro read\n"


def test_without_a_python_it_says_what_to_install(checkout: Checkout, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("sh", "cmp", "mkdir", "rm", "cat", "ln", "sleep"):
        (bare / name).symlink_to(shutil.which(name) or name)
    refused = checkout.start("read", PATH=str(bare))
    assert refused.returncode == 69
    assert "sudo apt install python3 python3-venv" in refused.stderr
    (bare / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # as Python 3.10 answers
    (bare / "python3").chmod(0o755)
    assert "Python 3.11" in checkout.start("read", PATH=str(bare)).stderr


def test_a_python_without_venv_is_told_from_no_python(checkout: Checkout, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("sh", "cmp", "mkdir", "rm", "cat", "ln", "sleep"):
        (bare / name).symlink_to(shutil.which(name) or name)
    # Answers where it stands, but cannot import ensurepip: as on Debian without python3-venv.
    (bare / "python3").write_text(
        '#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\necho "$0"\n', encoding="utf-8"
    )
    (bare / "python3").chmod(0o755)
    refused = checkout.start("read", PATH=str(bare))
    assert refused.returncode == 69
    assert "venv" in refused.stderr
    assert "sudo apt install python3-venv" in refused.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_checkout_that_cannot_be_written_uses_the_cache_of_the_user(checkout: Checkout) -> None:
    cache = checkout.folder.parent / "cache"
    checkout.folder.chmod(0o555)
    try:
        started = checkout.start("read", XDG_CACHE_HOME=str(cache))
    finally:
        checkout.folder.chmod(0o755)
    assert started.stdout == "ran -m sauro read\n", started.stderr
    assert len(list((cache / "sauro").glob("*/venv/run.txt"))) == 1


@pytest.mark.parametrize("script", ["sauro", "requirements/lock", ".ci/run", ".ci/lint"])
def test_the_shell_scripts_are_clean(root: Path, require: Callable[[str], str], script: str) -> None:
    first = (root / script).read_text(encoding="utf-8").splitlines()[0]
    dialect = "bash" if "bash" in first else "dash"  # /bin/sh of Debian and Ubuntu
    checked = subprocess.run(
        [require("shellcheck"), f"--shell={dialect}", root / script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
