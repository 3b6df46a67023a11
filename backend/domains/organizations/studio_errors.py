"""What can go wrong with the organization itself: its state, its owner, its public sign-up page."""

from backend.core.errors import Conflict, Forbidden, Gone, NotFound, Unavailable


class NotOpenToJoin(NotFound):
    """The same for a studio that is not there, one that is closed to strangers, and one that is suspended."""

    code = "not_open_to_join"
    title = "This studio takes no sign-ups here. Ask it for an invitation"


class WrongStudioState(Conflict):
    """`state` is what the studio is: active, suspended or deleting."""

    code = "wrong_studio_state"
    title = "This does not fit what the studio is just now"


class DeletionUnderWay(Gone):
    code = "deletion_under_way"
    title = "The time to take this back is over: the studio is being deleted"


class TransferOpen(Conflict):
    code = "transfer_open"
    title = "The studio was offered to somebody already. Withdraw that first"


class NoTransfer(Gone):
    code = "no_transfer"
    title = "This offer was answered, withdrawn or has run out"


class NotToBeOwner(Conflict):
    code = "not_to_be_owner"
    title = "Only an active member of the team who is not an owner yet can be handed the studio"


class OwnFactorMissing(Forbidden):
    """Whoever asks others for a second factor uses one: else this change would shut themselves out."""

    code = "own_factor_missing"
    title = "Sign in with a second factor yourself first"


class TooManyStudios(Conflict):
    code = "too_many_studios"
    title = "You own as many studios as one person can own"


class NoFiles(Unavailable):
    code = "no_files"
    title = "No place for files is set"


class SignInTooOld(Forbidden):
    code = "sign_in_too_old"
    title = "This studio asks for a newer sign-in. Sign out and in again, then switch"


class BelongsAlready(Conflict):
    code = "belongs_already"
    title = "Your account belongs to a studio. Sign in to it"
