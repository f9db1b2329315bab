"""Passwords of accounts: in the system's keyring, from a command, or for this run only.

None of them is ever written to the database, a log or a message.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.addresses import host_of
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.calendar import CalendarAccount, SecretSource, SyncProblem

_SERVICE = "mle-planner"
_COMMAND_S = 30.0
_KEYRING_S = 30.0
_LONGEST = 10_000

_FOR_THIS_RUN: dict[str, str] = {}

T = TypeVar("T")


class PasswordError(PlannerError):
    """A password that cannot be used, or a command that cannot print one."""


def keep_password(account: CalendarAccount, password: str) -> SecretSource:
    """Keep a password in the keyring, and where there is none for this run; return which."""
    key = _key(account)

    def store() -> bool:
        import keyring
        from keyring.backends.fail import Keyring

        if isinstance(keyring.get_keyring(), Keyring):
            return False
        keyring.set_password(_SERVICE, key, password)
        return keyring.get_password(_SERVICE, key) == password

    if _ask_keyring(store):
        _FOR_THIS_RUN.pop(key, None)
        return SecretSource.KEYRING
    _FOR_THIS_RUN[key] = password
    return SecretSource.RUN


def use_for_this_run(account: CalendarAccount, password: str) -> None:
    """Use a password for an account until the program ends."""
    _FOR_THIS_RUN[_key(account)] = password


def password_of(account: CalendarAccount) -> str:
    """Return the password of an account; raises ``FeedError`` where it is not available."""
    key = _key(account)
    if key in _FOR_THIS_RUN:
        return _FOR_THIS_RUN[key]
    if account.secret_source is SecretSource.COMMAND:
        try:
            return password_from(account.command)
        except PasswordError as error:
            raise FeedError(SyncProblem.PASSWORD_COMMAND) from error

    def look_up() -> str | None:
        import keyring

        return keyring.get_password(_SERVICE, key)

    found = _ask_keyring(look_up) if account.secret_source is SecretSource.KEYRING else None
    if not found:
        raise FeedError(SyncProblem.NO_PASSWORD)
    return found


def forget_password(account: CalendarAccount) -> None:
    """Remove what is kept of the password of an account."""
    key = _key(account)
    _FOR_THIS_RUN.pop(key, None)
    if account.secret_source is not SecretSource.KEYRING:
        return

    def delete() -> None:
        import keyring

        keyring.delete_password(_SERVICE, key)

    _ask_keyring(delete)


def valid_password(text: str) -> str:
    """Return the first line of a text; raises ``PasswordError`` where it is empty or too long."""
    line = text[: _LONGEST + 1].split("\n", 1)[0].rstrip("\r")
    if not line or len(line) > _LONGEST or "\0" in line:
        raise PasswordError(_("No password was given. Nothing was changed."))
    return line


def password_from(command: str, seconds: float = _COMMAND_S) -> str:
    """Return the first line that a command prints; it is run without a shell.

    Raises ``PasswordError`` where it fails, prints nothing or takes too long; then it is ended with
    every process it started. No message holds what it prints.
    """
    try:
        words = shlex.split(command)
        if not words:
            raise ValueError
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise planner_error(
            "The command for the password cannot be run. Nothing was changed; check it.",
            kind=PasswordError,
        ) from error
    try:
        output, _errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise planner_error(
            "The command for the password took too long. Nothing was changed; try it again.",
            kind=PasswordError,
        ) from error
    if process.returncode:
        raise planner_error(
            "The command for the password failed. Nothing was changed; run it in a terminal.",
            kind=PasswordError,
        )
    return valid_password(output.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started, and close what it wrote to."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


def _ask_keyring(question: Callable[[], T]) -> T | None:
    """Return what the keyring answers; None where it fails, or waits too long for the user."""
    found: list[T] = []

    def ask() -> None:
        # Backends raise their own kinds of errors, and messages of theirs may hold names.
        with contextlib.suppress(Exception):
            found.append(question())

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_KEYRING_S)
    return found[0] if found else None


def _key(account: CalendarAccount) -> str:
    return f"{account.user}@{host_of(account.server)}"
