"""What a browser calls itself, as its owner would: `Safari on iPhone`."""

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from ua_parser import parse

DeviceKind: TypeAlias = Literal["phone", "tablet", "computer", "program"]

_PHONES = frozenset({"iOS", "Android", "Windows Phone", "KaiOS", "HarmonyOS"})
_COMPUTERS = {"Mac OS X": "Mac", "Windows": "Windows", "Linux": "Linux", "Ubuntu": "Linux", "Chrome OS": "Chromebook"}
_DRESS = ("Mobile ", "Headless", " Mobile WebView", " Mobile", " WebView")
"""What a family's name says beside the browser's: `Chrome Mobile`, `Mobile Safari`, `HeadlessChrome`."""


class DeviceName(NamedTuple):
    """Versions are left out: a browser that updated itself is the same one."""

    label: str
    kind: DeviceKind


@lru_cache(maxsize=1024)
def name_of(user_agent: str) -> DeviceName:
    """The browser and what it runs on, from its User-Agent header; what cannot be told is left out."""
    found = parse(user_agent)
    browser = _plain(found.user_agent.family) if found.user_agent else None
    system = found.os.family if found.os else None
    on = _COMPUTERS.get(system or "")
    if on is None and system not in _PHONES:
        named = browser or "".join(filter(str.isprintable, user_agent.partition("/")[0])).strip()[:40]
        return DeviceName(named or "Unknown device", "program")
    kind: DeviceKind = "computer"
    if system in _PHONES:
        model = found.device.family if found.device else None
        kind = "tablet" if _is_tablet(user_agent, model) else "phone"
        on = model if model not in {None, "Other", "Generic Smartphone", "Generic Tablet", "K"} else system
    parts = [part for part in (browser, on) if part]
    return DeviceName(" on ".join(parts) or "Unknown device", kind)


def _plain(family: str) -> str:
    for part in _DRESS:
        family = family.replace(part, "")
    return family


def _is_tablet(user_agent: str, model: str | None) -> bool:
    # Android browsers name themselves mobile on phones alone.
    return model == "iPad" or ("Android" in user_agent and "Mobile" not in user_agent)
