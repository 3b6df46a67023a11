"""The API explained for people who write programs for it: one page, rendered here, with nothing from elsewhere."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader

from backend.core.examples import example_of
from backend.core.guide import EXAMPLES
from backend.core.openapi import BY_KEY, PERMISSION
from backend.core.routing import Router, public, runtime_of

router = Router(tags=["docs"])

_REASON = "what is documented is no secret; the page shows no data"
_templates = Environment(
    loader=PackageLoader("backend.core", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_METHODS = ("get", "post", "put", "patch", "delete")


def _content(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The page", "content": {media_type: {"schema": {"type": "string"}}}}}


@router.get("/docs", response_class=Response, responses=_content("text/html"), dependencies=[public(_REASON)])
async def get_api_docs(request: Request) -> Response:
    """This API, explained for people who write programs for it."""
    base_url = runtime_of(request).ports.base_url
    return Response(_page(json.dumps(request.app.openapi()), base_url), media_type="text/html", headers=_FRESH)


@router.get("/docs/style.css", response_class=Response, responses=_content("text/css"), dependencies=[public(_REASON)])
async def get_api_docs_style() -> Response:
    """How the page of the API looks: a file of its own, since nothing inline is allowed."""
    style = files("backend.core").joinpath("templates/docs.css").read_bytes()
    return Response(style, media_type="text/css", headers=_FRESH)


_FRESH = {"Cache-Control": "public, max-age=300"}


@lru_cache(maxsize=1)
def _page(schema: str, base_url: str) -> str:
    document: dict[str, Any] = json.loads(schema)
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                described = _operation(document, path, method, operations[method])
                groups.setdefault(operations[method]["tags"][0], []).append(described)
    info = document["info"]
    return _templates.get_template("docs.html").render(
        info=info, groups=dict(sorted(groups.items())), examples=EXAMPLES, base_url=base_url
    )


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    bodies: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(bodies), None)
    body = example_of(document, bodies["application/json"]["schema"]) if kind == "application/json" else None
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "text": operation.get("description", operation.get("summary", "")),
        "signed_in": "security" in operation,
        "permission": operation.get(PERMISSION),
        "by_key": operation.get(BY_KEY, False),
        "parameters": operation.get("parameters", []),
        "answers": [
            {"status": status, "text": answer["description"], "example": _answer(document, answer)}
            for status, answer in operation["responses"].items()
        ],
        "request": _request(path, method, operation, kind, body),
    }


def _answer(document: dict[str, Any], answer: dict[str, Any]) -> str | None:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return None if not schema else json.dumps(example_of(document, schema), indent=2, ensure_ascii=False)


def _request(path: str, method: str, operation: dict[str, Any], kind: str | None, body: Any) -> str:
    lines = [f"{method.upper()} {path} HTTP/1.1"]
    if "security" in operation:
        lines.append("Authorization: Bearer <access token>")
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    text = json.dumps(body, indent=2, ensure_ascii=False) if body is not None else "<the file>" if kind else ""
    return "\n".join([*lines, "", text]).strip()
