"""Profile photos: what may come in, what is left of it, and who sees it."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backend.adapters.local_files.storage import LocalFiles
from backend.core.errors import NotFound
from backend.core.ids import new_id
from tests.support.stoke import Person, Stoke

PLACE = 34853  # the EXIF tag of GPS data


def _picture(kind: str = "JPEG", size: tuple[int, int] = (900, 500), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **options)
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 pixels a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


async def _set(person: Person, data: bytes) -> Any:
    return await person.client.post("/api/auth/me/photo", content=data, headers={"content-type": "image/jpeg"})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_becomes_a_small_square_and_is_shown(stoke: Stoke, kind: str) -> None:
    owner = await stoke.owner()
    answer = await _set(owner, _picture(kind))
    assert answer.status_code == 200, answer.text
    url = answer.json()["photo_url"]

    me = (await owner.client.get("/api/auth/me")).json()
    [member] = (await owner.client.get("/api/members")).json()["items"]
    assert me["user"]["photo_url"] == member["photo_url"] == url
    photo = await owner.client.get(url)
    assert (photo.status_code, photo.headers["content-type"]) == (200, "image/webp")
    assert photo.headers["cache-control"].startswith("private")
    assert photo.headers["x-content-type-options"] == "nosniff"
    shown = Image.open(io.BytesIO(photo.content))
    assert (shown.format, shown.size) == ("WEBP", (320, 320))
    again = await owner.client.get(url, headers={"if-none-match": photo.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_place_and_camera_are_stripped_and_a_turned_picture_is_upright(stoke: Stoke) -> None:
    owner = await stoke.owner()
    picture = Image.new("RGB", (100, 50), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 50, 50))
    exif = Image.Exif()
    exif[274] = 6
    exif.get_ifd(PLACE)[1] = "N"
    exif[315] = "Somebody's name"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95, comment=b"hidden words")
    url = (await _set(owner, out.getvalue())).json()["photo_url"]

    content = (await owner.client.get(url)).content
    shown = Image.open(io.BytesIO(content))
    assert not shown.getexif()
    assert b"Somebody" not in content
    assert b"hidden" not in content
    red, blue = (sum(band.crop((0, 0, 320, 40)).tobytes()) for band in shown.convert("RGB").split()[::2])
    assert red > blue


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 50,
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        _picture()[:300],
        _picture("PNG")[:60],
        _bomb(),
        _picture("GIF"),
        _picture("BMP"),
    ],
    ids=["empty", "text", "svg", "gif header", "jpeg header", "cut jpeg", "cut png", "bomb", "gif", "bmp"],
)
async def test_what_is_no_photo_is_refused_and_nothing_is_kept(stoke: Stoke, data: bytes) -> None:
    owner = await stoke.owner()
    answer = await _set(owner, data)

    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_photo")
    assert (await owner.client.get("/api/auth/me")).json()["user"]["photo_url"] is None


async def test_a_photo_of_many_megabytes_is_refused(stoke: Stoke) -> None:
    owner = await stoke.owner()
    assert (await _set(owner, b"\xff" * (5 * 1024 * 1024 + 1))).status_code == 413
    assert (await _set(owner, b"\xff" * (3 * 1024 * 1024))).status_code == 422


async def test_a_photo_is_replaced_and_removed_with_its_file(stoke: Stoke) -> None:
    owner = await stoke.owner()
    first = (await _set(owner, _picture())).json()["photo_url"]
    second = (await _set(owner, _picture("PNG"))).json()["photo_url"]
    folder = stoke.settings.files_folder / "photos" / str(owner.user_id)

    assert first != second
    assert len(list(folder.iterdir())) == 1
    assert (await owner.client.delete("/api/auth/me/photo")).status_code == 204
    assert (await owner.client.get(second)).status_code == 404
    assert list(folder.iterdir()) == []
    assert (await owner.client.delete("/api/auth/me/photo")).status_code == 204


async def test_nobody_of_another_organization_and_nobody_unknown_sees_it(stoke: Stoke) -> None:
    owner, other = await stoke.owner(), await stoke.owner()
    url = (await _set(owner, _picture())).json()["photo_url"]

    assert (await other.client.get(url)).status_code == 404
    assert (await stoke.client().get(url)).status_code == 401
    assert (await owner.client.get(f"/api/members/{new_id()}/photo")).status_code == 404
    assert (await stoke.client().post("/api/auth/me/photo", content=_picture())).status_code == 401


async def test_an_hour_has_ten_uploads(stoke: Stoke) -> None:
    owner = await stoke.owner()
    statuses = [(await _set(owner, b"no photo")).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize(
    "key",
    ["", "a", "../x/y", "a/../b", "/etc/passwd", "a//b", "a/b\x00", "a/.hidden", "photos/x.webp/..", "a\\b/c", "A/b"],
)
async def test_a_key_that_leads_elsewhere_is_refused(tmp_path: Path, key: str) -> None:
    files = LocalFiles(tmp_path)
    with pytest.raises(ValueError, match="no key"):
        await files.put(key, b"x", "text/plain")
    with pytest.raises(ValueError, match="no key"):
        await files.delete(key)


async def test_files_are_whole_or_absent(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    large = b"x" * 700_000
    await files.put("photos/one.webp", b"first", "image/webp")
    await files.put("photos/one.webp", large, "image/webp")

    assert b"".join([piece async for piece in files.open("photos/one.webp")]) == large
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["one.webp"]
    await files.delete("photos/one.webp")
    await files.delete("photos/one.webp")
    with pytest.raises(NotFound):
        _ = [piece async for piece in files.open("photos/one.webp")]
