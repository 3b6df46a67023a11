"""What the start screen knows about the demo: is there anything yet, and who can sign in."""

import asyncpg

from backend.demo.accounts import SIGN_INS


async def is_empty(admin_url: str) -> bool:
    """Whether no organization exists. Asked as the superuser, whom row-level security does not blind."""
    connection = await asyncpg.connect(admin_url)
    try:
        return not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM organizations)")
    finally:
        await connection.close()


async def sign_ins(admin_url: str) -> list[str]:
    """Lines that name the demo's accounts with their passwords; empty when the demo is not loaded."""
    if await is_empty(admin_url):
        return []
    connection = await asyncpg.connect(admin_url)
    try:
        known = await connection.fetchval("SELECT 1 FROM users WHERE email = $1", SIGN_INS[0].email)
    finally:
        await connection.close()
    if not known:
        return []
    return ["\n  Demo sign-ins", *(f"    {who.role:<9} {who.email:<32} {who.password}" for who in SIGN_INS)]
