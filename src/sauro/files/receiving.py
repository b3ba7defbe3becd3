"""How Django takes in the files of a form: to the disk as they come, and no further than the limit."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps what comes in beside the quarantine, under no name, and stops writing at `MAX_UPLOAD_BYTES`.

    What comes behind the limit is read and dropped, so that the browser hears the answer. The file shows its whole
    size: `files.actions.send_in` refuses it.
    """

    _unfinished: "_Incoming | None" = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        folder = Path(settings.DATA) / "quarantine"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = self._unfinished = _Incoming(
            self.file_name, self.content_type, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < settings.MAX_UPLOAD_BYTES:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        self._unfinished = None
        return super().file_complete(file_size)

    def __del__(self) -> None:
        # Of a connection that broke Django tells nobody: the request is dropped, and its handlers with it.
        if self._unfinished is not None:
            self._unfinished.close()


class _Incoming(TemporaryUploadedFile):
    def __init__(
        self, name: str, content_type: str, charset: str | None, extra: dict[str, bytes] | None
    ) -> None:
        # Gone when it is closed, or by the sweeper where the process was killed.
        kept = tempfile.NamedTemporaryFile(suffix=".part", dir=Path(settings.DATA) / "quarantine")  # noqa: SIM115
        super(TemporaryUploadedFile, self).__init__(kept, name, content_type, 0, charset, extra)
