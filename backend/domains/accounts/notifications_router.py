"""What one is told, how, and when not."""

from typing import Annotated

from backend.core.errors import NotFound
from backend.core.ids import PLATFORM
from backend.core.routing import Access, Process, Router, signed_in
from backend.domains.accounts import notifications
from backend.domains.accounts.notification_schemas import NotificationsOut, NotificationsPatch

router = Router(prefix="/auth/me/notifications", tags=["auth"], errors=[NotFound])


@router.get("")
async def get_notifications(runtime: Process, access: Annotated[Access, signed_in()]) -> NotificationsOut:
    """The kinds of notifications there are, which of them one gets, and one's quiet hours."""
    async with runtime.database.read(access.organization_id, access.user_id) as read:
        return await notifications.chosen(read, access.user_id)


@router.patch("")
async def update_notifications(
    runtime: Process, access: Annotated[Access, signed_in()], body: NotificationsPatch
) -> NotificationsOut:
    """Choose which notifications to get, and one's quiet hours. What is left out stays."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await notifications.choose(session, body)
        return await notifications.chosen(session, access.user_id)
