"""Where each promised entity went: a table, a documented part of one, or an issue to come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A promised entity. `places` are tables or `table.column`; none means that it is due later."""

    name: str
    places: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A promised way to find rows, and the columns that an index must begin with; none means due later."""

    name: str
    table: str = ""
    columns: tuple[str, ...] = ()


def _later(*names: str) -> tuple[Entity, ...]:
    return tuple(Entity(name) for name in names)


ENTITIES: dict[str, tuple[Entity, ...]] = {
    "accounts, organizations, audit, privacy": (
        Entity(
            "user",
            ("users", "totp_factors", "recovery_codes", "passkeys", "external_identities"),
            "a person, their second factors, and their accounts at Google and Facebook",
        ),
        Entity(
            "user role", ("members.role", "roles"), "a person has one role in each organization, built in or its own"
        ),
        Entity(
            "session",
            ("user_sessions", "refresh_tokens", "sign_in_tickets"),
            "one device, the tokens that renew it, and the steps of a sign-in",
        ),
        Entity("API key", ("api_keys",)),
        Entity("organization", ("organizations",)),
        Entity("member", ("members", "invitations", "ownership_transfers")),
        Entity("audit entry", ("audit_entries", "person_keys"), "a deed, and the keys of the personal values in it"),
        Entity("consent", ("consents", "clients.withheld"), "each decision, and what follows from it for staff"),
    ),
    "clients": (
        Entity("client profile", ("clients",)),
        Entity("health history", ("clients.health_note_encrypted",), "a note now; a history of its own comes later"),
        Entity("client goal", ("clients.goal",), "a line of text now; goals with targets come later"),
        Entity("note", ("clients.notes",)),
        *_later("emergency contact", "fitness assessment", "lead", "intake form", "form answer", "tag"),
    ),
    "body": _later("progress entry", "measurement", "performance metric", "progress photo"),
    "training": (
        Entity("exercise category", ("exercise_categories.parent_id",), "a tree"),
        Entity("exercise", ("exercises", "library_exercises"), "own, and built in"),
        Entity("program template", ("program_templates", "template_exercises")),
        Entity(
            "program phase",
            ("program_templates.document", "programs.outline"),
            "`phases[]` of the document; an assigned program keeps their weeks as its outline",
        ),
        Entity("client program", ("programs", "program_advances"), "and the history of its weeks"),
        Entity("workout session (planned)", ("workouts",)),
        Entity("session exercise", ("workouts.document",), "`blocks[].prescriptions[]` of the document"),
    ),
    "workouts": (
        Entity("workout completion", ("session_logs", "workouts.completed_at")),
        Entity("exercise completion", ("exercise_logs",)),
        Entity("set log", ("set_logs",)),
        Entity("record", ("records",)),
    ),
    "video": _later("video", "video feedback", "video annotation", "video progress", "video caption", "video download"),
    "nutrition": _later("nutrition plan", "meal plan", "nutrition log"),
    "scheduling": _later(
        "trainer availability",
        "appointment",
        "recurring pattern",
        "group session",
        "session participant",
        "appointment reminder",
    ),
    "messaging": _later("message thread", "message", "thread participant"),
    "notifications": _later("notification", "notification template"),
    "automations": _later("automated message", "rule", "run", "campaign"),
    "billing": _later("package", "client subscription", "payment", "invoice", "credit entry"),
    "analytics": _later("client engagement", "business metric"),
    "connections": _later("connection", "activity", "heart rate", "sleep", "exercise", "weight", "daily metric"),
    "ai": _later(
        "user fitness profile",
        "recommendation",
        "training plan",
        "chat session",
        "recovery metric",
        "adaptive difficulty history",
    ),
}

SUPPORTING: dict[str, str] = {
    "account_tokens": "mailed tokens of users",
    "client_facts": "what higher floors know about a client, for lists",
    "erasures": "when a client's personal data go",
    "idempotency_keys": "answers to repeated requests",
    "openings": "who looked at which class of a client's data",
    "outbox_deliveries": "what handlers still have to do",
    "outbox_events": "events on their way out",
    "field_keys": "which keys of encrypted columns are in use",
    "outgoing_mails": "mails on their way out",
    "personal_exports": "archives of what is kept about a client",
    "retention_choices": "for how long an organization keeps what",
    "training_stats": "prepared figures of a client",
}
"""Tables that are no promised entity, and what they are for."""

LOOKUPS: tuple[Lookup, ...] = (
    Lookup("users by e-mail", "users", ("email",)),
    Lookup("users by kind and status", "members", ("organization_id", "role", "state")),
    Lookup("client programs by client and status", "programs", ("organization_id", "client_id", "status")),
    Lookup("workouts by program", "workouts", ("organization_id", "program_id")),
    Lookup("videos by client and state, and the pending ones alone"),
    Lookup("appointments by trainer and start, by client and start"),
    Lookup("payments by client and date, by state"),
    Lookup("messages by thread, newest first"),
    Lookup("unread notifications by user"),
)
