"""Countries of network addresses: from the registries' lists, or from a database that is written here."""

from pathlib import Path

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from backend import wiring
from backend.adapters.mmdb.countries import MmdbCountries

_NOWHERE = ["127.0.0.1", "10.0.0.7", "192.168.1.7", "169.254.0.7", "::1", "fe80::7", "unknown", "", "8.8.8.8.8"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The documentation's own networks, which no registry gave to anybody, and one that a registry gave away."""
    writer = MMDBWriter(6, "Test-Country", ipv4_compatible=True)
    writer.insert_network(IPSet(["192.0.2.0/24"]), {"country": {"iso_code": "DE"}})
    writer.insert_network(IPSet(["2001:db8::/32"]), {"country": {"iso_code": "AT"}})
    writer.insert_network(IPSet(["203.0.113.0/24"]), {"continent": {"code": "EU"}})
    writer.to_db_file(str(tmp_path / "countries.mmdb"))
    return tmp_path / "countries.mmdb"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("193.0.6.139", "NL"),
        ("202.12.29.175", "AU"),
        ("2001:67c:2e8:22::c100:68b", "NL"),
        ("192.0.2.7", None),
        ("2001:db8::7", None),
        *((address, None) for address in _NOWHERE),
    ],
)
def test_without_a_database_the_registries_lists_say_the_country(address: str, country: str | None) -> None:
    assert wiring.countries(None)(address) == country


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("192.0.2.7", "DE"),
        ("2001:db8::7", "AT"),
        ("203.0.113.7", None),
        ("198.51.100.7", None),
        ("193.0.6.139", None),
        *((address, None) for address in _NOWHERE),
    ],
)
def test_an_address_is_in_the_country_that_the_database_says(database: Path, address: str, country: str | None) -> None:
    assert wiring.countries(database)(address) == country


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "countries.mmdb").write_text("not a database")
    with pytest.raises(ValueError, match="not a database"):
        MmdbCountries(tmp_path / "countries.mmdb")
