"""Passkeys (WebAuthn Level 3): what the browser is asked, and whether its answer is right.

The person is verified each time (fingerprint, face or the device's code), so that a passkey is two factors in one:
something one has, and something one is or knows.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.domains.accounts.factors.errors import WrongProof

RP_NAME = "Stoke"

_BROKEN = (WebAuthnException, ValueError, LookupError, TypeError)
"""What the library raises for a browser's answer that is wrong, or no answer at all: a key without its curve."""

_TRANSPORTS = frozenset(item.value for item in AuthenticatorTransport)


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: a name (`rp_id`) and the one origin that may ask for them."""

    rp_id: str
    origin: str

    @classmethod
    def at(cls, base_url: str) -> "Site":
        """The site of an address such as `https://stoke.example`."""
        parts = urlsplit(base_url)
        return cls(parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What is kept of a passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    backed_up: bool


def asked_to_make(
    site: Site, user_id: UUID, email: str, name: str, existing: list[dict[str, Any]]
) -> tuple[dict[str, Any], str]:
    """Options for `navigator.credentials.create`, and the challenge among them. An authenticator makes one alone."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=RP_NAME,
        user_id=user_id.bytes,
        user_name=email,
        user_display_name=name,
        exclude_credentials=_descriptors(existing),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return json.loads(options_to_json(options)), bytes_to_base64url(options.challenge)


def made(site: Site, challenge: str, credential: dict[str, Any]) -> NewPasskey:
    """What the browser made. Raises `WrongProof` for an answer to another question or from another site."""
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise WrongProof("The browser's answer does not fit. Try to add the passkey again.") from error
    response = credential.get("response")
    given = response.get("transports") if isinstance(response, dict) else None
    named = [item for item in given if item in _TRANSPORTS] if isinstance(given, list) else []
    return NewPasskey(
        verified.credential_id,
        verified.credential_public_key,
        verified.sign_count,
        sorted(set(named)),
        verified.credential_backed_up,
    )


def asked_to_show(site: Site, existing: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """Options for `navigator.credentials.get`, and the challenge. Without `existing` the browser offers what it has."""
    options = generate_authentication_options(
        rp_id=site.rp_id,
        allow_credentials=_descriptors(existing),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.loads(options_to_json(options)), bytes_to_base64url(options.challenge)


def credential_id(credential: dict[str, Any]) -> bytes:
    """Which passkey an answer claims to be of. Raises `WrongProof`."""
    raw = credential.get("rawId")
    try:
        return base64url_to_bytes(raw) if isinstance(raw, str) else b""
    except ValueError as error:
        raise WrongProof from error


def shown(site: Site, challenge: str, credential: dict[str, Any], known: dict[str, Any]) -> tuple[int, bool]:
    """The authenticator's new counter, and whether a cloud keeps the passkey. Raises `WrongProof`.

    `known` is the kept row. A counter that goes back is refused: somebody may have copied the key.
    """
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=known["public_key"],
            credential_current_sign_count=known["sign_count"],
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise WrongProof from error
    return verified.new_sign_count, verified.credential_backed_up


def _descriptors(rows: list[dict[str, Any]]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=row["credential_id"], transports=[AuthenticatorTransport(item) for item in row["transports"]]
        )
        for row in rows
    ]
