"""The protocol: OpenID Connect Core 1.0 with the authorization code flow and PKCE, for any number of issuers."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

CODE_SECONDS = 60
TOKEN_SECONDS = 3600
FAULTS = ("", "other-nonce", "other-audience", "other-issuer", "other-key", "expired", "no-token", "down")
"""What may be wrong with an answer, for tests: chosen with the account."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in here."""

    subject: str
    email: str
    email_verified: bool
    name: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """A code that waits to be exchanged, once."""

    account: Account
    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    expires_at: float


@dataclass
class Issuer:
    """One provider. `states_verified` is False for one whose tokens do not say whether an address is confirmed."""

    address: str
    client_id: str
    client_secret: str
    states_verified: bool
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "kid": secrets.token_hex(8)}))
    other_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))
    codes: dict[str, Granted] = field(default_factory=dict[str, Granted])

    def metadata(self) -> dict[str, Any]:
        """The discovery document (OpenID Connect Discovery 1.0, 3)."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        """The public keys."""
        return {"keys": [self.key.as_dict(private=False)]}

    def grant(self, account: Account, asked: dict[str, str]) -> str:
        """A code for an account, bound to the request that asked for it."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Granted(
            account,
            asked.get("client_id", ""),
            asked.get("redirect_uri", ""),
            asked.get("nonce", ""),
            asked.get("code_challenge", ""),
            time.time() + CODE_SECONDS,
        )
        return code

    def exchange(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What the token endpoint answers (RFC 6749, 5): the status and the body."""
        granted = self.codes.pop(form.get("code", ""), None)
        known = hmac.compare_digest(form.get("client_secret", "").encode(), self.client_secret.encode())
        if form.get("client_id") != self.client_id or not known:
            return 401, {"error": "invalid_client"}
        if granted is None or granted.expires_at < time.time() or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != granted.challenge or form.get("redirect_uri") != granted.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if granted.account.fault == "down":
            return 503, {"error": "temporarily_unavailable"}
        body = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        if granted.account.fault != "no-token":
            body["id_token"] = self._token(granted)
        return 200, body

    def _token(self, granted: Granted) -> str:
        account, now = granted.account, int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "sub": account.subject,
            "aud": granted.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": granted.nonce,
            "name": account.name,
            "email": account.email,
        }
        if self.states_verified:
            claims["email_verified"] = account.email_verified
        wrong = {
            "other-nonce": {"nonce": "another"},
            "other-audience": {"aud": "somebody-else"},
            "other-issuer": {"iss": "https://elsewhere.example"},
            "expired": {"iat": now - 2 * TOKEN_SECONDS, "exp": now - TOKEN_SECONDS},
        }
        claims |= wrong.get(account.fault, {})
        key = self.other_key if account.fault == "other-key" else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)
