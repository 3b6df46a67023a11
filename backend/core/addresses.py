"""Where a request comes from, as far as anybody's word is believed, and what counts as one place."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

_ONE_PLACE = 64
"""Bits of an IPv6 address that a provider gives to one household: whoever has one has 2^64 addresses."""


def client_address(scope: Scope, trusted: Sequence[str]) -> str:
    """The address of who asks: the nearest one in X-Forwarded-For that is not a trusted proxy.

    Only a trusted peer's word counts, and of what it says only what trusted proxies added, from the right.
    """
    peer = scope["client"][0] if scope.get("client") else "unknown"
    if not trusted or not _is_trusted(peer, tuple(trusted)):
        return peer
    # A proxy may add a line of its own instead of going on with the one that the client sent.
    lines = Headers(scope=scope).getlist("x-forwarded-for")
    for hop in reversed([hop.strip() for line in lines for hop in line.split(",") if hop.strip()]):
        if _parsed(hop) is None:
            return peer
        if not _is_trusted(hop, tuple(trusted)):
            return hop
    return peer


@lru_cache(maxsize=4096)
def counted_as(address: str) -> str:
    """What an address counts as for limits: an IPv6 address its network, an IPv4 one in IPv6's clothes itself."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, _ONE_PLACE), strict=False))
    return address if parsed is None else str(parsed)


def parse_networks(texts: Sequence[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks such as 10.0.0.0/8. Raises ValueError for anything else."""
    return tuple(ip_network(text, strict=False) for text in texts)


_networks = lru_cache(maxsize=8)(parse_networks)


def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in _networks(trusted))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
