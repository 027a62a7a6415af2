"""Keeps what is uploaded in memory alone: on disk it would lie in clear, and outlive the request."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class KeepInMemory(FileUploadHandler):
    """Takes up to the limit of one request, and one byte more, by which a form knows it was too much."""

    chunk_size = 2**16

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = settings.UPLOAD_LIMIT + 1

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep as much as there is room for, over all files of the request together."""
        kept = raw_data[: self.room]
        self.room -= len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over, without the name it had on somebody's phone."""
        size = self.file.tell()
        self.file.seek(0)
        return InMemoryUploadedFile(self.file, self.field_name, "upload", "", size, None)
