"""A notification on the desktop from a command that has no window."""

from __future__ import annotations

import sys
from html import escape
from typing import Any

_WAIT_S = 1.0
_SHOWN_MS = 15_000


def notify(title: str, body: str) -> bool:
    """Show a notification; return whether a desktop took it. Without one the terminal rings."""
    if str(sys.platform).startswith("linux") and _notify_by_bus(title, body):
        return True
    if sys.stderr.isatty():
        print("\a", end="", file=sys.stderr, flush=True)
    return False


def _notify_by_bus(title: str, body: str) -> bool:
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    service = "org.freedesktop.Notifications"
    address = DBusAddress("/org/freedesktop/Notifications", bus_name=service, interface=service)
    text = escape(body, quote=False)  # the body may be read as markup
    values: tuple[Any, ...] = ("Planner", 0, "", title, text, [], {}, _SHOWN_MS)
    message = new_method_call(address, "Notify", "susssasa{sv}i", values)
    try:
        with open_dbus_connection(bus="SESSION") as bus:
            answer = bus.send_and_get_reply(message, timeout=_WAIT_S)
    except (OSError, KeyError, RuntimeError, ValueError, StopIteration):
        return False
    return bool(answer.header.message_type is MessageType.method_return)
