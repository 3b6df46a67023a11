"""What browsers call themselves, in words."""

import pytest

from backend.domains.accounts.devices import name_of

_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "label", "kind"),
    [
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) {_WEBKIT} Version/18.2 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
            "phone",
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) {_WEBKIT} Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari on iPad",
            "tablet",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Version/18.0 Safari/605.1.15",
            "Safari on Mac",
            "computer",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {_BLINK} Chrome/141.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
            "phone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {_BLINK} Chrome/141.0.0.0 Mobile Safari/537.36",
            "Chrome on Pixel 9",
            "phone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X700) {_BLINK} Chrome/120.0.0.0 Safari/537.36",
            "Chrome on SM-X700",
            "tablet",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_BLINK} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
            "Edge on Windows",
            "computer",
        ),
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {_BLINK} HeadlessChrome/141.0.0.0 Safari/537.36",
            "Chrome on Linux",
            "computer",
        ),
        ("python-httpx/0.28", "python-httpx", "program"),
        ("curl/8.5.0", "curl", "program"),
        ("", "Unknown device", "program"),
        ("\x1b[31mevil\r\nBcc: all", "[31mevilBcc: all", "program"),
    ],
)
def test_a_device_is_called_what_its_owner_would_call_it(user_agent: str, label: str, kind: str) -> None:
    assert name_of(user_agent) == (label, kind)


def test_an_update_of_the_browser_makes_no_new_device() -> None:
    before, after = (f"Mozilla/5.0 (X11; Linux x86_64; rv:{n}.0) Gecko/20100101 Firefox/{n}.0" for n in (140, 141))
    assert name_of(before) == name_of(after)
