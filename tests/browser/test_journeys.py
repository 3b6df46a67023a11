"""What a trainer and a client do with Stoke, in a browser, on a phone and at a desk."""

import pytest

from tests.browser.site import HERE, Site

JOURNEYS = {
    "main_job": "Register, confirm, add and invite a client, build and assign a program; train, celebrate, see it at home.",
    "pages": "Each page of the demo studio, in both themes: no axe violation, no console error, no sideways scrolling.",
    "dialogs": "Each dialog of account, team, keys, studio and privacy, in both themes; an offer of the studio, declined.",
    "long_words": "The longest names there may be, without a space: no page scrolls sideways.",
    "bad_days": "Refused fields, two tabs, used links, a lost API, another tab that logs out; at a desk by keyboard alone.",
    "factors": "Passkeys in Chromium's virtual authenticator, an authenticator app, recovery codes, a proof before a change.",
    "external": "Sign-up, log-in, connecting and disconnecting against the local provider; refusals lead on.",
    "studios": "Looks, the public page, a second studio and back, suspension seen by a client, deletion taken back, leaving.",
    "team": "A role made, looked as, given by an invitation, changed under an open page; suspended, let in, removed.",
}


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_people_get_through(site: Site, name: str, viewport: str) -> None:
    assert site.journey(name, viewport=viewport).rstrip().endswith("done")


def test_no_journey_is_left_out() -> None:
    found = {file.stem for file in (HERE / "journeys").glob("*.mjs") if "await journey(" in file.read_text()}
    # The picture of the README is made by hand.
    assert found - {"picture"} == set(JOURNEYS)
