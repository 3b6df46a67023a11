"""What goes in and out about second factors."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from backend.core.forms import Form
from backend.domains.accounts.schemas import Password, PersonName, Token

Method: TypeAlias = Literal["password", "totp", "recovery_code", "passkey"]
Code = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
RecoveryCodeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Credential = Annotated[
    dict[str, Any],
    Field(description="The browser's PublicKeyCredential as its `toJSON()` gives it.", max_length=20),
]
Options = Annotated[
    dict[str, Any],
    Field(description="For `PublicKeyCredential.parse…OptionsFromJSON` in the browser."),
]
PasskeyName = PersonName


class ProofGiven(Form):
    """One way to prove that it is you."""

    password: Password | None = None
    code: Code | None = Field(None, description="Six digits of the authenticator app.")
    recovery_code: RecoveryCodeText | None = None
    passkey: Credential | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(way is not None for way in (self.password, self.code, self.recovery_code, self.passkey)) != 1:
            raise ValueError("Send one of: password, code, recovery_code, passkey.")
        return self


class SecondFactor(ProofGiven):
    """The second step of a sign-in."""

    ticket: Token = Field(description="As login answered it.")


class Prove(ProofGiven):
    """A proof by who is signed in."""

    ticket: Token | None = Field(None, description="With a passkey: the ticket that came with its options.")


class SecondFactorOut(BaseModel):
    """The password was right, and one thing more is asked: send it to /api/auth/second-factor."""

    status: Literal["second_factor"] = "second_factor"
    ticket: str = Field(description="Good for five minutes and five tries.")
    methods: list[Method] = Field(description="What the person has, the best first.")
    expires_in: int = Field(description="Seconds.")
    passkey: Options | None = Field(None, description="What to ask the browser's passkeys, if there are any.")


class PasskeyAsked(BaseModel):
    """A question for the browser's passkeys. Send the answer with the ticket within five minutes."""

    ticket: str
    options: Options


class PasskeySignIn(Form):
    """The answer of a passkey that the browser offered."""

    ticket: Token
    passkey: Credential
    remember: bool = Field(True, strict=True, description="Stay signed in after the browser was closed.")


class ProofWays(BaseModel):
    """How the person can prove now that it is they."""

    methods: list[Method]


class TotpSetUp(BaseModel):
    """Shown once, to be put into an authenticator app. Counts for nothing until a code from it was right."""

    secret: str = Field(description="Base32, to be typed where there is no camera.")
    uri: str
    qr_svg: str = Field(description="The same address as a QR code, as an SVG image in a data URI.")


class TotpConfirm(Form):
    code: Code


class RecoveryCodes(BaseModel):
    """Shown this one time."""

    codes: list[str]


class Added(BaseModel):
    """`recovery_codes` come with the first second factor, and are shown this one time."""

    recovery_codes: list[str] | None = None


class PasskeyAdd(Form):
    ticket: Token
    passkey: Credential
    name: PasskeyName = Field(examples=["Nora's phone"])


class PasskeyRename(Form):
    name: PasskeyName


class PasskeyOut(BaseModel):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    backed_up: bool = Field(description="Kept in a cloud account, so that it outlives the device.")


class PasskeyAdded(Added):
    """A new passkey, and recovery codes if it is the first second factor."""

    passkey: PasskeyOut


class Factors(BaseModel):
    """What a person signs in with."""

    password: bool
    totp_confirmed_at: datetime | None
    recovery_codes: int = Field(description="How many are left.")
    passkeys: list[PasskeyOut]
