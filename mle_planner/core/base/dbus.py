"""Queries the services of a Linux desktop over D-Bus; every query takes at most a second.

The library is imported on use, because other systems do without it.
"""

from __future__ import annotations

import os
from typing import Any

SCREEN_SAVERS = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate")
)
"""The services that report whether the screen is locked."""

LOGIND = "org.freedesktop.login1"
WAIT_S = 1.0
_NO_AUTO_START = 2


def ask(
    bus: Any,
    where: tuple[str, str, str],
    member: str,
    signature: str = "",
    values: tuple[Any, ...] = (),
    *,
    may_start: bool = False,
) -> Any:
    """Return the body of an answer; None for an error or no answer.

    ``where`` is a service, a path in it and an interface there. A service that is not running is
    not started for the query unless it ``may_start``. Raises ``OSError`` if the bus is gone.
    """
    from jeepney import DBusAddress, MessageType, new_method_call

    service, path, interface = where
    address = DBusAddress(path, bus_name=service, interface=interface)
    question = new_method_call(address, member, signature, values)
    if not may_start:
        question.header.flags |= _NO_AUTO_START
    try:
        answer = bus.send_and_get_reply(question, timeout=WAIT_S)
    except TimeoutError:
        return None
    return answer.body if answer.header.message_type is MessageType.method_return else None


def login_session(bus: Any) -> str:
    """Return logind's path of this session; empty if unknown.

    ``bus`` is the system bus. Raises ``OSError`` if it is gone.
    """
    name = os.environ.get("XDG_SESSION_ID", "")
    if not name:
        return ""
    manager = (LOGIND, "/org/freedesktop/login1", f"{LOGIND}.Manager")
    found = ask(bus, manager, "GetSession", "s", (name,))
    return str(found[0]) if found else ""
