"""The trainer's home."""

from typing import Annotated

from fastapi import Response

from backend.core.routing import Access, Read, Router, json_response, requires
from backend.domains.analytics import service
from backend.domains.analytics.schemas import Home

router = Router(tags=["home"])


@router.get("/home", response_model=Home)
async def get_home(access: Annotated[Access, requires("home:read")], read: Read) -> Response:
    """Who trained, who is behind, who needs attention, and what is on today, for the clients one may see."""
    return json_response(await service.home(read, access))
