"""Accounts on CalDAV servers: adding one with its calendars, and its password."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.calendars.addresses import AddressError, host_of, is_local_host, read_address
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.calendars.sources import USUAL_REFRESH_MIN, free_name, refuse_known
from mle_planner.core.edits import Change, Edit, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.calendar import (
    AccountId,
    Calendar,
    CalendarAccount,
    CalendarId,
    CalendarKind,
    SecretSource,
    SyncProblem,
)
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain
from mle_planner.core.typed.title import one_line, title_key

if TYPE_CHECKING:
    from mle_planner.core.calendars.caldav_discovery import RemoteCalendar
    from mle_planner.core.calendars.feed_reading import IsStopped


@dataclass(frozen=True)
class AccountRequest:
    """What the user entered to add an account: a server or email address, and how to sign in.

    Without a user the secret is a token. Either ``password`` or ``command`` is given.
    """

    typed: str
    user: str = ""
    password: str = ""
    command: str = ""
    allows_private: bool = False


@dataclass(frozen=True)
class FoundAccount:
    """What was found at a server; nothing of it is stored yet."""

    request: AccountRequest
    account: CalendarAccount
    calendars: tuple[RemoteCalendar, ...]


def is_email(text: str) -> bool:
    """Whether something typed is an email address, whose provider has an account for it."""
    name, at, domain = text.strip().partition("@")
    return bool(name and at and "." in domain) and "/" not in text and " " not in text.strip()


class Accounts(Domain):
    """Accounts whose calendars are read; asking a server blocks until it answers."""

    def all(self) -> tuple[CalendarAccount, ...]:
        """Return every account by id."""
        return tuple(self._session.store.all(CalendarAccount))

    def of(self, calendar: Calendar) -> CalendarAccount | None:
        """Return the account that a calendar belongs to."""
        return self._session.store.get(CalendarAccount, calendar.account_id)

    def find(
        self, request: AccountRequest, *, is_stopped: IsStopped = lambda: False
    ) -> FoundAccount:
        """Sign in and list the calendars; nothing is stored.

        Raises ``AddressError``, ``PasswordError`` or ``FeedError``.
        """
        from mle_planner.core.calendars.caldav_client import CalendarServer
        from mle_planner.core.calendars.caldav_discovery import find_account, starts_of
        from mle_planner.core.calendars.passwords import password_from, valid_password

        typed = _read_typed(request)
        secret = (
            password_from(request.command) if request.command else valid_password(request.password)
        )
        user = request.user or (typed if is_email(typed) else "")
        account = CalendarAccount(
            AccountId(0),
            typed if "://" in typed else f"https://{typed.rpartition('@')[2]}/",
            user,
            SecretSource.COMMAND if request.command else SecretSource.RUN,
            request.command,
            request.allows_private,
        )
        with CalendarServer(account, secret, is_stopped) as server:
            calendars = find_account(server, starts_of(typed))
        # Signing in goes to where the calendars are from now on.
        found = replace(account, server=root_of(calendars[0].address))
        return FoundAccount(replace(request, password=secret), found, calendars)

    def add(
        self, found: FoundAccount, chosen: Collection[RemoteCalendar], name: str = ""
    ) -> tuple[Calendar, ...]:
        """Add an account with some of its calendars, which are not read yet.

        Its password goes to the keyring, or is known for this run only. Raises
        ``PlannerError`` with nothing added.
        """
        from mle_planner.core.calendars.passwords import keep_password

        if not chosen:
            raise planner_error("No calendar was chosen. Nothing was added.")
        title = one_line(name)
        if title and len(chosen) > 1:
            raise planner_error("One name cannot be given to several calendars. Nothing was added.")
        refuse_known(self._session, {one.address for one in chosen}, title)
        account = found.account
        if account.secret_source is not SecretSource.COMMAND:
            account = replace(account, secret_source=keep_password(account, found.request.password))

        def intention() -> tuple[Edit, tuple[Calendar, ...]]:
            refuse_known(self._session, {one.address for one in chosen}, title)
            stored, changes = self._to_store(account)
            calendars = self._calendars(stored, chosen, title)
            subject = calendars[0].name if len(calendars) == 1 else host_of(account.server)
            return Edit(
                Summary(Operation.ADD, subject), (*changes, *add_records(*calendars))
            ), calendars

        return self._session.carry_out(intention)

    def set_password(self, account: CalendarAccount, password: str) -> SecretSource:
        """Use another password from now on; return where it is kept."""
        from mle_planner.core.calendars.passwords import keep_password, valid_password

        source = keep_password(account, valid_password(password))

        def intention() -> tuple[Edit, SecretSource]:
            before = self._session.existing(CalendarAccount, account.id)
            changes = replace_record(before, replace(before, secret_source=source, command=""))
            summary = Summary(Operation.CHANGE, host_of(account.server))
            return Edit(summary, changes, is_undoable=False), source

        return self._session.carry_out(intention)

    def use_for_this_run(self, account: CalendarAccount, password: str) -> None:
        """Use a password until the program ends, and keep it nowhere."""
        from mle_planner.core.calendars.passwords import use_for_this_run, valid_password

        use_for_this_run(account, valid_password(password))

    # -- inside ----------------------------------------------------------------------------

    def _to_store(self, account: CalendarAccount) -> tuple[CalendarAccount, tuple[Change, ...]]:
        """Return the account to store, in place of one of the same user, and the changes."""
        for before in self.all():
            if (before.server, before.user) == (account.server, account.user):
                after = replace(account, id=before.id)
                return after, replace_record(before, after)
        stored = replace(account, id=AccountId(self._session.store.new_id(CalendarAccount)))
        return stored, add_records(stored)

    def _calendars(
        self, account: CalendarAccount, chosen: Collection[RemoteCalendar], title: str
    ) -> tuple[Calendar, ...]:
        taken = {title_key(calendar.name) for calendar in self._session.store.all(Calendar)}
        calendars = []
        for remote in chosen:
            name = free_name(title or remote.name, taken)
            taken.add(title_key(name))
            calendars.append(
                Calendar(
                    CalendarId(self._session.store.new_id(Calendar)),
                    name,
                    remote.address,
                    kind=CalendarKind.CALDAV,
                    refresh_min=USUAL_REFRESH_MIN,
                    allows_private=account.allows_private,
                    account_id=account.id,
                )
            )
        return tuple(calendars)


def _read_typed(request: AccountRequest) -> str:
    """Return the address to ask; https where no scheme is typed.

    Raises ``AddressError`` for what is no address, holds a password, or is not encrypted.
    """
    typed = request.typed.strip()
    if "://" not in typed:
        if is_email(typed):
            return typed
        typed = f"https://{typed}"
    address = read_address(typed)
    if "@" in urlsplit(address).netloc:
        raise planner_error(
            "The address holds a name or a password. Nothing was added; give them apart from it.",
            kind=AddressError,
        )
    if address.startswith("http://") and not request.allows_private:
        is_here = is_local_host(host_of(address))
        raise FeedError(SyncProblem.PRIVATE_ADDRESS if is_here else SyncProblem.NOT_ENCRYPTED)
    return address


def root_of(address: str) -> str:
    """Return the address of the server of an address."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
