"""A taken port is named, with a way out."""

import socket

import pytest

from backend.local.errors import LocalError
from backend.local.ports import free_port, require_free


def test_a_taken_port_is_named_with_the_command_that_avoids_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LocalError, match=rf"Port {port} \(web app\) is taken.*make up PORT=\d+"):
            require_free(port, "web app")


def test_a_port_taken_on_ipv6_alone_counts_as_taken() -> None:
    if not socket.has_dualstack_ipv6():
        return
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken, pytest.raises(LocalError):
        require_free(taken.getsockname()[1], "web app")


def test_a_free_port_passes() -> None:
    require_free(free_port(), "web app")
