"""Binds core's `IdentityPort` to an OpenID Connect provider (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636).

Google and Facebook both publish a discovery document; one adapter serves both, and only the issuer differs.
"""

import asyncio
import time
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from backend.core.errors import Unavailable
from backend.core.observability.providers import provider_call
from backend.core.ports import Identity, IdentityRefused

TIMEOUT_SECONDS = 5.0
FRESH_SECONDS = 3600.0
LEEWAY_SECONDS = 60
"""How far the provider's clock may differ from ours."""
ALGORITHMS = ["RS256", "ES256"]
SCOPES = "openid email profile"


class OpenIdProvider:
    """`vouches_for_addresses` is False for a provider that does not say whether an address is confirmed."""

    def __init__(
        self, name: str, issuer: str, client_id: str, client_secret: str, *, vouches_for_addresses: bool
    ) -> None:
        self._name = name
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._vouches = vouches_for_addresses
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._fetched = float("-inf")
        self._fetching = asyncio.Lock()

    async def address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in there. Raises `Unavailable`."""
        metadata, _ = await self._about()
        uri: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            self._client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=SCOPES,
            state=state,
            nonce=nonce,
            prompt="select_account",
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return uri

    async def identify(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Identity:
        """Who signed in there. Raises `IdentityRefused` for an answer that proves nothing, and `Unavailable`."""
        metadata, keys = await self._about()
        token = await self._exchanged(metadata["token_endpoint"], redirect_uri, code, verifier)
        try:
            claims = self._verified(token, keys, nonce)
        except JoseError:
            # A key that we do not know yet: providers change theirs.
            _, keys = await self._about(afresh=True)
            try:
                claims = self._verified(token, keys, nonce)
            except (JoseError, ValueError) as error:
                raise IdentityRefused(type(error).__name__) from error
        except ValueError as error:
            raise IdentityRefused(type(error).__name__) from error
        email = claims.get("email")
        return Identity(
            subject=str(claims["sub"]),
            email=email.lower() if isinstance(email, str) and "@" in email else None,
            email_verified=self._vouches and claims.get("email_verified") is True,
            name=str(claims.get("name") or "")[:120] or None,
        )

    def _verified(self, token: str, keys: KeySet, nonce: str) -> CodeIDToken:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        options = {
            "iss": {"essential": True, "value": self._metadata["issuer"]},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True},
        }
        claims = CodeIDToken(decoded.claims, decoded.header, options, {"nonce": nonce, "client_id": self._client_id})
        claims.validate(leeway=LEEWAY_SECONDS)
        return claims

    async def _exchanged(self, endpoint: str, redirect_uri: str, code: str, verifier: str) -> str:
        form: str = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=verifier,
            client_id=self._client_id,
            client_secret=self._client_secret,
        )
        with provider_call(self._name, "exchange"):
            try:
                async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                    answer = await client.post(
                        endpoint, content=form, headers={"Content-Type": "application/x-www-form-urlencoded"}
                    )
                token: Any = answer.json()
            except (httpx.HTTPError, ValueError) as error:
                raise Unavailable(f"{self._name.title()} does not answer just now.") from error
            if answer.status_code >= 500 or not isinstance(token, dict):
                raise Unavailable(f"{self._name.title()} does not answer just now.")
            if answer.status_code >= 400:
                raise IdentityRefused(str(token.get("error", answer.status_code)))
        found = token.get("id_token")
        if not isinstance(found, str):
            raise IdentityRefused("no_id_token")
        return found

    async def _about(self, *, afresh: bool = False) -> tuple[dict[str, Any], KeySet]:
        """The provider's discovery document and keys, asked once an hour, or at once for a key that is not known."""
        async with self._fetching:
            age = time.monotonic() - self._fetched
            if self._keys is None or age > FRESH_SECONDS or (afresh and age > TIMEOUT_SECONDS):
                self._metadata, self._keys = await self._fetch()
                self._fetched = time.monotonic()
            return self._metadata, self._keys

    async def _fetch(self) -> tuple[dict[str, Any], KeySet]:
        with provider_call(self._name, "discover"):
            try:
                async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                    answer = await client.get(f"{self._issuer}/.well-known/openid-configuration")
                    metadata: dict[str, Any] = answer.raise_for_status().json()
                    if metadata["issuer"].rstrip("/") != self._issuer:
                        raise ValueError("the document is another issuer's")
                    keys = await client.get(metadata["jwks_uri"])
                    return metadata, KeySet.import_key_set(keys.raise_for_status().json())
            except (httpx.HTTPError, ValueError, KeyError, JoseError) as error:
                raise Unavailable(f"{self._name.title()} does not answer just now.") from error
