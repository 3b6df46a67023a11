"""Organizations, who belongs to them, and what they may do."""

ROUTERS = (
    "auth_router",
    "passkey_router",
    "photo_router",
    "router",
    "keys_router",
    "sessions_router",
    "members_router",
    "roles_router",
    "external_router",
    "studio_router",
    "belonging_router",
)
