"""The country that a network address belongs to, from a file of MaxMind's format: GeoLite2 Country, DB-IP Lite."""

from pathlib import Path

import maxminddb


class MmdbCountries:
    """Looks countries up in a file that the operator brings and renews; nothing leaves the machine."""

    def __init__(self, file: Path) -> None:
        """Raises `ValueError` for a file that is no such database, `OSError` for one that cannot be read."""
        try:
            self._reader = maxminddb.open_database(file)
        except maxminddb.InvalidDatabaseError as error:
            raise ValueError(f"{file} is not a database of MaxMind's format") from error

    def country(self, address: str) -> str | None:
        """ISO 3166-1 alpha-2, or None for an address that is private, unknown or none at all."""
        try:
            found = self._reader.get(address)
        except ValueError:
            return None
        country = found.get("country") if isinstance(found, dict) else None
        code = country.get("iso_code") if isinstance(country, dict) else None
        return code if isinstance(code, str) and len(code) == 2 else None
