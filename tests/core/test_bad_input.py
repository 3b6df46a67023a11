"""Whatever is sent, the answer is a problem document that says what is wrong; never a bare 500."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from tests.support.stoke import Person, Stoke

FORM = {"first_name": "Iris", "last_name": "Falk"}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


def _problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-security-policy"]
    assert ("www-authenticate" in answer.headers) == (status == 401)
    body = answer.json()
    assert set(body) >= {"type", "title", "status", "code", "detail", "errors", "request_id"}
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:stoke:problem:{code}")
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"",
        b"nonsense",
        b"[1,",
        b'{"first_name": NaN, "last_name": "F"}',
        b'{"first_name": Infinity}',
        b'{"first_name": "\\ud800", "last_name": "F"}',
        b'{"first_name": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"first_name": 1' + b"0" * 5_000 + b"}",
        b"\x00",
        b'"text"',
        b"17",
        b"[]",
        b"null",
    ],
)
async def test_a_body_that_is_no_fit_json_is_a_422(owner: Person, content: bytes) -> None:
    answer = await owner.client.post("/api/clients", content=content, headers=JSON)

    body = _problem(answer, 422, "invalid")
    assert body["errors"]
    assert body["errors"][0]["in"] == "body"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", orjson.dumps(FORM)),
        ("application/x-www-form-urlencoded", b"first_name=Iris&last_name=Falk"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/xml", b"<a/>"),
        ("nonsense", orjson.dumps(FORM)),
        ("", orjson.dumps(FORM)),
    ],
)
async def test_another_content_type_is_refused_in_words(owner: Person, kind: str, content: bytes) -> None:
    body = _problem(
        await owner.client.post("/api/clients", content=content, headers={"content-type": kind}), 422, "invalid"
    )
    assert "application/json" in body["errors"][0]["message"]


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({**FORM, "first_name": "a\x00b"}, "/first_name"),
        ({**FORM, "notes": "\x00"}, "/notes"),
        ({**FORM, "unknown": {"deep": [1, {"~/": "\x00"}]}}, "/unknown/deep/1/~0~1"),
        ({**FORM, "\x00": 1}, ""),
    ],
)
async def test_a_zero_character_is_a_422_that_names_the_field(
    owner: Person, form: dict[str, Any], pointer: str
) -> None:
    body = _problem(await owner.client.post("/api/clients", json=form), 422, "invalid")

    assert body["errors"] == [{"in": "body", "pointer": pointer, "message": "Leave out the zero character (U+0000)."}]


async def test_an_escaped_backslash_before_u0000_is_plain_text(owner: Person) -> None:
    answer = await owner.client.post("/api/clients", json={**FORM, "notes": "\\u0000"})

    assert answer.status_code == 201, answer.text


async def test_a_zero_character_in_an_address_is_refused(owner: Person) -> None:
    body = _problem(await owner.client.get("/api/clients?q=a%00b"), 422, "invalid")
    assert (body["errors"][0]["in"], body["errors"][0]["pointer"]) == ("query", "/q")
    _problem(await owner.client.get("/api/invitations/a%00b"), 404, "not_found")
    _problem(await owner.client.post("/api/auth/login", json={"email": "a@b.de", "password": "\x00"}), 422, "invalid")


@pytest.mark.parametrize("number", [2**31, 2**63, -(2**63) - 1, 10**40, 1.5, True, {}, []])
async def test_numbers_beyond_the_column_are_a_422(owner: Person, number: object) -> None:
    answer = await owner.client.get("/api/clients", params={"limit": str(number)})
    _problem(answer, 422, "invalid")


async def test_names_may_be_long_up_to_their_limit_and_in_any_script(owner: Person) -> None:
    for name in (
        "\U0001f3cb\ufe0f\u200d\u2640\ufe0f",
        "\u0646\u0648\u0631\u0629",
        "\u5f20\u4f1f",
        "O'Brien; DROP TABLE",
    ):
        answer = await owner.client.post("/api/clients", json={**FORM, "first_name": f"  {name} "})
        assert (answer.status_code, answer.json()["first_name"]) == (201, name)
    for pointer in ("first_name", "last_name"):
        body = _problem(await owner.client.post("/api/clients", json={**FORM, pointer: "x" * 5_000}), 422, "invalid")
        assert body["errors"][0]["pointer"] == f"/{pointer}"


async def test_a_path_that_does_not_exist(owner: Person) -> None:
    for path in ("/api", "/api/", "/api/nothing", "/api/clients/", "/api/../etc/passwd", "/api/%2e%2e/x", "/nothing"):
        _problem(await owner.client.get(path), 404, "not_found")


async def test_a_method_that_a_path_does_not_take(owner: Person) -> None:
    answer = await owner.client.delete("/api/clients")

    _problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]
    _problem(await owner.client.request("PROPFIND", "/api/clients"), 405, "method_not_allowed")


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(owner: Person) -> None:
    large = orjson.dumps({**FORM, "notes": "x" * (2 * 1024 * 1024)})
    _problem(await owner.client.post("/api/clients", content=large, headers=JSON), 413, "too_large")

    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * 65_536

    _problem(await owner.client.post("/api/clients", content=pieces(), headers=JSON), 413, "too_large")


@pytest.mark.parametrize("accept", ["application/xml", "nonsense", "", "*/*;q=0"])
async def test_an_accept_that_cannot_be_met_still_gets_json(owner: Person, accept: str) -> None:
    answer = await owner.client.get("/api/auth/me", headers={"accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("given", ["abcdefgh", "A.b_c-1234567"])
async def test_a_request_id_is_taken_over(stoke: Stoke, given: str) -> None:
    answer = await stoke.client().get("/api/health", headers={"x-request-id": given})
    assert answer.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space here", "new\tline1234", "<script>alert</script>"])
async def test_a_request_id_that_could_do_harm_is_replaced(stoke: Stoke, given: str) -> None:
    answer = await stoke.client().get("/api/health", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 36


async def test_a_csrf_token_beyond_ascii_is_refused_like_any_other(stoke: Stoke, owner: Person) -> None:
    browser = stoke.client()
    browser.cookies = owner.client.cookies
    header: Any = [(b"x-csrf-token", "\u00e9".encode())]
    answer = await browser.post("/api/auth/refresh", headers=header)

    _problem(answer, 401, "wrong_csrf_token")


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/api/clients?limit=5&statsu=active", "/statsu"),
        ("/api/audit/export?form=2026-01-01", "/form"),
        ("/api/auth/me?a~b%2Fc=1", "/a~0b~1c"),
        ("/api/clients?%FF=1", "/\ufffd"),
    ],
)
async def test_a_parameter_that_a_route_does_not_have_is_named(owner: Person, path: str, pointer: str) -> None:
    """A misspelled filter would answer everything there is."""
    body = _problem(await owner.client.get(path), 422, "invalid")
    assert [(error["in"], error["pointer"]) for error in body["errors"]] == [("query", pointer)]
    assert "no such parameter" in body["errors"][0]["message"]
