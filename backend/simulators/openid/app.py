"""The pages and endpoints of the local providers, on an origin of their own."""

import hashlib
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from backend.simulators.openid.provider import FAULTS, Account, Issuer

_HERE = Path(__file__).parent
_TITLES = {"google": "Google", "facebook": "Facebook"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Pages:
    """The routes over some issuers."""

    def __init__(self, issuers: dict[str, Issuer]) -> None:
        self._issuers = issuers
        self._templates = Jinja2Templates(_HERE / "templates")

    def _issuer(self, request: Request) -> Issuer:
        return self._issuers[request.path_params["name"]]

    async def metadata(self, request: Request) -> Response:
        return JSONResponse(self._issuer(request).metadata(), headers=_HEADERS)

    async def keys(self, request: Request) -> Response:
        return JSONResponse(self._issuer(request).keys(), headers=_HEADERS)

    async def authorize(self, request: Request) -> Response:
        """`GET` asks who one wants to be; `POST` sends the browser back with a code, or with a refusal."""
        name, asked = request.path_params["name"], dict(request.query_params)
        issuer = self._issuer(request)
        wrong = _wrong(issuer, asked)
        if wrong is not None:
            return PlainTextResponse(wrong, 400, headers=_HEADERS)
        if request.method == "GET":
            context = {"title": _TITLES.get(name, name), "faults": FAULTS, "states_verified": issuer.states_verified}
            return self._templates.TemplateResponse(request, "choose.html", context, headers=_HEADERS)
        form = await _form(request)
        back = {"state": asked.get("state", "")}
        if form.get("choice") == "deny":
            back["error"] = "access_denied"
        else:
            back["code"] = issuer.grant(_account(form), asked)
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303, headers=_HEADERS)

    async def token(self, request: Request) -> Response:
        form = await _form(request)
        status, body = self._issuer(request).exchange(form)
        return JSONResponse(body, status, headers=_HEADERS)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


def _wrong(issuer: Issuer, asked: dict[str, str]) -> str | None:
    """Why a request is not answered at all: nobody is sent to an address that may be anybody's."""
    if asked.get("client_id") != issuer.client_id:
        return "This app is not known here."
    if not asked.get("redirect_uri", "").startswith(("http://localhost:", "http://127.0.0.1:", "http://stoke.test/")):
        return "The local provider sends people back to this machine alone."
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        return "The local provider knows the code flow with PKCE alone."
    return None


def _account(form: dict[str, str]) -> Account:
    email = form.get("email", "").strip().lower()
    subject = form.get("subject") or hashlib.sha256(email.encode()).hexdigest()[:21]
    return Account(subject, email, form.get("verified") == "yes", form.get("name", "").strip(), form.get("fault", ""))


def create_provider(issuers: dict[str, Issuer]) -> Starlette:
    """The app; each issuer answers below its name."""
    pages = Pages(issuers)
    return Starlette(
        routes=[
            Route("/{name}/.well-known/openid-configuration", pages.metadata),
            Route("/{name}/keys", pages.keys),
            Route("/{name}/authorize", pages.authorize, methods=["GET", "POST"]),
            Route("/{name}/token", pages.token, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ]
    )
