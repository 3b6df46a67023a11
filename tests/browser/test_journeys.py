"""What a trainer and a client do with Stoke, in a browser, on a phone and at a desk. Each journey says what it does."""

import pytest

from tests.browser.site import HERE, Site

JOURNEYS = sorted(
    file.stem
    for file in (HERE / "journeys").glob("*.mjs")
    # The picture of the README is made by hand.
    if "await journey(" in file.read_text() and file.stem != "picture"
)


assert JOURNEYS


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_people_get_through(site: Site, name: str, viewport: str) -> None:
    assert site.journey(name, viewport=viewport).rstrip().endswith("done")
