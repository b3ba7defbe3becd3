"""The catalogues of interface words: one for each room, English msgids, Vietnamese translations.

`sauro catalogue` collects the words of each room into its `locale/vi/LC_MESSAGES/django.po` and compiles them. The same
words always make the same file: no line numbers, no date, nothing guessed. Needs GNU gettext.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
WORDS = re.compile(r"\{%\s*(?:translate|blocktranslate)\b|\bn?p?gettext(?:_lazy)?\b")
HEADER = """msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: vi\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


@dataclass(frozen=True)
class Message:
    """An entry of a catalogue. `translations`: one, or one for each form of the plural; '' is missing."""

    context: str
    msgid: str
    translations: tuple[str, ...]
    fuzzy: bool = False


def rooms(package: Path = PACKAGE) -> list[Path]:
    """The rooms that show words of the interface."""
    return [folder for folder in sorted(package.iterdir()) if folder.is_dir() and any(_sources(folder))]


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "locale" not in path.parts:
            if WORDS.search(path.read_text(encoding="utf-8")):
                yield path


def catalogue_of(room: Path) -> Path:
    return room / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def _run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def collect(room: Path) -> str:
    """The catalogue of a room as it has to be: the words of its sources with the translations that stand already."""
    from django.utils.translation import templatize

    with tempfile.TemporaryDirectory() as scratch:
        copies = []
        for path in _sources(room):
            text = path.read_text(encoding="utf-8")
            copy = Path(scratch) / "src" / path.relative_to(room)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix != ".py":
                text, copy = templatize(text, origin=str(path)), copy.with_name(copy.name + ".py")
            copy.write_text(text, encoding="utf-8")
            copies.append(copy)
        template, merged = Path(scratch) / "django.pot", Path(scratch) / "django.po"
        keywords = (
            "gettext_noop",
            "gettext_lazy",
            "ngettext_lazy:1,2",
            "pgettext:1c,2",
            "npgettext:1c,2,3",
            "pgettext_lazy:1c,2",
            "npgettext_lazy:1c,2,3",
        )
        _run(
            "xgettext",
            "--language=Python",
            "--from-code=UTF-8",
            "--no-location",
            "--no-wrap",
            "--sort-output",
            *(f"--keyword={keyword}" for keyword in keywords),
            "--output",
            template,
            *copies,
        )
        known = catalogue_of(room)
        if known.exists():
            shutil.copy(known, merged)
        else:
            merged.write_text(HEADER, encoding="utf-8")
        _run(
            "msgmerge",
            "--quiet",
            "--backup=none",
            "--update",
            "--no-fuzzy-matching",
            "--no-location",
            "--no-wrap",
            "--sort-output",
            merged,
            template,
        )
        _run("msgattrib", "--no-obsolete", "--no-wrap", "--sort-output", "--output-file", merged, merged)
        text = merged.read_text(encoding="utf-8")
    # The header that the tools write has the date and names a person; ours is always the same.
    return HEADER + "".join(text.partition("\n\n")[1:])[1:]


def compile_catalogue(po: Path, mo: Path) -> None:
    """Writes the compiled form beside it. Raises RuntimeError for a translation that drops a placeholder."""
    _run("msgfmt", "--check-format", "--check-header", "--output-file", mo, po)


def update(names: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    """Brings the catalogues up to date, all or those of the rooms named; gives (room, translations missing)."""
    found = []
    for room in (room for room in rooms() if not names or room.name in names):
        po = catalogue_of(room)
        text = collect(room)
        po.parent.mkdir(parents=True, exist_ok=True)
        if not po.exists() or po.read_text(encoding="utf-8") != text:
            po.write_text(text, encoding="utf-8")
        compile_catalogue(po, po.with_suffix(".mo"))
        found.append((room.name, sum("" in message.translations for message in messages(po))))
    return found


FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) "(.*)"$')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[0]), text)


def messages(po: Path) -> list[Message]:
    """The entries of a catalogue, its header left out."""
    found = []
    for block in po.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := FIELD.match(line):
                name = match[1]
                parts[name] = _plain(match[2])
            elif line.startswith('"') and name:
                parts[name] += _plain(line[1:-1])
        if parts.get("msgid"):
            translations = tuple(value for key, value in parts.items() if key.startswith("msgstr"))
            fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
            found.append(Message(parts.get("msgctxt", ""), parts["msgid"], translations, fuzzy))
    return found
