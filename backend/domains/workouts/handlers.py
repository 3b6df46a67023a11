"""What workouts do when something happened: figures on clients' records follow."""

from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.domains.workouts.service import facts
from backend.events.clients import ClientUpdated
from backend.events.training import ProgramAdvanced, ProgramAssigned, ProgramEnded, ScheduleChanged
from backend.events.workouts import SessionCorrected, SessionFinished


@handles(SessionFinished)
async def count_finished(session: WriteSession, event: SessionFinished) -> None:
    """Last workout, streak, week and adherence."""
    await facts.refresh(session, [event.client_id])


@handles(SessionCorrected)
async def count_corrected(session: WriteSession, event: SessionCorrected) -> None:
    """The same after a correction."""
    await facts.refresh(session, [event.client_id])


@handles(ProgramAssigned)
async def count_assigned(session: WriteSession, event: ProgramAssigned) -> None:
    """Program, next workout and planned week."""
    await facts.refresh(session, [event.client_id])


@handles(ProgramAdvanced)
async def count_advanced(session: WriteSession, event: ProgramAdvanced) -> None:
    """A moved program may have moved workouts."""
    await facts.refresh(session, [event.client_id])


@handles(ProgramEnded)
async def count_ended(session: WriteSession, event: ProgramEnded) -> None:
    """No program, and no workout of it ahead."""
    await facts.refresh(session, [event.client_id])


@handles(ScheduleChanged)
async def count_rescheduled(session: WriteSession, event: ScheduleChanged) -> None:
    """Skipped and moved workouts change week, adherence and what comes next."""
    await facts.refresh(session, [event.client_id])


@handles(ClientUpdated)
async def count_moved(session: WriteSession, event: ClientUpdated) -> None:
    """Another time zone may mean another today."""
    await facts.refresh(session, [event.client_id])
