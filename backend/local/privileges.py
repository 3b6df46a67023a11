"""Run a server program as somebody other than root.

Postgres refuses to start with root's user id. Run by root, its programs therefore get an ordinary account, and,
where the checkout lies below a folder that this account may not enter (a home closed to others), just enough
capability to pass through. Nothing outside the data folder is chowned or chmodded, and no account is created.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAP_VERSION_3 = 0x20080522
_FALLBACK_ACCOUNT = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """A user id and group id to run a child as, and whether it needs help to pass its parent folders."""

    uid: int
    gid: int
    needs_passage: bool


def server_account(data_dir: Path, program: Path) -> Account | None:
    """The account for a server that refuses root; None when the current user is not root.

    A data folder that already belongs to an ordinary account keeps its owner.
    """
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(_FALLBACK_ACCOUNT)
    if data_dir.exists() and (owner := data_dir.stat().st_uid) != 0:
        try:
            entry = pwd.getpwuid(owner)
        except KeyError:
            entry = pwd.getpwnam(_FALLBACK_ACCOUNT)
    passable = all(_passable(path, entry.pw_uid, entry.pw_gid) for path in (data_dir.parent, program))
    return Account(entry.pw_uid, entry.pw_gid, needs_passage=not passable)


def _passable(path: Path, uid: int, gid: int) -> bool:
    """Whether the account may enter every folder down to `path` (and `path` itself)."""
    for step in (path, *path.parents):
        info = step.stat()
        shift = 6 if info.st_uid == uid else 3 if info.st_gid == gid else 0
        if not info.st_mode >> shift & 0o1:
            return False
    return True


def before_exec(account: Account | None, death_signal: signal.Signals) -> Callable[[], None]:
    """A ``preexec_fn``: drop to `account`, then ask the kernel to send `death_signal` when this process dies.

    The order matters: changing the user id clears the death signal.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        if account is not None:
            _become(account, libc)
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:  # the parent died before the signal was set
                os._exit(1)

    return prepare


def _become(account: Account, libc: ctypes.CDLL | None) -> None:
    helped = account.needs_passage and libc is not None
    if helped and libc is not None:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    os.umask(0o077)
    if helped and libc is not None:
        mask = 1 << _CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(_CAP_VERSION_3, 0)
        # Two 32-bit halves of (effective, permitted, inheritable).
        data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
        libc.capset(ctypes.byref(header), ctypes.byref(data))
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
