"""The built web app beside the API: encodings, validators, headers, and what it must not answer."""

from pathlib import Path

import httpx
import pytest

from backend.core.web import best_encoding
from backend.main import create_app
from tests.support.stoke import Stoke

ALL = {"br", "gzip", "identity"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    (folder / "assets").mkdir()
    (folder.parent / "secret.txt").write_text("secret")
    for name in ("index.html", "assets/app-1a2b.js", "sw.js"):
        (folder / name).write_text(name)
        (folder / f"{name}.br").write_bytes(b"br of " + name.encode())
        (folder / f"{name}.gz").write_bytes(b"gz of " + name.encode())
    (folder / "icon.png").write_bytes(b"png")
    return folder


@pytest.fixture(scope="module")
def web(stoke: Stoke, folder: Path) -> httpx.AsyncClient:
    app = create_app(stoke.settings.model_copy(update={"web_dist": folder}))
    app.state.runtime = stoke.runtime
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://stoke.test", headers={"accept-encoding": "identity"})


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0,gzip;q=0.0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("brotli", "identity"),
        ("BR", "br"),
        ("gzip;q=nonsense", "identity"),
        ("gzip ; q = 0.5", "gzip"),
        ("identity;q=0", "identity"),
    ],
)
def test_the_encoding_follows_the_weights(accept: str, expected: str) -> None:
    assert best_encoding(accept, ALL) == expected
    assert best_encoding(accept, {"identity"}) == "identity"


async def test_a_page_of_the_browsers_router_gets_the_index(web: httpx.AsyncClient) -> None:
    for path in ("/", "/index.html", "/clients/123", "/apiary"):
        answer = await web.get(path, headers={"accept-encoding": "identity"})
        assert (answer.status_code, answer.text) == (200, "index.html")
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_hashed_files_are_kept_for_ever_and_missing_ones_are_404(web: httpx.AsyncClient) -> None:
    answer = await web.head("/assets/app-1a2b.js", headers={"accept-encoding": "br"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "br")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (await web.get("/assets/app-0000.js")).status_code == 404
    assert (await web.get("/sw.js")).headers["cache-control"] == "no-cache"


async def test_head_gives_the_headers_of_get_and_no_body(web: httpx.AsyncClient) -> None:
    got = await web.get("/", headers={"accept-encoding": "gzip;q=0"})
    head = await web.head("/", headers={"accept-encoding": "gzip;q=0"})

    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"] == "10"
    assert head.headers["etag"] == got.headers["etag"]


async def test_an_unchanged_file_is_a_304_with_all_protection(web: httpx.AsyncClient) -> None:
    tag = (await web.get("/")).headers["etag"]
    for header in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        answer = await web.get("/", headers={"if-none-match": header})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["content-security-policy"]
        assert answer.headers["etag"] == tag
    assert (await web.get("/", headers={"if-none-match": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/....//secret.txt"],
)
async def test_no_path_leads_out_of_the_folder(web: httpx.AsyncClient, path: str) -> None:
    assert "secret" not in (await web.get(path)).text


async def test_unknown_addresses_of_the_api_are_never_a_page(web: httpx.AsyncClient) -> None:
    for path in ("/api", "/api/", "/api/nothing", "/api/clients/"):
        answer = await web.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    answer = await web.delete("/api/clients")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


async def test_a_page_takes_no_other_method(web: httpx.AsyncClient) -> None:
    answer = await web.post("/clients")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/icon.png", "/assets/none.js", "/api/health", "/api/nothing", "/api/auth/me"])
async def test_every_answer_is_protected(web: httpx.AsyncClient, path: str) -> None:
    headers = (await web.get(path)).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["script-src"] == policy["style-src"] == policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["x-request-id"]


def test_where_people_use_https_browsers_must_too(stoke: Stoke) -> None:
    from backend.core.security_headers import security_headers

    local = dict(security_headers(stoke.settings))
    real = dict(
        security_headers(stoke.settings.model_copy(update={"env": "production", "base_url": "https://stoke.example"}))
    )
    assert "strict-transport-security" not in local
    assert "max-age=63072000" in real["strict-transport-security"]
    assert "ws:" not in real["content-security-policy"]


async def test_only_listed_origins_may_call_from_a_page_of_theirs(stoke: Stoke) -> None:
    app = create_app(stoke.settings.model_copy(update={"allowed_origins": ("https://good.example",)}))
    app.state.runtime = stoke.runtime
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://stoke.test")

    good = await client.get("/api/health", headers={"origin": "https://good.example"})
    evil = await client.get("/api/health", headers={"origin": "https://evil.example"})
    assert good.headers["access-control-allow-origin"] == "https://good.example"
    assert "access-control-allow-credentials" not in good.headers
    assert "access-control-allow-origin" not in evil.headers
