"""The pages of a PDF or a picture, drawn in a child process."""

import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from sauro.intake import page_images

SIDE = Image.Exif()
SIDE[0x0112] = 6  # EXIF: to be turned by a quarter clockwise


def marked(width: int = 300, height: int = 400) -> Image.Image:
    """White paper with a dark square in its upper left corner."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((20, 20, 20), (0, 0, 60, 60))
    return picture


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`drawn(media_type, number, save)`: the page of the file that `save(path)` writes, as a picture; None for none."""

    def draw(media_type: str, number: int, save: Any) -> Image.Image | None:
        path = tmp_path / "tệp"
        save(path)
        monkeypatch.setattr(page_images, "path_of", lambda _: path)
        stored = SimpleNamespace(media_type=media_type)
        data = page_images.image_of(SimpleNamespace(document=SimpleNamespace(stored_file=stored)), number)
        return None if data is None else Image.open(io.BytesIO(data))

    return draw


def is_marked(picture: Image.Image) -> bool:
    low, high = picture.convert("L").getpixel((10, 10)), picture.convert("L").getpixel((150, 150))
    return low < 60 and high > 200


@pytest.mark.parametrize(
    ("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("PDF", "application/pdf")]
)
def test_a_page_is_drawn(drawn: Any, form: str, media_type: str) -> None:
    page = drawn(media_type, 1, lambda path: marked().save(path, form))
    assert page.format == "PNG"
    assert is_marked(page)
    assert drawn(media_type, 2, lambda path: marked().save(path, form)) is None


def test_each_page_of_a_tiff_is_drawn(drawn: Any) -> None:
    def save(path: Path) -> None:
        Image.new("RGB", (300, 400), "white").save(path, "TIFF", save_all=True, append_images=[marked()])

    assert not is_marked(drawn("image/tiff", 1, save))
    assert is_marked(drawn("image/tiff", 2, save))
    assert drawn("image/tiff", 3, save) is None


def test_a_photo_stands_upright_and_nothing_is_white(drawn: Any) -> None:
    lying = marked().transpose(Image.Transpose.ROTATE_90)
    assert is_marked(drawn("image/jpeg", 1, lambda path: lying.save(path, "JPEG", exif=SIDE)))
    clear = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    clear.paste((20, 20, 20, 255), (0, 0, 60, 60))
    assert is_marked(drawn("image/png", 1, lambda path: clear.save(path, "PNG")))


def test_a_large_picture_comes_in_the_size_of_a_screen(drawn: Any) -> None:
    page = drawn("image/png", 1, lambda path: marked(4000, 6000).save(path, "PNG"))
    assert max(page.size) == 1920


def test_a_broken_picture_or_another_format_has_no_page(drawn: Any) -> None:
    assert drawn("image/png", 1, lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 99)) is None
    assert drawn("text/plain", 1, lambda path: path.write_text("chữ", "utf-8")) is None


def test_the_child_that_draws_has_no_network() -> None:
    code = (
        "import os, socket\nserver = socket.create_server(('127.0.0.1', 0))\naddress = server.getsockname()\n"
        "before = os.readlink('/proc/self/ns/net')\n"
        f"{page_images._CONFINED}\n"
        "if os.readlink('/proc/self/ns/net') == before: print('forbidden'); sys.exit()\n"
        "try: socket.create_connection(address, 2); print('open')\nexcept OSError: print('closed')"
    )
    if sys.platform != "linux":
        pytest.skip("namespaces are there on Linux alone")
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    if done.stdout.strip() == "forbidden":
        pytest.skip("this system forbids namespaces to users")
    assert done.stdout.strip() == "closed"


def test_the_child_that_draws_does_not_know_the_password_of_the_database(
    drawn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = "import os, sys\nsys.exit(0 if 'DATABASE_URL' in os.environ else 1)"
    monkeypatch.setenv("DATABASE_URL", "postgres://sauro:bi-mat@127.0.0.1/sauro")
    seen = []
    run = subprocess.run

    def spied(order: list[str], **options: Any) -> Any:
        seen.append(run([*order[:4], spy], **options).returncode)
        return run(order, **options)

    monkeypatch.setattr(page_images.subprocess, "run", spied)
    assert is_marked(drawn("image/png", 1, lambda path: marked().save(path, "PNG")))
    assert seen == [1]


def test_two_pages_are_drawn_at_once_and_the_third_waits(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "SECONDS", 0.01)
    page_images.TURNS.acquire()
    page_images.TURNS.acquire()
    try:
        assert drawn("image/png", 1, lambda path: marked().save(path, "PNG")) is None
    finally:
        page_images.TURNS.release(2)
    monkeypatch.setattr(page_images, "SECONDS", 20.0)
    assert is_marked(drawn("image/png", 1, lambda path: marked().save(path, "PNG")))
