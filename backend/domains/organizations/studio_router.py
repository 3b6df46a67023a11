"""The organization itself: looks, public sign-up, rules for sign-ins, suspension and deletion."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from backend.core.errors import NotFound, TooLarge, TooManyRequests
from backend.core.routing import Access, Process, Read, Router, Write, public, requires
from backend.domains.accounts.photos import MEDIA_TYPE, NotAPhoto
from backend.domains.organizations import lifecycle, logos, repository, studio_settings
from backend.domains.organizations.logos import Size
from backend.domains.organizations.photo_router import PICTURE
from backend.domains.organizations.schemas import OrganizationOut
from backend.domains.organizations.studio_errors import DeletionUnderWay, NoFiles, OwnFactorMissing, WrongStudioState
from backend.domains.organizations.studio_schemas import (
    BrandPatch,
    DeleteStudio,
    JoinPatch,
    LogoOut,
    SignInRulesPatch,
    StudioSettings,
)

router = Router(
    tags=["organization"],
    errors=[NotFound, NotAPhoto, TooLarge, NoFiles, OwnFactorMissing, WrongStudioState, DeletionUnderWay],
)

_HOUR = 3600
_LOGO: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "description": "The picture"},
}


@router.get("/organization/settings")
async def get_organization_settings(
    access: Annotated[Access, requires("organization:read")], read: Read, runtime: Process
) -> StudioSettings:
    """Public sign-up and the rules for sign-ins, which concern whoever belongs here."""
    return await studio_settings.shown(read, runtime.ports.base_url)


@router.patch("/organization/brand")
async def update_organization_brand(
    access: Annotated[Access, requires("organization:brand")], session: Write, body: BrandPatch
) -> OrganizationOut:
    """Change name and colour as clients see them. A field left out stays, null goes back to Stoke's own."""
    await studio_settings.brand(session, body)
    return await _organization(session)


@router.post("/organization/logo", openapi_extra=PICTURE)
async def set_organization_logo(
    request: Request, runtime: Process, access: Annotated[Access, requires("organization:brand")], session: Write
) -> LogoOut:
    """Set the logo: a picture with or without transparency. It is kept to fit 512 and 96 pixels, without metadata.

    It is public: the sign-up page shows it.
    """
    count = await runtime.limits.hit("upload", str(access.user_id), runtime.settings.rate_limit_uploads, _HOUR)
    if count is not None and count.over:
        raise TooManyRequests(headers={**count.headers(), "Retry-After": str(count.reset)})
    await logos.replace(session, await request.body())
    return LogoOut(logo_url=(await _organization(session)).logo_url)


@router.delete("/organization/logo", status_code=204)
async def delete_organization_logo(access: Annotated[Access, requires("organization:brand")], session: Write) -> None:
    """Take the logo away."""
    await logos.remove(session)


@router.get(
    "/logos/{slug}",
    response_class=Response,
    responses=_LOGO,
    dependencies=[public("a logo is for strangers: the sign-up page and mails show it")],
)
async def get_logo(
    runtime: Process, slug: str, size: Size = "large", v: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """The logo of an open studio, to fit 96 (small) or 512 pixels (large). Its address changes with it, by `v`."""
    del v
    _, content = await logos.content_of(runtime.database, slug, size)
    return Response(content, media_type=MEDIA_TYPE, headers={"Cache-Control": "public, max-age=86400"})


@router.patch("/organization/join")
async def update_organization_join(
    access: Annotated[Access, requires("organization:join")], session: Write, runtime: Process, body: JoinPatch
) -> StudioSettings:
    """Open, close or word the public sign-up page. A field left out stays, null clears the text."""
    await studio_settings.joining(session, body)
    return await studio_settings.shown(session, runtime.ports.base_url)


@router.patch("/organization/sign-in-rules")
async def update_sign_in_rules(
    access: Annotated[Access, requires("organization:security", proof=True)],
    session: Write,
    runtime: Process,
    body: SignInRulesPatch,
) -> StudioSettings:
    """Ask staff for a second factor, and end sign-ins that idle or last too long. In effect within a second.

    Whoever asks others for a second factor is signed in with one: else 403 `own_factor_missing`.
    """
    await studio_settings.sign_in_rules(session, access, body)
    return await studio_settings.shown(session, runtime.ports.base_url)


@router.post("/organization/suspension")
async def suspend_organization(
    access: Annotated[Access, requires("organization:suspend", proof=True)], session: Write
) -> OrganizationOut:
    """Suspend the studio: its people sign in and see why, and can do nothing else. Doing it twice changes nothing."""
    await lifecycle.suspend(session, access)
    return await _organization(session)


@router.delete("/organization/suspension")
async def reopen_organization(
    access: Annotated[Access, requires("organization:suspend", proof=True)], session: Write
) -> OrganizationOut:
    """Open a suspended studio again. Doing it twice changes nothing."""
    await lifecycle.reopen(session, access)
    return await _organization(session)


@router.post("/organization/deletion", status_code=202)
async def delete_organization(
    access: Annotated[Access, requires("organization:delete", proof=True)], session: Write, body: DeleteStudio
) -> OrganizationOut:
    """Close the studio now and delete it, with everything in it, 30 days later (`delete_after`). Owners are mailed.

    Until then an owner can take that back.
    """
    await lifecycle.begin_deletion(session, access, body.name)
    return await _organization(session)


@router.delete("/organization/deletion")
async def keep_organization(
    access: Annotated[Access, requires("organization:delete", proof=True)], session: Write
) -> OrganizationOut:
    """Take a deletion back, while its time of grace lasts. 410 `deletion_under_way` afterwards."""
    await lifecycle.take_deletion_back(session, access)
    return await _organization(session)


async def _organization(session: Write) -> OrganizationOut:
    row = await repository.organization(session)
    if row is None:
        raise NotFound
    return OrganizationOut(**row)
