"""Who opened which class of a client's data, for the client to see.

    session = await reading.full_session(read, access, session_log_id)
    runtime.openings.note(access, session.client_id, DataClass.TRAINING)

Routes that show a client's data call it with what they answer, whether they read or change. It costs a look into a
set; what is new within the hour is written a moment later, in a transaction of its own. Lists of many clients are no
openings.
"""

from backend.core.openings.classes import DataClass
from backend.core.openings.log import OpeningsLog, Viewer
from backend.core.openings.models import Opening

__all__ = ["DataClass", "Opening", "OpeningsLog", "Viewer"]
