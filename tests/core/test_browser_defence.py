"""What keeps other sites out of a browser that is signed in: headers everywhere, cookies that open nothing alone."""

import ast
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from backend.core.ids import new_id
from backend.core.routing import Public
from backend.core.security_headers import security_headers
from backend.main import MAX_BODY_BYTES, create_app
from tests.architecture.gates.routes import walk
from tests.architecture.gates.tree import ROOT
from tests.support.stoke import PASSWORD, Person, Stoke

GOOD, EVIL = "https://good.example", "https://evil.example"

COOKIE_READERS = {
    "auth_router.py:device_of": "opens nothing: a sign-in that was proved otherwise ends the one it takes the place of",
    "auth_router.py:refresh": "answers nothing without the CSRF token, which is made from the session",
    "auth_router.py:logout": "ends nothing without the CSRF token",
    "external_router.py:finish_external": "asks for the ticket of this browser's own sign-in as well",
    "external_router.py:return_from_external": "asks for the state of this browser's own sign-in as well",
}
"""Routes that read a cookie, and why another site gains nothing by making a browser send it."""

PAGES = ("backend/core/templates/*.html", "frontend/index.html")
NOT_PAGES = {"mail.html": "mail programs read no style sheets; no browser shows it from our origin"}


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.fixture
async def site(stoke: Stoke, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The API with a web app beside it, open to one other origin."""
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "assets/app-1a2b.js"):
        (tmp_path / name).write_text(name)
    app = create_app(stoke.settings.model_copy(update={"web_dist": tmp_path, "allowed_origins": (GOOD,)}))
    app.state.runtime = stoke.runtime
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://stoke.test") as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/o/north/join", 200),
        ("GET", "/assets/app-1a2b.js", 200),
        ("GET", "/assets/gone.js", 404),
        ("POST", "/", 405),
        ("GET", "/status", 200),
        ("GET", "/api/docs", 200),
        ("GET", "/api/docs/style.css", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/api/health", 200),
        ("GET", "/api/clients", 401),
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/health", 405),
        ("POST", "/api/auth/login", 422),
        ("OPTIONS", "/api/clients", 200),
    ],
)
async def test_every_answer_carries_the_headers(
    stoke: Stoke, site: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    asked = {"origin": GOOD, "access-control-request-method": "GET"} if method == "OPTIONS" else {}
    answer = await site.request(method, path, headers=asked)
    assert answer.status_code == status
    for name, value in security_headers(stoke.settings):
        assert answer.headers.get_list(name) == [value], name


async def test_a_refused_body_carries_them_too(stoke: Stoke, site: httpx.AsyncClient) -> None:
    answer = await site.post("/api/auth/login", content=b" " * (MAX_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert (
        answer.headers["content-security-policy"] == dict(security_headers(stoke.settings))["content-security-policy"]
    )


def test_the_policy_allows_nothing_inline_and_nobody_else(stoke: Stoke) -> None:
    production = stoke.settings.model_copy(update={"env": "production", "base_url": "https://stoke.example"})
    headers = dict(security_headers(production))
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert set(re.findall(r"[a-z]+:", policy)) == {"data:", "blob:"}
    for directive in ("frame-src", "frame-ancestors", "object-src", "base-uri"):
        assert f"{directive} 'none'" in policy
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "includeSubDomains" in headers["strict-transport-security"]


class _Inline(HTMLParser):
    """What a page holds that the policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.found += [f"{tag} {value}" for _, value in attrs if value is not None and value.startswith("javascript:")]


def _inline(html: str) -> list[str]:
    page = _Inline()
    page.feed(html)
    return page.found


def test_no_page_holds_what_the_policy_would_block() -> None:
    pages = [path for pattern in PAGES for path in ROOT.glob(pattern) if path.name not in NOT_PAGES]
    assert len(pages) >= 3
    assert {path.name: found for path in pages if (found := _inline(path.read_text()))} == {}
    planted = '<p style="a"><a href="javascript:x" onclick="y">z</a><script>1</script><style></style>'
    assert _inline(planted) == ["p style", "a onclick", "a javascript:x", "script", "style"]


def _cookie_readers() -> set[str]:
    """Functions of the app that look into a request's cookies."""
    found: set[str] = set()
    for folder in ("core", "domains"):
        for path in (ROOT / "backend" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                    isinstance(part, ast.Attribute) and part.attr == "cookies" for part in ast.walk(node)
                ):
                    found.add(f"{path.name}:{node.name}")
    return found


def test_whatever_reads_a_cookie_asks_for_more() -> None:
    assert _cookie_readers() == COOKIE_READERS.keys()


async def test_cookies_alone_open_nothing(stoke: Stoke, owner: Person) -> None:
    browser = stoke.client()
    signed_in = await browser.post("/api/auth/login", json={"email": owner.email, "password": PASSWORD})
    assert signed_in.status_code == 200
    assert {cookie.name for cookie in browser.cookies.jar} >= {"stoke_refresh", "stoke_csrf"}
    # A browser would not even send them everywhere; here it does.
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)
    operations = [one for one in walk(stoke.app)[0] if not isinstance(one.declarations[0], Public)]
    assert len(operations) > 80
    for operation in operations:
        path = re.sub("{[^}]*}", str(new_id()), operation.path)
        answer = await stoke.client({"cookie": cookies}).request(operation.method, path)
        assert answer.status_code == 401, operation.name


@pytest.mark.parametrize("path", ["/api/auth/refresh", "/api/auth/logout"])
async def test_a_cookie_route_needs_the_token_of_its_own_session(stoke: Stoke, owner: Person, path: str) -> None:
    ours, theirs = stoke.client(), stoke.client()
    tokens: list[str] = []
    for browser in (ours, theirs):
        answer = await browser.post("/api/auth/login", json={"email": owner.email, "password": PASSWORD})
        tokens.append(answer.json()["csrf_token"])
    # Whoever can set a cookie in the browser, from a subdomain say, knows a token of a session of their own.
    for token in ("", "nonsense", tokens[1]):
        ours.cookies.set("stoke_csrf", token)
        assert (await ours.post(path, headers={"x-csrf-token": token})).json()["code"] == "wrong_csrf_token"
    assert (await ours.post(path, headers={"x-csrf-token": tokens[0]})).status_code in {200, 204}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_a_form_of_another_site_signs_nobody_in(stoke: Stoke, owner: Person, kind: str) -> None:
    body = f'{{"email": "{owner.email}", "password": "{PASSWORD}"}}'
    answer = await stoke.client().post("/api/auth/login", content=body, headers={"content-type": kind, "origin": EVIL})
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("origin", [EVIL, "null", "https://good.example.evil.example", "http://good.example", ""])
async def test_other_origins_get_no_leave(site: httpx.AsyncClient, origin: str) -> None:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
    }
    preflight = await site.options("/api/clients", headers=asked)
    assert "access-control-allow-origin" not in preflight.headers
    assert "access-control-allow-origin" not in (await site.get("/api/health", headers={"origin": origin})).headers


async def test_a_listed_origin_may_call_with_a_token_and_never_with_cookies(site: httpx.AsyncClient) -> None:
    asked = {"origin": GOOD, "access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    preflight = await site.options("/api/clients", headers=asked)
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, GOOD)
    assert "access-control-allow-credentials" not in preflight.headers
    answer = await site.get("/api/health", headers={"origin": GOOD})
    assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
    assert answer.headers["vary"] == "Origin"
