"""Tables of every shape, in every form, give exactly their tasks, targets or petitions; tables of data give none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reading.table_check import check
from tests.reading.table_forms import FORMS, TEXT_FORMS, Sample, samples_of, text_of, write_docx, write_pdfs

from sauro.reading.extraction import extract
from sauro.reading.interpret import interpret, interpret_text

FILES = {name: samples_of(f"{name}.txt") for name in ("assignments", "others", "petitions")}
SAMPLES = {f"{file} {sample.name}": sample for file, samples in FILES.items() for sample in samples}


def cases(*forms: str) -> list[tuple[str, str]]:
    return [(name, form) for name, sample in SAMPLES.items() for form in forms if form in sample.forms]


@pytest.mark.parametrize(("name", "form"), cases(*TEXT_FORMS))
def test_every_form_of_text(name: str, form: str) -> None:
    sample = SAMPLES[name]
    assert check(sample, interpret_text(text_of(sample, form))) == []


@pytest.mark.parametrize(("name", "form"), cases("docx"))
def test_word(name: str, form: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    assert check(sample, interpret(extract(write_docx(sample, tmp_path / f"a.{form}")))) == []


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if not sample.lined])
def test_word_without_lines_around_the_cells(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    path = write_docx(sample, tmp_path / "a.docx", style="Normal Table")
    assert check(sample, interpret(extract(path))) == []


@pytest.fixture(scope="module")
def pdf_of(
    tmp_path_factory: pytest.TempPathFactory, require: Callable[[str], str]
) -> Callable[[str, Sample], Path]:
    converter = require("libreoffice")
    made: dict[str, dict[str, Path]] = {}

    def find(file: str, sample: Sample) -> Path:
        if file not in made:
            made[file] = write_pdfs(FILES[file], tmp_path_factory.mktemp(file), converter)
        return made[file][sample.name]

    return find


@pytest.mark.parametrize(("name", "form"), cases("pdf"))
def test_pdf(name: str, form: str, pdf_of: Callable[[str, Sample], Path]) -> None:
    sample = SAMPLES[name]
    path = pdf_of(name.split(maxsplit=1)[0], sample)
    assert path.suffix == f".{form}"
    assert check(sample, interpret(extract(path))) == []


def test_there_are_as_many_shapes_as_promised() -> None:
    assert len(FILES["assignments"]) >= 30
    assert len(FILES["petitions"]) >= 15
    kinds = {"assignments": "tasks", "petitions": "petitions"}
    assert all(sample.expected.get(kind) for file, kind in kinds.items() for sample in FILES[file])
    assert all(set(sample.forms) <= set(FORMS) for sample in SAMPLES.values())
