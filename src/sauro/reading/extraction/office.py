""".doc, .odt and .rtf through LibreOffice: headless, with a profile of its own that is thrown away, to .docx."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sauro.reading.errors import unreadable
from sauro.reading.extraction.docx import read_docx
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.package import Package
from sauro.reading.extraction.sniff import Format
from sauro.reading.model import Warning

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_converter() -> str | None:
    """The path of LibreOffice on this machine; None where it is not installed."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    others = [str(path) for path in Path("/opt").glob("libreoffice*/program/soffice")]
    return next((place for place in (*_PLACES, *others) if os.access(place, os.X_OK)), None)


def read_through_office(path: Path, kind: Format, limits: Limits) -> tuple[str, list[Warning]]:
    """The text of the file by way of .docx."""
    if kind == "odt":
        _check_odt(path, limits)
    converter = find_converter()
    if converter is None:
        raise unreadable("no_converter", path.name)
    with TemporaryDirectory(prefix="sauro-") as folder:
        source = Path(folder, f"source.{kind}")
        shutil.copyfile(path, source)
        _convert(converter, source, path.name, limits)
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise unreadable("conversion_failed", path.name, "tệp có thể bị hỏng hoặc có mật khẩu")
        text, warnings = read_docx(target, limits)
    return text, warnings


def _check_odt(path: Path, limits: Limits) -> None:
    with Package(path, limits) as package:
        if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
            raise unreadable("encrypted_document", path.name)
        if package.xml("content.xml") is None:
            raise unreadable("broken_file", path.name, "không có content.xml")
        package.xml("styles.xml")


def _convert(converter: str, source: Path, name: str, limits: Limits) -> None:
    folder = source.parent
    command = [
        converter,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nodefault", "--nolockcheck", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)),
    ]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _limit_converter(process.pid, limits)
        process.wait(limits.converter_seconds)
    except subprocess.TimeoutExpired as error:
        raise unreadable("time_limit", name, limit=f"{limits.converter_seconds:g}") from error
    finally:
        # The converter is a script that starts a program: the whole group goes, also when this process is told to end.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit_converter(pid: int, limits: Limits) -> None:
    """Gives the converter bounds of its own: more memory than a reading may take, and files no larger than may be read.

    Where the platform cannot bound another process, the clock is what holds.
    """
    import resource

    if not hasattr(resource, "prlimit"):
        return
    for kind, value in (
        (resource.RLIMIT_AS, limits.converter_memory_bytes),
        (resource.RLIMIT_CPU, int(limits.converter_seconds) + 1),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
    ):
        with suppress(ValueError, OSError):
            hard = resource.prlimit(pid, kind)[1]
            allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.prlimit(pid, kind, (allowed, allowed))
