"""The texts that people accept, for everybody to read, before they sign up and for as long as Stoke is there."""

from backend.core.errors import NotFound
from backend.core.routing import Router, public
from backend.domains.privacy.schemas import LegalText, LegalTextList
from backend.domains.privacy.texts import TEXTS, ConsentText, edition, needed

router = Router(prefix="/legal", tags=["privacy"], errors=[NotFound])

_TO_READ = "people read what they accept before they sign up"


@router.get("", dependencies=[public(_TO_READ)])
async def list_legal_texts() -> LegalTextList:
    """Terms and privacy notice as they stand now: send their versions as `accepted` when signing up or joining."""
    return LegalTextList(items=[_shown(text) for text in needed()])


@router.get("/{kind}/{version}", dependencies=[public(_TO_READ)])
async def get_legal_text(kind: str, version: int) -> LegalText:
    """One version of a text, an earlier one, too."""
    text = edition(kind, version)
    if text is None:
        raise NotFound("There is no such version of this text.")
    return _shown(text)


def _shown(text: ConsentText) -> LegalText:
    return LegalText(
        kind=text.kind,
        version=text.version,
        current_version=TEXTS[text.kind].version,
        title=text.title,
        text=text.text,
    )
