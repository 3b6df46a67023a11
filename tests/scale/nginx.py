"""nginx on loopback with the very configuration that the image ships: addresses and folders alone are others."""

import getpass
import os
import signal
from pathlib import Path

from backend.local.child import Child
from tests.scale.packages import ROOT, Programs

SHIPPED = ROOT / "deploy" / "nginx.conf"


def loopback(shipped: str, *, folder: Path, port: int, nodes: list[str], web: Path, mime_types: Path) -> str:
    """The shipped configuration with the places of this machine. Raises ValueError when one is not found in it."""
    servers = "\n        ".join(f"server {node} fail_timeout=1s;" for node in nodes)
    changes = {
        "include mime.types;": f"include {mime_types};",
        "server api:8000 fail_timeout=1s;": servers,
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "root /srv/web;": f"root {web};",
        "pid /tmp/nginx.pid;": f"pid {folder}/nginx.pid;",
    }
    # The image holds one upper process for a container; here two are plenty.
    changes["worker_processes auto;"] = "worker_processes 2;"
    changes |= {f"_temp_path /tmp/{name};": f"_temp_path {folder}/{name};" for name in ("proxy", "fastcgi", "uwsgi")}
    changes |= {
        "_temp_path /tmp/scgi;": f"_temp_path {folder}/scgi;",
        "_temp_path /tmp/body;": f"_temp_path {folder}/body;",
    }
    for old, new in changes.items():
        if shipped.count(old) != 1:
            raise ValueError(f"deploy/nginx.conf should hold `{old}` once")
        shipped = shipped.replace(old, new)
    if os.geteuid() == 0:
        # Run by root, its workers would change to an account that may not read this checkout.
        shipped = f"user {getpass.getuser()};\n{shipped}"
    return shipped


def start(programs: Programs, folder: Path, port: int, nodes: list[str], web: Path) -> Child:
    """A running nginx in front of `nodes` (`host:port`)."""
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "nginx.conf"
    conf.write_text(
        loopback(SHIPPED.read_text(), folder=folder, port=port, nodes=nodes, web=web, mime_types=programs.mime_types)
    )
    (folder / "security_headers.conf").write_text((ROOT / "deploy" / "security_headers.conf").read_text())
    command = [str(programs.nginx), "-c", str(conf), "-p", str(folder), "-g", "daemon off;"]
    return Child("nginx", command, log=folder / "nginx.log", env=programs.env, stop_signal=signal.SIGTERM)
