"""The exceptions to the rules of tables and roles. Each stands here with its reason, and goes when the reason goes."""

INDEXES_WITHOUT_TENANT = {
    "uq_invitations_hash": "looked up by the mailed token before the tenant is known",
    "ix_members_by_user": "whose memberships, before the tenant is known",
    "ix_outbox_events_waiting": "the relay claims over all organizations",
    "ix_outbox_deliveries_due": "the relay claims over all organizations",
}

_MEMBERS_STAY = "members leave, and go with their organization, after all below; nobody asks what one of them made"
_EXERCISES_STAY = "exercises are archived, and go with their organization; what is asked for begins with the client"
_LIBRARY_STAYS = "the library is updated in place; a few hundred rows"

UNINDEXED_REFERENCES = {
    "exercise_categories(parent_id)": _LIBRARY_STAYS,
    "library_exercises(category_id)": _LIBRARY_STAYS,
    "exercises(library_id)": _LIBRARY_STAYS,
    "exercises(category_id)": _LIBRARY_STAYS,
    "exercises(organization_id, created_by_member_id)": _MEMBERS_STAY,
    "program_templates(organization_id, created_by_member_id)": _MEMBERS_STAY,
    "program_templates(organization_id, updated_by_member_id)": _MEMBERS_STAY,
    "programs(organization_id, created_by_member_id)": _MEMBERS_STAY,
    "program_advances(organization_id, actor_member_id)": _MEMBERS_STAY,
    "personal_exports(organization_id, requested_by_member_id)": _MEMBERS_STAY,
    "erasures(organization_id, requested_by_member_id)": _MEMBERS_STAY,
    "retention_choices(organization_id, chosen_by_member_id)": _MEMBERS_STAY,
    "exercise_logs(organization_id, exercise_id)": _EXERCISES_STAY,
    "records(organization_id, exercise_id)": _EXERCISES_STAY,
}
"""Foreign keys whose rows above are never deleted, so that no delete reads the table below."""

POLICIES = {
    "exercise_categories.everyone": "the library is the same for everyone; SELECT alone",
    "exercise_categories.deployment": "a deployment brings the library up to date, as the owner",
    "library_exercises.everyone": "the library is the same for everyone; SELECT alone",
    "library_exercises.deployment": "a deployment brings the library up to date, as the owner",
    "members.own": "one's own memberships, to choose an organization before a tenant is set; SELECT alone",
    "organizations.own": "the organizations one belongs to, to choose one; SELECT alone",
    "organizations.tenant": "the organization of the session",
    "users.own": "one's own account",
    "user_sessions.own": "one's own sign-ins",
    "refresh_tokens.own": "one's own tokens",
    "account_tokens.own": "one's own mailed tokens",
    "totp_factors.own": "one's own authenticator app",
    "recovery_codes.own": "one's own recovery codes",
    "passkeys.own": "one's own passkeys",
    "external_identities.own": "one's own accounts elsewhere",
    "sign_in_tickets.own": "the steps of one's own sign-in",
}
"""Policies beside `tenant` on tenant tables."""

SYSTEM_GRANTS = {
    "account_tokens": "SELECT, UPDATE",
    "external_identities": "SELECT",
    "field_keys": "INSERT, SELECT, UPDATE",
    "idempotency_keys": "DELETE, SELECT",
    "invitations": "SELECT",
    "members": "SELECT",
    "organizations": "SELECT",
    "outbox_deliveries": "SELECT, UPDATE",
    "outbox_events": "SELECT, UPDATE",
    "passkeys": "SELECT",
    "refresh_tokens": "INSERT, SELECT, UPDATE",
    "roles": "SELECT",
    "sign_in_tickets": "DELETE, INSERT, SELECT, UPDATE",
    "user_sessions": "SELECT, UPDATE",
    "users": "SELECT",
}
"""All that the role for work across organizations may do."""

SEARCH_FUNCTIONS = {
    "find_clients": "part of a name, an e-mail address or a phone number, by trigrams",
    "search_exercises": "part of a name or alias, small typos forgiven, by trigrams",
}
"""SECURITY DEFINER functions, and why row-level security keeps their conditions off an index."""

OWNER_FUNCTIONS = {
    "make_partition": "the worker makes months ahead, and owns no table to do it as",
    "drop_partition": "the worker drops months past their time, by the table's own rule and the database's clock",
    "rows_without_month": "nobody may read a default partition by its name; this counts its rows",
}
"""SECURITY DEFINER functions that run with the owner's rights: a table's name and a month is all that they take."""

SEARCH_CALLS = {
    "find_clients": "SELECT f FROM find_clients("
    "ARRAY[$1], NULL, ARRAY['active'], NULL, NULL, NULL, 'name', NULL, NULL, 50) AS f",
    "search_exercises": "SELECT s.id FROM search_exercises($1) s JOIN exercises e ON e.id = s.id",
}
"""Each of them asked for the rows that a test made with the text $1: ids in the first column."""

SYSTEM_CALLERS = {
    "backend/core/outbox/backlog.py:backlog": "counts what waits, in all organizations",
    "backend/core/db/ageing.py:months_ahead": "a month holds rows of all organizations; how many are made is told",
    "backend/core/db/ageing.py:_ask": "a month holds rows of all organizations; it is made, looked at and dropped",
    "backend/core/encryption/keyring.py:in_use": "the keys are the whole installation's",
    "backend/core/encryption/keyring.py:prove_keys": "the keys are the whole installation's",
    "backend/core/encryption/keyring.py:retire": "the keys are the whole installation's",
    "backend/core/encryption/rotation.py:_ids": "goes through every organization and person; reads ids alone",
    "backend/core/outbox/relay.py:once": "claims events and deliveries of all organizations",
    "backend/worker.py:nightly": "drops what is past its time, in all organizations",
    "backend/domains/accounts/service.py:_known": "sign-in knows an address, not yet a person",
    "backend/domains/accounts/factors/passkey_sign_in.py:ask": "a passkey is asked for before anyone is known",
    "backend/domains/accounts/factors/passkey_sign_in.py:who": "the passkey says who it is",
    "backend/domains/accounts/factors/second_step.py:begun": "the ticket of the first step says who it is",
    "backend/domains/accounts/external/service.py:_open": "the state that came back says which sign-in it is",
    "backend/domains/accounts/external/service.py:identified": "the ticket says who came back",
    "backend/domains/accounts/external/service.py:known": "the provider's subject says who it is",
    "backend/domains/accounts/external/service.py:returned": "a ticket for somebody who may be nobody here yet",
    "backend/domains/accounts/external/service.py:set_out": "nobody is known before they come back",
    "backend/domains/accounts/external/service.py:spend": "the ticket of somebody who may be nobody here yet",
    "backend/domains/organizations/external.py:_accept": "the invitation's token says which organization",
    "backend/domains/accounts/service.py:find_user": "sign-in knows an address, not yet a person",
    "backend/domains/accounts/service.py:reset_password": "the mailed token says who it is",
    "backend/domains/accounts/service.py:verify_email": "the mailed token says who it is",
    "backend/domains/accounts/sessions.py:end": "the refresh token says who it is",
    "backend/domains/accounts/sessions.py:rotate": "the refresh token says who it is",
    "backend/domains/organizations/authenticator.py:accesses": "open sockets belong to many organizations",
    "backend/domains/organizations/overdue.py:refuse": "the refresh token says which sign-in, and so whose rules",
    "backend/domains/organizations/deleting.py:delete_due": "the clock asks for every organization",
    "backend/domains/organizations/joining.py:_open": "the address of a public page says which organization",
    "backend/domains/organizations/logos.py:content_of": "a logo is fetched by the address part of its organization",
    "backend/domains/organizations/service.py:organizations_at": "the clock asks for every organization",
    "backend/domains/organizations/sign_in.py:memberships": "which organizations there are to sign in to",
    "backend/domains/organizations/sign_in.py:accept_invitation": "the invitation's token says which organization",
    "backend/domains/organizations/sign_in.py:see_invitation": "the invitation's token says which organization",
}
"""Who calls `Database.system()`, and why no tenant is known there."""
