"""Makes pages as a scanner gives them: words drawn on paper, tilted, blurred, noisy; as pictures and as PDF."""

import io
import random
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 150
A4 = (1240, 1754)  # pixels
HEAD_LEFT = ("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐỒNG LAU", "Số: 57/UBND-VP")
HEAD_RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Đồng Lau, ngày 03 tháng 8 năm 2026",
)
BODY = (
    "Kính gửi: Các tổ dân phố.",
    "1. Giao Phòng Văn hóa và Xã hội rà soát danh sách hộ nghèo,",
    "báo cáo Ủy ban nhân dân phường trước ngày 15/8/2026.",
    "2. Công an phường kiểm tra các cơ sở kinh doanh trên địa bàn.",
)
TABLE = (
    ("STT", "Nội dung", "Chủ trì", "Thời hạn"),
    ("1", "Rà soát hộ nghèo trên địa bàn phường", "Phòng Văn hóa và Xã hội", "Trước 15/8/2026"),
    ("2", "Kiểm tra phòng cháy tại các chợ", "Công an phường", "Trước 20/9/2026"),
)


def font(size: float) -> ImageFont.FreeTypeFont:
    """Noto Serif, which every installation has, in points."""
    place = find_spec("fontpkg_noto_serif")
    assert place is not None
    assert place.submodule_search_locations
    folder = Path(next(iter(place.submodule_search_locations)), "files")
    return ImageFont.truetype(str(folder / "NotoSerif[wdth,wght].ttf"), round(size * DPI / 72))


class Paper:
    """A page to draw on. Places are in points from the top left corner."""

    def __init__(self, size: tuple[int, int] = A4) -> None:
        self.picture = Image.new("L", size, 255)
        self._draw = ImageDraw.Draw(self.picture)

    def text(self, x: float, y: float, words: str, size: float = 13) -> "Paper":
        self._draw.text((x * DPI / 72, y * DPI / 72), words, font=font(size), fill=20)
        return self

    def lines(self, x: float, y: float, rows: Sequence[str], pitch: float = 22, size: float = 13) -> "Paper":
        for number, words in enumerate(rows):
            self.text(x, y + number * pitch, words, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Paper":
        self._draw.line([side * DPI / 72 for side in (x0, y0, x1, y1)], fill=20, width=2)
        return self

    def table(
        self, x: float, y: float, rows: Sequence[Sequence[str]], widths: Sequence[float], height: float = 40
    ) -> "Paper":
        """A ruled table; a cell holds up to two lines, broken where it is full."""
        edges = [x + sum(widths[:place]) for place in range(len(widths) + 1)]
        for number in range(len(rows) + 1):
            self.rule(x, y + number * height, edges[-1], y + number * height)
        for edge in edges:
            self.rule(edge, y, edge, y + len(rows) * height)
        for number, row in enumerate(rows):
            for words, left, width in zip(row, edges, widths, strict=False):
                self.lines(left + 5, y + number * height + 3, _broken(words, width - 10), pitch=17, size=11)
        return self


def _broken(words: str, width: float) -> list[str]:
    letters, lines = font(11), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if letters.getlength(longer) * 72 / DPI <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def letter() -> Paper:
    """A short directive with a letterhead of two blocks and two orders."""
    paper = Paper().lines(60, 60, HEAD_LEFT, pitch=20, size=11).lines(290, 66, HEAD_RIGHT, pitch=24, size=11)
    return paper.lines(70, 190, BODY)


def worn(picture: Image.Image, degrees: float = 2.0) -> Image.Image:
    """The page as a bad scanner gives it: tilted, blurred, noisy, pressed hard."""
    tilted = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    tilted = tilted.filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", picture.size, _grain(1, picture.size))
    grain = grain.point(lambda value: 128 + (value - 128) // 6)
    pressed = io.BytesIO()
    ImageChops.add(tilted, grain, 1, -128).save(pressed, "JPEG", quality=40)
    return Image.open(pressed).convert("L")


def _grain(seed: int, size: tuple[int, int]) -> bytes:
    return random.Random(seed).randbytes(size[0] * size[1])  # noqa: S311 - grain of paper, no secret


def noise(size: tuple[int, int] = A4) -> Image.Image:
    """A page of which nothing can be made."""
    return Image.frombytes("L", size, _grain(2, size))


def write_pdf(path: Path, *pictures: Image.Image) -> Path:
    """A PDF whose pages are the pictures."""
    pictures[0].save(path, "PDF", resolution=DPI, save_all=True, append_images=pictures[1:])
    return path


def write_mixed(path: Path, *parts: bytes) -> Path:
    """The pages of several PDF files, one after the other."""
    joined = pypdfium2.PdfDocument.new()
    for part in parts:
        joined.import_pages(pypdfium2.PdfDocument(part))
    joined.save(path)
    joined.close()
    return path


def pdf_of(*pictures: Image.Image) -> bytes:
    held = io.BytesIO()
    pictures[0].save(held, "PDF", resolution=DPI, save_all=True, append_images=pictures[1:])
    return held.getvalue()
