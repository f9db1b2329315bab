"""Passwords come from the keyring, a command or this run, and are in no message."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from mle_planner.core.calendars import passwords
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.calendars.passwords import (
    PasswordError,
    forget_password,
    keep_password,
    password_from,
    password_of,
)
from mle_planner.core.model.calendar import AccountId, CalendarAccount, SecretSource, SyncProblem

SERVER = "https://dav.a.example/"


class MemoryKeyring(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_FOR_THIS_RUN", {})


def account(source: SecretSource, command: str = "") -> CalendarAccount:
    return CalendarAccount(AccountId(1), SERVER, "me", source, command)


def test_a_keyring_keeps_and_forgets_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(ring, name))
    assert keep_password(account(SecretSource.KEYRING), "secret") is SecretSource.KEYRING
    assert ring.kept == {("mle-planner", "me@dav.a.example"): "secret"}
    assert password_of(account(SecretSource.KEYRING)) == "secret"
    forget_password(account(SecretSource.KEYRING))
    with pytest.raises(FeedError) as missing:
        password_of(account(SecretSource.KEYRING))
    assert missing.value.problem is SyncProblem.NO_PASSWORD


def test_without_a_keyring_a_password_is_known_for_this_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)
    assert keep_password(account(SecretSource.RUN), "secret") is SecretSource.RUN
    assert password_of(account(SecretSource.RUN)) == "secret"


def test_a_command_is_run_without_a_shell_and_its_first_line_taken() -> None:
    assert password_from("printf '%s\\n' 'a b;$HOME' rest") == "a b;$HOME"


@pytest.mark.parametrize(
    "command", ["", "'open", "no-such-command-here", "false", "echo", "sh -c 'exit 3'"]
)
def test_a_command_that_prints_no_password_is_said_and_named_nowhere(command: str) -> None:
    with pytest.raises(PasswordError) as refused:
        password_from(command)
    assert "Nothing was changed" in str(refused.value) or "no password" in str(refused.value)
    assert command == "" or command not in str(refused.value)
    with pytest.raises(FeedError) as failed:
        password_of(account(SecretSource.COMMAND, command))
    assert failed.value.problem is SyncProblem.PASSWORD_COMMAND


def test_a_command_that_waits_is_ended_with_what_it_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(PasswordError, match="too long"):
        password_from(f"sh -c '(sleep 20; echo b) > {tmp_path}/pipe & echo a; wait'", seconds=0.2)
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b"", "the pipe is closed by the end of what held it, unwritten"
    os.close(reader)
