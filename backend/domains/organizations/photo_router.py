"""Profile photos: one's own, and those of the people in one's organization."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from backend.core.errors import NotFound, TooLarge, TooManyRequests
from backend.core.routing import Access, Process, Read, Router, requires, signed_in
from backend.domains.accounts.photos import MEDIA_TYPE, NotAPhoto
from backend.domains.organizations import photos
from backend.domains.organizations.schemas import PhotoOut, photo_url

router = Router(tags=["auth"], errors=[NotFound, NotAPhoto, TooLarge])

PICTURE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The picture itself, 5 MB at most; its kind is found from its content.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "image/png", "image/webp")
        },
    }
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "description": "The picture"},
    304: {"description": "The picture of If-None-Match is still the right one"},
}
_HOUR = 3600


@router.post("/auth/me/photo", openapi_extra=PICTURE)
async def set_my_photo(request: Request, runtime: Process, access: Annotated[Access, signed_in()]) -> PhotoOut:
    """Set one's photo. The middle of it is kept as a square of 320 pixels, without place, camera or other metadata."""
    count = await runtime.limits.hit("upload", str(access.user_id), runtime.settings.rate_limit_uploads, _HOUR)
    if count is not None and count.over:
        raise TooManyRequests(headers={**count.headers(), "Retry-After": str(count.reset)})
    key = await photos.replace(runtime.database, access, await request.body())
    return PhotoOut(photo_url=photo_url(access.member_id, key))


@router.delete("/auth/me/photo", status_code=204)
async def delete_my_photo(runtime: Process, access: Annotated[Access, signed_in()]) -> Response:
    """Take one's photo away."""
    await photos.remove(runtime.database, access)
    return Response(status_code=204)


@router.get("/members/{member_id}/photo", response_class=Response, responses=_ANSWER)
async def get_member_photo(
    request: Request,
    runtime: Process,
    access: Annotated[Access, requires("organization:read")],
    read: Read,
    member_id: UUID,
) -> Response:
    """The photo of somebody in one's organization: a client sees those of the staff and their own."""
    key = await photos.of_member(read, access, member_id)
    tag = f'"{key.rpartition("/")[2]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=3600", "Vary": "Authorization"}
    if tag in [part.strip() for part in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(await photos.content_of(runtime.database, key), media_type=MEDIA_TYPE, headers=headers)
