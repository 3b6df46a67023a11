"""What can stand in the way of logging."""

from backend.core.errors import Conflict, Forbidden


class SessionAlreadyOpen(Conflict):
    """`session_log_id` in the problem names the open one."""

    code = "session_already_open"
    title = "Another workout is still open"


class SessionNotOpen(Conflict):
    code = "session_not_open"
    title = "This workout is not open any more"


class SessionIdTaken(Conflict):
    code = "session_id_taken"
    title = "This id was used for something else, make a new one"


class SetIdTaken(Conflict):
    code = "set_id_taken"
    title = "A set or an exercise was sent under an id that belongs elsewhere"


class WorkoutNotOpen(Conflict):
    code = "workout_not_open"
    title = "This workout was done already"


class CorrectionTooLate(Forbidden):
    code = "correction_too_late"
    title = "The time to correct this workout is over, ask your trainer"
