"""The mailbox's page and its JSON, on an origin of their own."""

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from backend.simulators.mailbox.links import find_links, mark_links, text_to_html
from backend.simulators.mailbox.smtp import serve_smtp
from backend.simulators.mailbox.store import Mail, MailStore

_HERE = Path(__file__).parent
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A mail may style itself and show pictures; it runs nothing, and is nobody's origin.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data: https: http:; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class MailboxPages:
    """The routes over one store."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._templates = Jinja2Templates(_HERE / "templates")

    async def index(self, request: Request) -> Response:
        """``GET /?to=&open=``: the list, and the mail that is open beside it."""
        address, opened = request.query_params.get("to", ""), request.query_params.get("open", "")
        mail = self._store.get(opened)
        context = {
            "mails": self._store.find(address),
            "to": address,
            "mail": mail,
            "body": text_to_html(mail.text) if mail else "",
        }
        headers = {**_HEADERS, "Content-Security-Policy": _PAGE_POLICY}
        return self._templates.TemplateResponse(request, "mailbox.html", context, headers=headers)

    async def html_part(self, request: Request) -> Response:
        """``GET /messages/{id}/html``: a mail's HTML, for the sandboxed frame."""
        mail = self._store.get(request.path_params["id"])
        if mail is None:
            return Response("This mail is gone.", status_code=404, headers=_HEADERS)
        return HTMLResponse(mark_links(mail.html), headers={**_HEADERS, "Content-Security-Policy": _MAIL_POLICY})

    async def messages(self, request: Request) -> Response:
        """``GET /api/messages?to=``: mails newest first, with their links, for tests and journeys."""
        found = self._store.find(request.query_params.get("to", ""))
        return JSONResponse({"items": [_as_json(mail) for mail in found]}, headers=_HEADERS)

    async def version(self, request: Request) -> Response:
        """``GET /api/version``: changes whenever a mail arrives or goes; the page asks it before it reloads."""
        del request
        newest = self._store.find()[:1]
        return JSONResponse({"newest": newest[0].id if newest else None}, headers=_HEADERS)

    async def clear(self, request: Request) -> Response:
        """``POST /clear``: delete all, on the wish of this page alone."""
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return Response("Only the mailbox's own page may do this.", status_code=403, headers=_HEADERS)
        self._store.clear()
        return RedirectResponse("/", status_code=303, headers=_HEADERS)


def create_mailbox(folder: Path, smtp_port: int, hosts: list[str] | None = None) -> Starlette:
    """The mailbox app; its SMTP server runs as long as the app does. Other `hosts` than these are refused."""
    store = MailStore(folder)
    pages = MailboxPages(store)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        server = await serve_smtp(store, smtp_port)
        try:
            yield
        finally:
            server.close()

    return Starlette(
        routes=[
            Route("/", pages.index),
            Route("/messages/{id}/html", pages.html_part),
            Route("/api/messages", pages.messages),
            Route("/api/version", pages.version),
            Route("/clear", pages.clear, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        # Names that resolve to loopback must not read the mails from a strange page (DNS rebinding).
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts or ["localhost", "127.0.0.1"])],
        lifespan=lifespan,
    )


def _as_json(mail: Mail) -> dict[str, object]:
    return {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "from": mail.sender,
        "to": list(mail.recipients),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "links": find_links(mail.text, mail.html),
    }
