"""Is a port free, and which one is."""

import secrets
import socket

from backend.local.errors import LocalError


def require_free(port: int, what: str, host: str = "127.0.0.1") -> None:
    """Raise LocalError, naming the port and a way out, when something listens on it already."""
    if _can_bind(host, port) and not _answers_on_ipv6(port):
        return
    message = (
        f"Port {port} ({what}) is taken by another program. Stop that one, or pick another: make up PORT={port + 10}"
    )
    raise LocalError(message)


def free_port() -> int:
    """A loopback port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def free_pair() -> int:
    """A port that nobody uses, nor its neighbour, which the mailbox takes.

    Below the ports that systems give to outgoing connections: one of those could be taken the moment after.
    """
    for _ in range(100):
        port = 20_000 + 2 * secrets.randbelow(5_000)
        if _can_bind("127.0.0.1", port) and _can_bind("127.0.0.1", port + 1):
            return port
    raise LocalError("No two ports beside each other are free.")


def _can_bind(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do it: a port whose last connections are still winding down counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _answers_on_ipv6(port: int) -> bool:
    """Browsers try ``::1`` first for localhost, so somebody there would take our visitors."""
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.settimeout(0.2)
            probe.connect(("::1", port))
    except OSError:
        return False
    return True
