"""The page for integrators: complete, self-contained, and true to the schema."""

from html.parser import HTMLParser

import pytest

from tests.support.stoke import Stoke

METHODS = {"get", "post", "put", "patch", "delete"}


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.sources: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        self.inline += [tag for name in given if name == "style" or name.startswith("on")]
        if tag in ("script", "style", "iframe"):
            self.inline.append(tag)


async def test_the_page_shows_every_operation_and_keeps_to_the_policy(stoke: Stoke) -> None:
    client = stoke.client()
    answer = await client.get("/api/docs")
    schema = (await client.get("/api/openapi.json")).json()
    page = _Seen()
    page.feed(answer.text)

    assert answer.headers["content-type"].startswith("text/html")
    assert {item["operationId"] for path in schema["paths"].values() for item in path.values()} <= page.ids
    assert page.inline == []
    assert all(source.startswith(("/", "#")) for source in page.sources)
    style = await client.get("/api/docs/style.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    for link in page.sources:
        assert not link.startswith("#") or link[1:] in page.ids
    assert "Idempotency-Key" in answer.text
    assert "wrong_credentials" in answer.text


async def test_every_error_that_follows_from_a_rule_is_declared(stoke: Stoke) -> None:
    schema = (await stoke.client().get("/api/openapi.json")).json()
    for path, operations in schema["paths"].items():
        for method in METHODS & set(operations):
            operation = operations[method]
            answers = operation["responses"]
            assert {"422", "429", "503"} <= set(answers), path
            assert ("401" in answers) or "security" not in operation, path
            assert ("404" in answers) or "{" not in path, path
            assert ("413" in answers) or "requestBody" not in operation, path
            for status, answer in answers.items():
                if status >= "400" and path != "/api/ready":
                    assert set(answer["content"]) == {"application/problem+json"}, (path, status)


async def test_the_schema_says_how_to_sign_in_and_what_is_asked_for_beside(stoke: Stoke) -> None:
    schema = (await stoke.client().get("/api/openapi.json")).json()
    person, either = [{"token": []}], [{"token": []}, {"api_key": []}]
    assert set(schema["components"]["securitySchemes"]) == {"token", "api_key"}

    def told(method: str, path: str) -> tuple[object, bool, str, str]:
        operation = schema["paths"][path][method]
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        answers = operation["responses"]
        refused = answers.get("403", {"description": ""})["description"]
        return operation.get("security"), "X-View-As" in names, refused, " ".join(answers["429"]["headers"])

    limits = "Retry-After RateLimit-Limit RateLimit-Remaining RateLimit-Reset"
    security, views, refused, headers = told("get", "/api/clients")
    assert (security, views, headers) == (either, True, limits)
    assert "`forbidden`" in refused
    for method, path in (("delete", "/api/members/{member_id}"), ("post", "/api/auth/change-password")):
        security, views, refused, _ = told(method, path)
        assert (security, views) == (person, False), path
        assert all(f"`{code}`" in refused for code in ("forbidden", "proof_required", "viewing_as")), refused
    assert told("get", "/api/auth/me")[:2] == (person, True)
    assert told("post", "/api/auth/login")[:2] == (None, False)


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs/x", "/api/redoc"])
async def test_there_is_nothing_else(stoke: Stoke, path: str) -> None:
    assert (await stoke.client().get(path)).status_code == 404
