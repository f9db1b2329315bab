"""The options for signing in to a server: a name, and a password from stdin or a command."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from mle_planner.cli.arguments import UsageError, argument, one_of
from mle_planner.core.calendars.addresses import is_address
from mle_planner.core.model.calendar import SyncProblem

if TYPE_CHECKING:
    from mle_planner.core.calendars.accounts import AccountRequest
    from mle_planner.core.calendars.feeds import FeedError


SIGN_IN = (
    argument(
        "--user", metavar="NAME", help="the user's name at a CalDAV server (none for a token)"
    ),
    one_of(
        argument(
            "--password-stdin", action="store_true", help="read the password or token from stdin"
        ),
        argument(
            "--password-command", metavar="CMD",
            help="a command that prints it, run without a shell; only the command is stored",
        ),
    ),
    argument(
        "--allow-private", action="store_true",
        help="allow an address on this computer or its local network",
    ),
)  # fmt: skip


def is_account(options: argparse.Namespace) -> bool:
    """Whether what is named is an account, which needs a password."""
    return bool(options.user or options.password_stdin or options.password_command)


def account_request(options: argparse.Namespace, address: str) -> AccountRequest:
    """Return the account that the options name, with the password they give."""
    from mle_planner.core.calendars.accounts import AccountRequest

    return AccountRequest(
        address,
        options.user or "",
        password_given(options),
        options.password_command or "",
        options.allow_private,
    )


def refusal_text(error: FeedError, done: str) -> str:
    """Return why nothing was ``done``, such as "added", and what allows a private address."""
    is_private = error.problem is SyncProblem.PRIVATE_ADDRESS
    hint = " To allow it, add --allow-private." if is_private else ""
    return f"{error} Nothing was {done}.{hint}"


def password_given(options: argparse.Namespace) -> str:
    """Return the password from stdin, or asked for in a terminal; "" where a command prints it."""
    if options.password_command:
        return ""
    if options.password_stdin:
        return sys.stdin.readline() if sys.stdin is not None else ""
    if not is_address(options.what) and options.what.lower().endswith(".ics"):
        raise UsageError("Only an account has a user. Name its address or email address.")
    if sys.stdin is not None and sys.stdin.isatty():
        from getpass import getpass

        return getpass("Password: ")
    raise UsageError("Say the password with --password-stdin or --password-command.")
