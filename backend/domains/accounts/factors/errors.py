"""What can go wrong with a second factor."""

from backend.core.errors import Conflict, Gone, Unauthenticated


class WrongProof(Unauthenticated):
    code = "wrong_proof"
    title = "This did not prove that it is you. Try again"


class TicketSpent(Gone):
    code = "ticket_spent"
    title = "This step took too long, or was tried too often. Begin again"


class TooManyPasskeys(Conflict):
    code = "too_many_passkeys"
    title = "You have as many passkeys as one account can hold. Remove one first"


class FactorExists(Conflict):
    code = "factor_exists"
    title = "This is set up already. Remove it first"
