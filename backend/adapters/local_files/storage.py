"""Binds core's `StoragePort` to a folder. A file is either there whole or not there, also after a power cut."""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

from backend.core.errors import NotFound

PIECE = 256 * 1024
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)+(\.[a-z0-9]{1,8})?")


class LocalFiles:
    """Keys are folders and a name, such as `photos/<user>/<id>.webp`; the content type follows from the name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, data: bytes, content_type: str) -> None:
        """Store `data`, replacing what was there at once. Raises ValueError for a key of another form."""
        await asyncio.to_thread(self._write, self._path(key), data)

    async def open(self, key: str) -> AsyncGenerator[bytes]:
        """The content in pieces. Raises `NotFound`."""
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError as error:
            raise NotFound from error
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
        finally:
            file.close()

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            message = f"{key!r} is no key of a file"
            raise ValueError(message)
        return self._folder / key

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
