"""Countries of network addresses, from a database that is written here."""

from pathlib import Path

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from backend.adapters.mmdb.countries import MmdbCountries


@pytest.fixture
def countries(tmp_path: Path) -> MmdbCountries:
    writer = MMDBWriter(6, "Test-Country", ipv4_compatible=True)
    writer.insert_network(IPSet(["192.0.2.0/24"]), {"country": {"iso_code": "DE"}})
    writer.insert_network(IPSet(["2001:db8::/32"]), {"country": {"iso_code": "AT"}})
    writer.insert_network(IPSet(["203.0.113.0/24"]), {"continent": {"code": "EU"}})
    writer.to_db_file(str(tmp_path / "countries.mmdb"))
    return MmdbCountries(tmp_path / "countries.mmdb")


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("192.0.2.7", "DE"),
        ("2001:db8::7", "AT"),
        ("203.0.113.7", None),
        ("198.51.100.7", None),
        ("127.0.0.1", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_an_address_is_in_the_country_that_the_database_says(
    countries: MmdbCountries, address: str, country: str | None
) -> None:
    assert countries.country(address) == country


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "countries.mmdb").write_text("not a database")
    with pytest.raises(ValueError, match="not a database"):
        MmdbCountries(tmp_path / "countries.mmdb")
