"""What can go wrong between Stoke and a provider of identities."""

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound


class ProviderUnknown(NotFound):
    code = "provider_unknown"
    title = "This way to sign in is not set up here"


class ExternalRefused(Invalid):
    code = "external_refused"
    title = "That sign-in did not work. Begin it again"


class ExternalAddressUnverified(Forbidden):
    code = "external_address_unverified"
    title = "Your e-mail address is not confirmed there. Sign up with address and password, then connect the account"


class ExternalUnknown(Conflict):
    code = "external_unknown"
    title = "Nobody here uses that account yet"


class ExternalLinkNeeded(Conflict):
    code = "external_link_needed"
    title = "This address has an account here. Enter its password once, to connect both"


class ExternalTaken(Conflict):
    code = "external_taken"
    title = "That account is connected to somebody else's here"


class LastWayIn(Conflict):
    code = "last_way_in"
    title = "You would lock yourself out. Set a password or add a passkey first"
