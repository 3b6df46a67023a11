"""Load the demo studio through the services' own bulk paths. `python -m backend.cli seed` calls `main`."""

import asyncio
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from backend.core import clock
from backend.core.access import Access
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.settings import get_settings
from backend.demo.accounts import OWNER, PASSWORD, TRAINERS, SignIn
from backend.demo.history import TIME_ZONE, DoneWorkout, history
from backend.demo.logs import session_rows
from backend.demo.people import Person, people
from backend.demo.programs import Course, Source, courses, settle
from backend.demo.templates import TEMPLATES
from backend.domains.accounts import passwords
from backend.domains.accounts.service import create_user, find_user
from backend.domains.clients.service.bulk import NewClient, add_many
from backend.domains.organizations.roles import ROLES
from backend.domains.organizations.service import add_member, found_organization
from backend.domains.privacy.service.consents import Proof, Whose, keep
from backend.domains.privacy.texts import asked
from backend.domains.training.document import TemplateDocument, exercise_ids
from backend.domains.training.library import exercise_id, load_library
from backend.domains.training.schemas.templates import TemplateIn
from backend.domains.training.service import templates as template_service
from backend.domains.training.service.exercises import adopt
from backend.domains.training.service.importing import import_programs
from backend.domains.workouts.service.history import import_sessions, recompute_client, recompute_facts
from backend.wiring import load_domains, make_database, make_ports, make_redis

SEED = 20_260_101
DEMO = Proof("", "The demo studio")
WITHOUT_ACCESS = 2
"""The last clients of the list: added, not invited yet, no program."""


async def seed(database: Database) -> int:
    """Make the studio; answers the number of logged workouts. Raises RuntimeError when it is there already."""
    if await find_user(database, OWNER.email) is not None:
        raise RuntimeError("the demo studio is there already")
    organization_id = new_id()
    hashed = await passwords.hash_password(PASSWORD)
    owner = await _staff(database, organization_id, OWNER, hashed)
    trainers = [(await _staff(database, organization_id, who, hashed)).member_id for who in TRAINERS]
    random = Random(SEED)  # noqa: S311 - the same studio each time is the point
    now = clock.now()
    today = now.astimezone(ZoneInfo(TIME_ZONE)).date()
    persons = people(random, today, len(trainers))
    members = [
        await _client_account(database, organization_id, person, hashed)
        if index < len(persons) - WITHOUT_ACCESS
        else None
        for index, person in enumerate(persons)
    ]
    async with database.write(organization_id, owner.user_id) as session:
        sources, exercises = await _templates(session, owner)
        slugs = {str(exercise_id(item.slug)): item.slug for item in load_library().exercises}
        clients = [
            _client(person, trainers[person.trainer], member) for person, member in zip(persons, members, strict=True)
        ]
        await add_many(session, clients)
        decided = [
            (Whose(member, client.id), text)
            for client, member in zip(clients, members, strict=True)
            if member is not None
            for text in asked(coached=True)
        ]
        await keep(session, decided, DEMO, how="invitation")
        programs: list[Course] = []
        done: list[tuple[UUID, DoneWorkout]] = []
        for person, client, member in zip(persons, clients, members, strict=True):
            if member is None:
                continue
            mine = list(courses(person, client.id, sources, exercises, today, trainers[person.trainer]))
            planned = [workout for course in mine for workout in course.workouts]
            logged = history(person, planned, slugs, now, Random(f"{SEED}/{person.email}"))  # noqa: S311
            finished = {item.workout_id: item.finished_at for item in logged}
            for course in mine:
                settle(course, finished, today)
            programs += mine
            done += [(client.id, item) for item in logged]
        await import_programs(
            session,
            [course.program for course in programs],
            [workout for course in programs for workout in course.workouts],
        )
        await import_sessions(session, list(session_rows(done, TIME_ZONE)))
        for client in clients:
            await recompute_client(session, client.id)
        await recompute_facts(session, [client.id for client in clients])
    return len(done)


async def _staff(database: Database, organization_id: UUID, who: SignIn, hashed: str) -> Access:
    user_id = new_id()
    async with database.write(organization_id, user_id) as session:
        await _user(session, user_id, who.email, who.name, hashed)
        if who.role == "owner":
            member_id = await found_organization(
                session,
                name="North Barbell",
                time_zone=TIME_ZONE,
                owner=(user_id, who.name, who.email),
                accepted=None,
            )
        else:
            member_id = await add_member(session, user_id=user_id, role=who.role, name=who.name, email=who.email)
        how = "registered" if who.role == "owner" else "invitation"
        await keep(session, [(Whose(member_id, None), text) for text in asked(coached=False)], DEMO, how=how)
    return Access(
        user_id=user_id,
        session_id=user_id,
        organization_id=organization_id,
        member_id=member_id,
        role=who.role,
        email_verified=True,
        proved_at=clock.now(),
        permissions=ROLES[who.role],
    )


async def _client_account(database: Database, organization_id: UUID, person: Person, hashed: str) -> UUID:
    user_id, name = new_id(), f"{person.first_name} {person.last_name}"
    async with database.write(organization_id, user_id) as session:
        await _user(session, user_id, person.email, name, hashed)
        return await add_member(session, user_id=user_id, role="client", name=name, email=person.email)


async def _user(session: WriteSession, user_id: UUID, email: str, name: str, hashed: str) -> None:
    await create_user(
        session, user_id=user_id, email=email, name=name, password_hash=hashed, time_zone=TIME_ZONE, verified=True
    )


def _client(person: Person, trainer: UUID, member: UUID | None) -> NewClient:
    return NewClient(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone.replace(" ", ""),
        phone_display=person.phone,
        birth_date=person.birth_date,
        sex=person.sex,
        status="paused" if person.habit == "paused" else "active",
        trainer_member_id=trainer,
        member_id=member,
        access="none" if member is None else "active",
        time_zone=TIME_ZONE,
        goal=person.goal,
        health_note=person.health_note,
        created_at=clock.now() - timedelta(weeks=person.weeks, days=2) if member else clock.now() - timedelta(days=4),
    )


async def _templates(session: WriteSession, owner: Access) -> tuple[list[Source], Mapping[UUID, Mapping[str, Any]]]:
    sources: list[Source] = []
    wanted: set[UUID] = set()
    for template in TEMPLATES:
        form = TemplateIn.model_validate(
            {
                "name": template.name,
                "description": template.description,
                "level": template.level,
                "goal": template.goal,
                "document": template.document(),
            }
        )
        made = await template_service.create(session, owner, form)
        document = TemplateDocument.model_validate(form.document)
        sources.append(Source(made["id"], template.name, document))
        wanted |= exercise_ids(document)
    return sources, await adopt(session, wanted)


async def _analyze(owner_url: str) -> None:
    """Statistics for the planner, who otherwise guesses until autovacuum comes by."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def _run() -> int:
    settings = get_settings()
    if settings.env == "production":
        sys.stderr.write("The demo studio has known passwords and is refused in production.\n")
        return 2
    load_domains()
    redis = make_redis(settings)
    database = make_database(settings, make_ports(settings, redis))
    begun = time.perf_counter()
    try:
        count = await seed(database)
    except RuntimeError as error:
        sys.stderr.write(f"Nothing loaded: {error}.\n")
        return 1
    finally:
        await database.close()
        await redis.aclose()
    if settings.database_owner_url is not None:
        await _analyze(settings.database_owner_url.get_secret_value())
    sys.stdout.write(f"Demo studio with {count:,} logged workouts in {time.perf_counter() - begun:.1f} s.\n")
    return 0


def main() -> int:
    """Load the demo into the database of the environment; answers the exit code."""
    return asyncio.run(_run())
