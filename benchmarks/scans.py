"""How right and how fast scans are read: the part of `sauro bench reading` about pictures of pages.

The pages are those of the invented directives of the tests, printed by LibreOffice and drawn with 200 pixels an inch,
as they are and as a bad scanner gives them: tilted by 2 degrees, blurred, noisy, pressed to JPEG at quality 40. The truth
is the text that the reader takes from the same page of the PDF, so that order, rows of tables and spaces count as well.
Each page is read as a PDF of its own, one after the other; bare Tesseract gets the same pixels, turn by turn.
"""

import io
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.documents import directive, write_docx

from sauro.reading.extraction import Limits, extract
from sauro.reading.extraction.scans import second, tesseract
from sauro.vietnamese.text import fold

if TYPE_CHECKING:
    from PIL.Image import Image

WORDS = {
    "scan_ratio_to_tesseract": (
        "Đọc bản quét so với riêng Tesseract, cùng các trang",
        "lần",
        "mục tiêu: không quá 1,6",
    ),
    "cer_text": ("Chữ sai trên trang chữ quét xấu", "%", "mục tiêu: không quá 0,6"),
    "cer_table": ("Chữ sai trên trang bảng quét xấu", "%", "mục tiêu: không quá 3"),
    "digit_recall": ("Số, ngày đọc đúng hoặc được báo là chưa chắc", "", "mục tiêu: từ 0,95"),
    "scan_details": ("Bản quét, số liệu chi tiết (chữ sai tính bằng %)", "", ""),
}
ROOT = Path(__file__).resolve().parents[1]
DIRECTIVES = sorted((ROOT / "tests" / "reading" / "directives").glob("*.docx"))
DPI = 200
_ROWS = 3  # lines that are rows of a table, from which on a page is one of tables
_SIGNS = str.maketrans({"–": "-", "•": "-", "“": '"', "”": '"', "’": "'", "|": " "})


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: what it holds, its picture, whether it is one of tables and whether it was worn."""

    truth: str
    picture: "Image"
    table: bool
    worn: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a page: its letters, those that are wrong (and without marks), its numbers, those that are right, and
    those that are right or flagged; seconds."""

    sample: Sample
    letters: int
    wrong: int
    wrong_without_marks: int
    right: int
    right_or_flagged: int
    numbers: int
    seconds: float
    bare_seconds: float


def figures(folder: Path, skipped: dict[str, str]) -> dict[str, Any]:
    """The figures under their names; None where they could not be measured, and `skipped` says why."""
    reason = _missing()
    if reason is not None:
        skipped.update(dict.fromkeys(WORDS, reason))
        return dict.fromkeys(WORDS)
    scores = [_score(sample, folder) for sample in samples(folder)]
    worn = [score for score in scores if score.sample.worn]
    numbers = sum(score.numbers for score in worn)
    details: dict[str, Any] = {"recognisers": "tesseract + trueocr" if second.installed() else "tesseract"}
    for name, table in (("text", False), ("table", True)):
        for state, is_worn in (("clean", False), ("worn", True)):
            own = [score for score in scores if (score.sample.table, score.sample.worn) == (table, is_worn)]
            letters = sum(score.letters for score in own)
            details[f"{name}_{state}"] = {
                "pages": len(own),
                "cer": round(100 * sum(score.wrong for score in own) / letters, 2),
                "cer_without_marks": round(
                    100 * sum(score.wrong_without_marks for score in own) / letters, 2
                ),
                "seconds": round(statistics.mean(score.seconds for score in own), 2),
                "tesseract_seconds": round(statistics.mean(score.bare_seconds for score in own), 2),
            }
    details["digit_recall_without_flags"] = round(sum(score.right for score in worn) / numbers, 3)
    return {
        "scan_ratio_to_tesseract": round(
            sum(score.seconds for score in scores) / sum(score.bare_seconds for score in scores), 2
        ),
        "cer_text": details["text_worn"]["cer"],
        "cer_table": details["table_worn"]["cer"],
        "digit_recall": round(sum(score.right_or_flagged for score in worn) / numbers, 3),
        "scan_details": details,
    }


def _missing() -> str | None:
    if tesseract.find() is None:
        return "không có Tesseract với tiếng Việt"
    if _office() is None:
        return "không có LibreOffice để in văn bản mẫu"
    return None


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of the directives, each as it is and worn."""
    import pypdfium2

    for file in _printed(folder):
        document = pypdfium2.PdfDocument(file)
        for number in range(len(document)):
            single = pypdfium2.PdfDocument.new()
            single.import_pages(document, [number])
            path = folder / "page.pdf"
            single.save(path)
            single.close()
            truth = extract(path, Limits(scans=False)).text
            picture = document[number].render(scale=DPI / 72).to_pil().convert("L")
            table = sum(line.startswith("|") for line in truth.splitlines()) >= _ROWS
            yield Sample(truth, picture, table, worn=False)
            yield Sample(truth, worn(picture, seed=number), table, worn=True)
        document.close()


def _printed(folder: Path) -> list[Path]:
    """The directives as PDF."""
    write_docx(directive(9_000), folder / "plan.docx")
    order = [
        str(_office()),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
        *(str(path) for path in (*DIRECTIVES, folder / "plan.docx")),
    ]
    subprocess.run(order, capture_output=True, timeout=180, check=True)
    return sorted(folder / f"{path.stem}.pdf" for path in (*DIRECTIVES, folder / "plan.docx"))


def worn(picture: "Image", seed: int) -> "Image":
    """The page as a bad scanner gives it."""
    from PIL import Image, ImageChops, ImageFilter

    picture = picture.rotate(2.0, Image.Resampling.BICUBIC, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    grains = random.Random(seed).randbytes(picture.width * picture.height)  # noqa: S311 - noise, no secret
    grain = Image.frombytes("L", picture.size, grains).point(lambda value: 128 + (value - 128) // 4)
    pressed = io.BytesIO()
    ImageChops.add(picture, grain, 1, -128).save(pressed, "JPEG", quality=40)
    return Image.open(pressed).convert("L")


def _score(sample: Sample, folder: Path) -> Score:
    scan, picture = folder / "scan.pdf", folder / "scan.png"
    sample.picture.save(scan, "PDF", resolution=DPI, quality=95)
    sample.picture.save(picture, dpi=(DPI, DPI))
    begun = time.perf_counter()
    extraction = extract(scan, Limits(keep_unread=True))
    read = time.perf_counter()
    _bare(picture)
    bare = time.perf_counter()
    truth, found = _plain(sample.truth), _plain(extraction.text)
    wanted, got = Counter(_numbers(truth)), Counter(_numbers(found))
    flagged = Counter(
        token
        for warning in extraction.warnings
        if warning.code == "ocr_number" and warning.at
        for token in _numbers(_plain(extraction.text[slice(*warning.at)]))
    )
    right = (wanted & got).total()
    # A number that was read wrong is as good as right where a person is told to look at it.
    told = ((got - wanted) & flagged).total()
    return Score(
        sample,
        len(truth),
        distance(truth, found),
        distance(fold(truth), fold(found)),
        right,
        min(wanted.total(), right + told),
        wanted.total(),
        read - begun,
        bare - read,
    )


def _bare(picture: Path) -> None:
    order = [str(tesseract.find()), str(picture), "stdout", "-l", tesseract.LANGUAGE]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(order, capture_output=True, timeout=120, check=True, env=environment)


def _plain(text: str) -> str:
    """The words in their order, whatever their white space; signs that mean the same are one, a rule of dashes is none."""
    return " ".join(re.sub("-{3,}", " ", unicodedata.normalize("NFC", text).translate(_SIGNS)).split())


def _numbers(text: str) -> list[str]:
    return re.findall(r"\S*\d\S*", text)


def distance(wanted: str, found: str) -> int:
    """The least number of letters to put in, take out or change (Levenshtein), by Myers' bit vectors."""
    if not wanted:
        return len(found)
    places: dict[str, int] = {}
    for place, letter in enumerate(wanted):
        places[letter] = places.get(letter, 0) | 1 << place
    full, top = (1 << len(wanted)) - 1, 1 << (len(wanted) - 1)
    plus, minus, score = full, 0, len(wanted)
    for letter in found:
        match = places.get(letter, 0)
        vertical = match | minus
        horizontal = (((match & plus) + plus) ^ plus) | match
        rise = minus | (~(horizontal | plus) & full)
        fall = plus & horizontal
        score += bool(rise & top) - bool(fall & top)
        rise, fall = (rise << 1 | 1) & full, (fall << 1) & full
        plus, minus = fall | (~(vertical | rise) & full), rise & vertical
    return score


if __name__ == "__main__":
    import json

    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as place:
        print(json.dumps(figures(Path(place), {}), ensure_ascii=False, indent=1))
