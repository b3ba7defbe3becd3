"""How Django takes in the files of a form: to the disk as they come, and no further than the limit."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from sauro.identity.second_factor import inside


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps what comes in beside the quarantine, under no name, and stops writing at `MAX_UPLOAD_BYTES`.

    What comes behind the limit is read and dropped, so that the browser hears the answer. The file shows its whole
    size: `files.actions.send_in` refuses it. A form is taken in before its view asks who sends it (its token stands in
    it), so nothing touches the disk for somebody who is still at the door.
    """

    _unfinished: "_Incoming | None" = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated or not inside(self.request):
            raise SkipFile
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
