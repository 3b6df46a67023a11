"""Deeds of privacy for the audit log."""

from backend.core.audit import action

CONSENT_GIVEN = action("privacy.consent_given", "gave a consent")
CONSENT_WITHDRAWN = action("privacy.consent_withdrawn", "withdrew a consent")
EXPORT_ASKED = action("privacy.export_asked", "asked for an export of personal data")
EXPORT_OPENED = action("privacy.export_opened", "made a link to an export of personal data")
ERASURE_ASKED = action("privacy.erasure_asked", "asked for the erasure of personal data")
ERASURE_CANCELLED = action("privacy.erasure_cancelled", "took back an erasure")
ERASED = action("privacy.erased", "erased personal data")
RETENTION_CHANGED = action("privacy.retention_changed", "changed how long data are kept")
RETENTION_APPLIED = action("privacy.retention_applied", "removed data past their time")
