"""What a trainer and a client do with Stoke, in a browser, on a phone and at a desk."""

import pytest

from tests.browser.site import Site

VIEWPORTS = ["phone", "desktop"]


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_trainer_coaches_a_client(site: Site, viewport: str) -> None:
    """Register, confirm, add and invite a client, build and assign a program; train, celebrate, see it at home."""
    output = site.journey("main_job", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_every_page_of_the_demo_is_accessible_and_quiet(site: Site, viewport: str) -> None:
    """Each page of the demo studio, in both themes: no axe violation, no console error, no sideways scrolling."""
    output = site.journey("pages", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_bad_input_and_bad_days_lead_on(site: Site, viewport: str) -> None:
    """Refused fields, two tabs, used links, a lost API, another tab that logs out; at a desk by keyboard alone, too."""
    output = site.journey("bad_days", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_second_factors_protect_an_account(site: Site, viewport: str) -> None:
    """Passkeys in Chromium's virtual authenticator, an authenticator app, recovery codes, a proof before a change."""
    output = site.journey("factors", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_people_sign_in_with_google_and_facebook(site: Site, viewport: str) -> None:
    """Sign-up, log-in, connecting and disconnecting against the local provider; refusals lead on."""
    output = site.journey("external", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_studio_opens_to_strangers_and_is_closed_and_kept(site: Site, viewport: str) -> None:
    """Looks, the public page, a second studio and back, suspension seen by a client, deletion taken back, leaving."""
    output = site.journey("studios", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_team_has_roles_of_its_own(site: Site, viewport: str) -> None:
    """A role made, looked as, given by an invitation, changed under an open page; suspended, let in, removed."""
    output = site.journey("team", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_what_opens_over_the_pages_is_accessible_too(site: Site, viewport: str) -> None:
    """Each dialog of account, team, keys, studio and privacy, in both themes; an offer of the studio, declined."""
    output = site.journey("dialogs", viewport=viewport)

    assert output.rstrip().endswith("done")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_names_without_a_space_to_break_at_make_no_page_wider(site: Site, viewport: str) -> None:
    """People, studio, role, key and template with the longest names there may be: no page scrolls sideways."""
    output = site.journey("long_words", viewport=viewport)

    assert output.rstrip().endswith("done")
