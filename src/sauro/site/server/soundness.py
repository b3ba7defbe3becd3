"""What `sauro check` looks at: each part of an installation, in the order in which it would be missed."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from sauro.files.models import WorkerBeat
from sauro.files.queue import stale_seconds
from sauro.identity.models import Workspace
from sauro.journal.verification import verify
from sauro.site.cli.journal import sentence
from sauro.site.server.preparation import pending
from sauro.tasks.clock.queries import heartbeat
from sauro.tasks.clock.recipients import active_workspaces

FAULT, HINT, SOUND = "LỖI", "Lưu ý", "Được"
_LITTLE_SPACE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    mark: str
    text: str

    @property
    def is_fault(self) -> bool:
        return self.mark == FAULT


def look() -> list[Finding]:
    """All findings; a database that cannot be reached ends the list."""
    found: list[Finding] = []
    parts: tuple[Callable[[], Iterator[Finding]], ...] = (
        _settings,
        _folder,
        _programs,
        _tables,
        _worker,
        _clock,
        _mail,
        _journal,
    )
    for part in parts:
        try:
            found += part()
        except DatabaseError as error:
            found.append(Finding(FAULT, f"không dùng được cơ sở dữ liệu: {str(error).strip()}"))
            break
        if part is _tables and found[-1].is_fault:
            break
    return found


def _settings() -> Iterator[Finding]:
    messages = checks.run_checks()
    for message in messages:
        yield Finding(FAULT if message.is_serious() else HINT, f"{message.id}: {message.msg}")
    if not any(message.is_serious() for message in messages):
        yield Finding(SOUND, "cấu hình đọc được")


def _folder() -> Iterator[Finding]:
    folder = Path(settings.DATA)
    if not os.access(folder, os.W_OK):
        yield Finding(FAULT, f"không ghi được vào thư mục dữ liệu {folder}")
        return
    free = shutil.disk_usage(folder).free
    text = f"thư mục dữ liệu {folder}, còn trống {free / 1e9:.0f} GB"
    yield Finding(HINT if free < _LITTLE_SPACE else SOUND, text)


def _programs() -> Iterator[Finding]:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield Finding(SOUND, "có LibreOffice: đọc được .doc, .odt, .rtf")
    else:
        yield Finding(HINT, "không có LibreOffice: tệp .doc, .odt, .rtf sẽ bị từ chối")
    if not settings.VIRUS_COMMAND:
        yield Finding(HINT, "chưa đặt SAURO_VIRUS_COMMAND: tệp gửi lên không được quét vi-rút")


def _tables() -> Iterator[Finding]:
    names = pending()
    if names:
        yield Finding(FAULT, f"bảng chưa cập nhật ({len(names)} bước). Hãy chạy: sauro migrate")
    else:
        yield Finding(SOUND, f"cơ sở dữ liệu {connection.vendor}, các bảng đúng bản này")


def _worker() -> Iterator[Finding]:
    since = timezone.now() - timedelta(seconds=stale_seconds())
    count = WorkerBeat.objects.filter(beat_at__gte=since).count()
    if count:
        yield Finding(SOUND, f"{count} tiến trình đọc văn bản đang chạy")
    else:
        yield Finding(HINT, "không có tiến trình đọc văn bản nào đang chạy: sauro serve, hoặc sauro worker")


def _clock() -> Iterator[Finding]:
    for workspace in active_workspaces():
        beat = heartbeat(workspace.pk)
        if beat.stands:
            text = "đồng hồ nhắc việc đứng: không ai được nhắc, được báo. Hãy chạy: sauro serve, hoặc sauro worker"
            yield Finding(HINT, f"{workspace.name}: {text}")
        else:
            last = f", chạy ngày gần nhất {beat.runs[0].day:%d/%m/%Y}" if beat.runs else ""
            yield Finding(SOUND, f"{workspace.name}: đồng hồ nhắc việc đang chạy{last}")


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST:
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        yield Finding(
            SOUND, f"thư điện tử gửi qua {server} (chưa thử gửi), người gửi {settings.DEFAULT_FROM_EMAIL}"
        )
    else:
        yield Finding(
            HINT, "chưa đặt SAURO_MAIL_HOST: thông báo chỉ có trong phần mềm, không gửi thư điện tử"
        )


def _journal() -> Iterator[Finding]:
    for workspace in Workspace.objects.order_by("name"):
        verdict = verify(workspace)
        if verdict.holds:
            text = f"nhật ký {workspace.name}: {verdict.entries} mục, không mục nào bị sửa"
            yield Finding(
                SOUND, text + (f", {verdict.erased} nội dung đã xóa theo quy định" * bool(verdict.erased))
            )
        for fault in verdict.faults[:10]:
            yield Finding(FAULT, f"nhật ký {workspace.name}: {sentence(fault)}")
