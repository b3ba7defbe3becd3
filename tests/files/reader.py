"""A directive of our own, and a reader that can be told what to do."""

import uuid
from collections.abc import Callable
from pathlib import Path

from sauro.files.models import Upload
from sauro.files.queue import Progress

DIRECTIVE = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU

Số: 12/UBND-VP

Kính gửi: Phòng Văn hóa - Xã hội

Đề nghị Phòng Văn hóa - Xã hội rà soát hộ nghèo, báo cáo kết quả trước ngày 30/11/2026.
""".encode()


class Reader:
    """Stands for the room that reads: remembers what it was given, answers with what it was told."""

    def __init__(self) -> None:
        self.read: list[tuple[str, bytes]] = []
        self.answer: Callable[[Upload], uuid.UUID] = lambda upload: upload.uid

    def __call__(self, upload: Upload, path: Path, progress: Progress) -> uuid.UUID:
        progress("Đang đọc trang 1/1")
        self.read.append((path.name, path.read_bytes()))
        return self.answer(upload)
