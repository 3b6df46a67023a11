"""How an archived month lies in the file storage.

`archives/<table>/<month>/manifest.sealed` says what the archive is; it is written last, and replaced at once. Its
parts, `<slot>-0001.part` and on, are pieces of one CSV text (COPY's: UTF-8, no header, ordered by key), each compressed
by gzip. All of them are sealed by the field keys, bound to their own name.
"""

import gzip
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson

from backend.core.crypto import FieldCipher
from backend.core.db.partitions import Month
from backend.core.errors import NotFound
from backend.core.ports import StoragePort

FORMAT = 1
FIRST = Month(2025, 1)
"""No table is older."""
PART_BYTES = 8 * 1024 * 1024
"""Of CSV text in one part: what is held in memory."""
TYPE = "application/octet-stream"


class ArchiveError(Exception):
    """Nothing was lost, and nothing done that a second try would not mend; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An archive: which columns, how many rows, the SHA-256 (hex) of the CSV text, and the parts that hold it."""

    table: str
    month: Month
    columns: tuple[str, ...]
    rows: int
    size: int
    """Bytes of the CSV text."""
    sha256: str
    schema: str
    """The migration that the columns are of."""
    made_at: str
    slot: str
    parts: int

    def encoded(self) -> bytes:
        """As JSON."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return orjson.dumps({"format": FORMAT, **fields, "month": str(self.month)})

    @classmethod
    def decoded(cls, data: bytes) -> "Manifest":
        """From JSON. Raises `ArchiveError` for a format of a later Stoke."""
        fields: dict[str, Any] = orjson.loads(data)
        if fields.pop("format") != FORMAT:
            raise ArchiveError("this archive has a format that this Stoke does not know")
        fields |= {"month": Month.parse(fields["month"]), "columns": tuple(fields["columns"])}
        return cls(**fields)


class Archives:
    """The archives of one storage."""

    def __init__(self, storage: StoragePort, cipher: FieldCipher) -> None:
        self._storage = storage
        self._cipher = cipher

    async def manifest(self, table: str, month: Month) -> Manifest | None:
        """What is archived of a month, if anything is."""
        try:
            return Manifest.decoded(await self._get(f"{_folder(table, month)}/manifest.sealed"))
        except NotFound:
            return None

    async def publish(self, manifest: Manifest) -> None:
        """Make the parts that were written *the* archive of their month."""
        await self._put(f"{_folder(manifest.table, manifest.month)}/manifest.sealed", manifest.encoded())

    def writer(self, table: str, month: Month, slot: str) -> "Writer":
        """Takes the CSV text of a month."""

        async def put(number: int, text: bytes) -> None:
            await self._put(_part(table, month, slot, number), gzip.compress(text, mtime=0))

        return Writer(put)

    async def text(self, manifest: Manifest) -> AsyncIterator[bytes]:
        """The CSV text in pieces. Raises `ArchiveError` where a part is gone, and in the end when the whole differs."""
        digest = hashlib.sha256()
        for number in range(1, manifest.parts + 1):
            key = _part(manifest.table, manifest.month, manifest.slot, number)
            try:
                piece = gzip.decompress(await self._get(key))
            except NotFound as error:
                message = f"{key} is gone"
                raise ArchiveError(message) from error
            digest.update(piece)
            yield piece
        if digest.hexdigest() != manifest.sha256:
            message = f"the archive of {manifest.table} {manifest.month} is not what was written"
            raise ArchiveError(message)

    async def verify(self, manifest: Manifest) -> None:
        """Read an archive from end to end. Raises `ArchiveError` when anything of it is gone or changed."""
        async for _ in self.text(manifest):
            pass

    async def remove(self, manifest: Manifest) -> None:
        """Delete the parts of an archive that another one has replaced."""
        for number in range(1, manifest.parts + 1):
            await self._storage.delete(_part(manifest.table, manifest.month, manifest.slot, number))

    async def reseal(self, table: str, month: Month) -> int:
        """Seal the files of a month anew that are not under the key that encrypts now; how many."""
        manifest = await self.manifest(table, month)
        if manifest is None:
            return 0
        parts = [_part(table, month, manifest.slot, number) for number in range(1, manifest.parts + 1)]
        count = 0
        for key in (*parts, f"{_folder(table, month)}/manifest.sealed"):
            sealed = await self._sealed(key)
            if not self._cipher.is_current(sealed):
                await self._put(key, self._unsealed(key, sealed))
                count += 1
        return count

    async def _put(self, key: str, data: bytes) -> None:
        await self._storage.put(key, self._cipher.seal(data, place=key), TYPE)

    async def _get(self, key: str) -> bytes:
        return self._unsealed(key, await self._sealed(key))

    async def _sealed(self, key: str) -> bytes:
        return b"".join([piece async for piece in self._storage.open(key)])

    def _unsealed(self, key: str, sealed: bytes) -> bytes:
        try:
            return self._cipher.unseal(sealed, place=key)
        except ValueError as error:
            raise ArchiveError(str(error)) from error


class Writer:
    """Cuts a text into parts and takes its digest on the way. Without `put` it takes the digest alone."""

    def __init__(self, put: Callable[[int, bytes], Awaitable[None]] | None = None) -> None:
        self._put = put
        self._digest = hashlib.sha256()
        self._waiting = bytearray()
        self.size = 0
        self.parts = 0

    async def write(self, piece: bytes) -> None:
        """The next piece of the text, of any size."""
        self._digest.update(piece)
        self.size += len(piece)
        if self._put is not None:
            self._waiting += piece
            if len(self._waiting) >= PART_BYTES:
                await self._flush()

    async def close(self) -> str:
        """Write what is left; the SHA-256 of the whole text, in hex."""
        await self._flush()
        return self._digest.hexdigest()

    async def _flush(self) -> None:
        if self._put is not None and self._waiting:
            self.parts += 1
            await self._put(self.parts, bytes(self._waiting))
            self._waiting.clear()


def _folder(table: str, month: Month) -> str:
    return f"archives/{table}/{month}"


def _part(table: str, month: Month, slot: str, number: int) -> str:
    return f"{_folder(table, month)}/{slot}-{number:04}.part"
