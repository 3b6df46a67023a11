"""Serves the built web app from memory, precompressed, beside the API: what nginx does in production."""

import mimetypes
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
        return _File(kind, path.relative_to(folder).parts[0] == "assets", bodies)

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
        accepted = Headers(scope=scope).get("accept-encoding", "")
        encoding = next((name for name, _ in _ENCODINGS if name in accepted and name in file.bodies), "identity")
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if file.immutable else "no-cache",
            "Vary": "Accept-Encoding",
        }
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        headers["Content-Type"] = file.content_type
        await Response(file.bodies[encoding], headers=headers)(scope, receive, send)
