"""Access tokens: short-lived signed proof of who asks, in which organization."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jose import JWTError, jwt

from backend.core import clock
from backend.core.errors import Unauthenticated

ALGORITHM = "HS256"
AUDIENCE = "stoke"
_CACHE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says. `member_id` is the membership through which the user acts."""

    user_id: UUID
    session_id: UUID
    organization_id: UUID
    member_id: UUID
    expires_at: int


class AccessTokens:
    """Issues and reads access tokens with one fixed algorithm. Verified tokens are remembered until they expire."""

    def __init__(self, secret: str, lifetime: timedelta) -> None:
        self._secret = secret
        self.lifetime = lifetime
        self._known: dict[str, Claims] = {}

    def issue(self, user_id: UUID, session_id: UUID, organization_id: UUID, member_id: UUID) -> str:
        """A signed token that lasts `lifetime`."""
        now = clock.now()
        claims = {
            "sub": str(user_id),
            "sid": str(session_id),
            "org": str(organization_id),
            "mid": str(member_id),
            "aud": AUDIENCE,
            "iat": int(now.timestamp()),
            "exp": int((now + self.lifetime).timestamp()),
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims:
        """The claims of a valid token. Raises `Unauthenticated`."""
        known = self._known.get(token)
        if known is None:
            known = self._verify(token)
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            self._known[token] = known
        if known.expires_at <= clock.now().timestamp():
            self._known.pop(token, None)
            raise Unauthenticated("Your sign-in has run out.")
        return known

    def _verify(self, token: str) -> Claims:
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require_exp": True, "require_aud": True, "require_sub": True, "verify_exp": False},
            )
            return Claims(
                user_id=UUID(claims["sub"]),
                session_id=UUID(claims["sid"]),
                organization_id=UUID(claims["org"]),
                member_id=UUID(claims["mid"]),
                expires_at=int(claims["exp"]),
            )
        except (JWTError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unauthenticated("Your sign-in is not valid.") from error
