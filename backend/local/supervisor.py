"""`make up` and `make dev`: everything Stoke needs on this machine, started in order and stopped in reverse."""

import asyncio
import http
import http.client
import os
import signal
import sys
import time
from dataclasses import dataclass
from types import FrameType

from backend.local import demo, ports
from backend.local.attach import note_addresses
from backend.local.console import report, say, timed
from backend.local.environment import Addresses, Outside, child_environment
from backend.local.errors import LocalError
from backend.local.keeper import Program, Server
from backend.local.leftovers import MARK, end_leftovers
from backend.local.lock import held
from backend.local.once import run_once
from backend.local.paths import DataDir
from backend.local.programs import api, mailbox, openid, web_dev, worker
from backend.local.services import Services


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: the web app's port, the interface to listen on, and whether code reloads on change and an
    empty database gets the demo."""

    port: int
    host: str
    reload: bool
    demo: bool


def run(options: Options) -> int:
    """Run until told to stop. Exit code 0 after a stop, 1 when something did not start (its reason is printed)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    try:
        _run(options)
    except LocalError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except StopRequested:
        say("Stopped before it was up.")
    return 0


def _run(options: Options) -> None:
    begun = time.monotonic()
    outside, data = Outside.read(), DataDir.default()
    with held(data):
        if names := end_leftovers(data.path):
            report("leftovers", f"ended {len(names)} of a killed run: {', '.join(sorted(set(names)))}")
        addresses = _addresses(options, outside)
        data.describe(f": {addresses.web} (process {os.getpid()})")
        note_addresses(data, addresses)
        os.environ[MARK] = str(data.path)  # Valkey inherits it; the programs get it by name
        say("Stoke is starting")
        services = Services(data)
        running: list[Program] = []
        try:
            _start_servers(services, outside)
            env = child_environment(outside, services, addresses)
            if options.reload:
                del env["STOKE_WEB_DIST"]  # Vite serves the sources; there may be no build
            _prepare(services, outside, env, with_demo=options.demo)
            for program in _programs(options, outside, addresses, env, data):
                program.start()
                running.append(program)
            _wait_ready(running, addresses.api_port)
            _welcome(services, outside, addresses, time.monotonic() - begun)
            _watch(running, services)
        except StopRequested:
            say("\nStopping")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            for program in reversed(running):
                program.stop()
            services.stop()
        say("Stopped. Your data stays in " + str(data.path))


def _addresses(options: Options, outside: Outside) -> Addresses:
    """Choose and check the ports before anything starts."""
    ports.require_free(options.port, "web app", options.host)
    own_mail = bool(outside.values.get("SMTP_URL"))
    if not own_mail:
        ports.require_free(options.port + 1, "mailbox", options.host)
    if options.reload:
        ports.require_free(options.port + 2, "API behind the development server")
    api_port = options.port + 2 if options.reload else options.port
    smtp_port = 0 if own_mail else ports.free_port()
    openid_port = 0 if outside.has_identity else ports.free_port()
    return Addresses(options.host, options.port, api_port, options.port + 1, smtp_port, openid_port)


def _start_servers(services: Services, outside: Outside) -> None:
    if not outside.has_database:
        fresh = not services.data.postgres.exists()
        with timed("postgres", "ready (new)" if fresh else "ready"):
            services.postgres.start()
            asyncio.run(services.prepare_database())
    else:
        report("postgres", "yours (DATABASE_URL)")
    if not outside.has_redis:
        with timed("valkey", "ready"):
            services.valkey.start()
    else:
        report("valkey", "yours (REDIS_URL)")


def _prepare(services: Services, outside: Outside, env: dict[str, str], *, with_demo: bool) -> None:
    with timed("schema", "up to date"):
        run_once("migrate", ["migrate"], env, services.data)
    if outside.has_database or not with_demo:
        return  # somebody's own database is filled only when they ask (`make seed`)
    if asyncio.run(demo.is_empty(services.urls().admin)):
        try:
            with timed("demo data", "loaded"):
                run_once("seed", ["seed"], env, services.data)
        except LocalError as error:  # an empty Stoke is still a working one
            report("demo data", "not loaded")
            sys.stderr.write(f"{error}\n")


def _programs(
    options: Options, outside: Outside, addresses: Addresses, env: dict[str, str], data: DataDir
) -> list[Program]:
    found = [] if outside.values.get("SMTP_URL") else [mailbox(addresses, env, data)]
    found += [openid(addresses, env, data)] if addresses.openid_port else []
    found += [worker(env, data, reload=options.reload), api(addresses, env, data, reload=options.reload)]
    return [*found, web_dev(addresses, env, data)] if options.reload else found


def _wait_ready(programs: list[Program], port: int, timeout: float = 90.0) -> None:
    """Wait until the API says that it, its database and its cache are ready; no restarts yet: show what is wrong."""
    begun = time.monotonic()
    while time.monotonic() - begun < timeout:
        for program in programs:
            if program.child is not None and program.child.exit_code() is not None:
                message = f"The {program.name} did not start. The end of {program.log}:\n{program.child.last_lines()}"
                raise LocalError(message)
        if _answers(port):
            report("app", "ready", time.monotonic() - begun)
            return
        time.sleep(0.05)
    last = next(p for p in programs if p.name == "api").child
    message = f"The API was not ready after {timeout:.0f} s.\n{last.last_lines() if last else ''}"
    raise LocalError(message)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5.0)
    try:
        connection.request("GET", "/api/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (http.client.HTTPException, OSError):
        return False
    finally:
        connection.close()


def _welcome(services: Services, outside: Outside, addresses: Addresses, seconds: float) -> None:
    say(f"\nStoke is up after {seconds:.1f} s\n")
    say(f"  Web app   {addresses.web}")
    say(f"  API docs  {addresses.web}/api/docs")
    if not outside.values.get("SMTP_URL"):
        say(f"  Mailbox   {addresses.mailbox}")
    if not outside.has_database:
        for line in asyncio.run(demo.sign_ins(services.urls().admin)):
            say(line)
    say("\nCtrl-C stops everything.")


def _watch(programs: list[Program], services: Services) -> None:
    """Look after everything until StopRequested comes from a signal."""
    servers = [
        Server("postgres", lambda: services.postgres.child, services.postgres.start),
        Server("valkey", lambda: services.valkey.child, services.valkey.start),
    ]
    while True:
        time.sleep(0.25)
        for server in servers:
            server.look_after()
        for program in programs:
            program.look_after(time.monotonic())


def _request_stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise StopRequested
