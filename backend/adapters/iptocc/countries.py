"""The country that a network address was given out to, by the lists of the five regional internet registries.

The lists come inside the package. They say where a block of addresses is registered, which for 95 % of the addresses
of version 4 is where a commercial database finds it too (Zander, 2012): enough to tell one's own log-ins from a
stranger's. A database of its own (`backend.adapters.mmdb`) is more exact.
"""

from iptocc import country_code


def registered_country(address: str) -> str | None:
    """ISO 3166-1 alpha-2, or None for an address that is private, given to nobody or none at all."""
    return country_code(address)
