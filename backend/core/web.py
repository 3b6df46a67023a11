"""Serves the built web app from memory, precompressed, beside the API: what nginx does in production."""

import hashlib
import mimetypes
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


@dataclass(frozen=True, slots=True)
class _File:
    content_type: str
    immutable: bool
    bodies: dict[str, bytes]
    tag: str
    """Weak: one for all encodings of the same content."""


class WebApp:
    """An ASGI app over a Vite build folder. Unknown paths get index.html, since the router runs in the browser."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            "/" + path.relative_to(folder).as_posix(): self._load(folder, path)
            for path in folder.rglob("*")
            if path.is_file() and path.suffix not in {".br", ".gz"} and ".vite" not in path.parts
        }
        if "/index.html" not in self._files:
            raise RuntimeError(f"{folder} holds no built web app")

    @staticmethod
    def _load(folder: Path, path: Path) -> _File:
        bodies = {"identity": path.read_bytes()}
        for name, suffix in _ENCODINGS:
            packed = path.with_name(path.name + suffix)
            if packed.exists():
                bodies[name] = packed.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind in {"application/javascript", "image/svg+xml"}:
            kind += "; charset=utf-8"
        tag = f'W/"{hashlib.sha256(bodies["identity"]).hexdigest()[:24]}"'
        return _File(kind, path.relative_to(folder).parts[0] == "assets", bodies, tag)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        file = self._files.get(path)
        if file is None and path.startswith("/assets/"):
            await Response("Not found", 404)(scope, receive, send)
            return
        file = file or self._files["/index.html"]
        if scope["method"] not in {"GET", "HEAD"}:
            await Response(status_code=405, headers={"Allow": "GET, HEAD"})(scope, receive, send)
            return
        asked = Headers(scope=scope)
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if file.immutable else "no-cache",
            "Vary": "Accept-Encoding",
            "ETag": file.tag,
        }
        if _matches(asked.get("if-none-match", ""), file.tag):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        encoding = best_encoding(asked.get("accept-encoding", ""), file.bodies)
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        headers["Content-Type"] = file.content_type
        body = file.bodies[encoding]
        headers["Content-Length"] = str(len(body))
        await Response(b"" if scope["method"] == "HEAD" else body, headers=headers)(scope, receive, send)


def best_encoding(accept: str, available: Container[str]) -> str:
    """The smallest encoding that `Accept-Encoding` takes (RFC 9110, 12.5.3): br, gzip or identity.

    Where even identity is ruled out, it is sent all the same: an answer serves better than a 406.
    """
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip().lower()] = _weight(parameters)
    for name, _ in _ENCODINGS:
        if name in available and weights.get(name, weights.get("*", 0.0)) > 0:
            return name
    return "identity"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _matches(header: str, tag: str) -> bool:
    tags = [part.strip() for part in header.split(",")]
    return "*" in tags or tag.removeprefix("W/") in [part.removeprefix("W/") for part in tags]
