"""What can go wrong with privacy."""

from backend.core.errors import Conflict, Gone, NotFound


class NoSuchConsent(NotFound):
    code = "consent_not_found"
    title = "There is nothing of this kind to consent to"


class ConsentTextChanged(Conflict):
    """`version` in the answer is the one that stands now."""

    code = "consent_text_changed"
    title = "The text has changed since it was shown: read it again"


class ConsentNeeded(Conflict):
    code = "consent_needed"
    title = "Stoke cannot be used without this; to end it, ask for your data to be erased"


class NotAClient(NotFound):
    code = "not_a_client"
    title = "You are not coached here, so there is nothing of this kind about you"


class ExportExpired(Gone):
    code = "export_expired"
    title = "This link has run out, or the archive has: ask for it again"


class ErasureDone(Conflict):
    code = "erasure_done"
    title = "These data were erased already"


class NoErasure(NotFound):
    code = "erasure_not_found"
    title = "No erasure is waiting"


class NoSuchRule(NotFound):
    code = "retention_rule_not_found"
    title = "There is no such rule"
