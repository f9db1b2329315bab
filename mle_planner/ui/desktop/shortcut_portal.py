"""A key that works while another program is in front, through the desktop's portal.

The portal (org.freedesktop.portal.GlobalShortcuts) asks the user once and may assign other keys
than those requested. All calls block until the answer: use them in a thread.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST = "org.freedesktop.portal.Request"
_APP_ID = "mle_planner"
_NAME, _WISHED = "capture", "CTRL+ALT+n"
_ANSWER_S = 3.0
"""How long the portal itself may take to answer; the user, whom it asks, has no time limit."""
_LOOK_S = 0.25
_NO_BUS = (OSError, KeyError, ValueError, ImportError)


class NoPortalError(PlannerError):
    """The desktop has no portal for such keys, or the user declined them."""


def has_portal(_nothing: object = None) -> bool:
    """Whether the desktop has a portal for such keys."""
    from jeepney import DBusAddress, MessageType, Properties
    from jeepney.io.blocking import open_dbus_connection

    portal = Properties(DBusAddress(_PATH, _SERVICE, _SHORTCUTS))
    try:
        with open_dbus_connection(bus="SESSION") as bus:
            answer = bus.send_and_get_reply(portal.get("version"), timeout=_ANSWER_S)
    except _NO_BUS:
        return False
    return answer.header.message_type is not MessageType.error


class ShortcutPortal:
    """One global key; ``is_stopped`` is called four times a second while waiting.

    Raises ``NoPortalError`` with one sentence if the desktop has no such portal.
    """

    def __init__(self, is_stopped: Callable[[], bool]) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._is_stopped = is_stopped
        self._session = ""
        try:
            self._bus = open_dbus_connection(bus="SESSION")
        except _NO_BUS as error:
            raise NoPortalError(_no_portal()) from error

    def close(self) -> None:
        """Close the connection, which releases the key."""
        self._bus.close()

    def bind(self, title: str) -> str:
        """Request a key and return it in the desktop's words, "" if it gives none."""
        self._register()
        made = self._ask("CreateSession", "", (), {"session_handle_token": ("s", "planner")})
        self._session = str(made["session_handle"][1])
        wish = {"description": ("s", title), "preferred_trigger": ("s", _WISHED)}
        bound = self._ask("BindShortcuts", "oa(sa{sv})s", (self._session, [(_NAME, wish)], ""), {})
        for _name, about in bound.get("shortcuts", ("", []))[1]:
            return str(about.get("trigger_description", ("s", ""))[1])
        return ""

    def wait(self) -> str | None:
        """Wait until the key is pressed; None once ``is_stopped`` returns True.

        Returns the activation token that lets a window come to the front, "" without one.
        """
        from jeepney import HeaderFields, MatchRule

        rule = MatchRule(type="signal", interface=_SHORTCUTS, path=_PATH)
        with self._bus.filter(rule, bufsize=16) as signals:
            while not self._is_stopped():
                message = self._next(signals)
                if message is None or message.header.fields[HeaderFields.member] != "Activated":
                    continue
                session, pressed, _time, options = message.body
                if (session, pressed) == (self._session, _NAME):
                    return str(options.get("activation_token", ("s", ""))[1])
        return None

    def _register(self) -> None:
        """Tell the portal which program this is; older portals find out by themselves."""
        from jeepney import DBusAddress, new_method_call

        registry = DBusAddress(_PATH, _SERVICE, "org.freedesktop.host.portal.Registry")
        call = new_method_call(registry, "Register", "sa{sv}", (_APP_ID, {}))
        with contextlib.suppress(TimeoutError, OSError):
            self._bus.send_and_get_reply(call, timeout=_ANSWER_S)

    def _ask(
        self, method: str, signature: str, values: tuple[Any, ...], options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        from jeepney import DBusAddress, MatchRule, MessageType, new_method_call

        token = f"planner_{method}"
        sender = str(self._bus.unique_name)[1:].replace(".", "_")
        request = f"{_PATH}/request/{sender}/{token}"
        rule = MatchRule(type="signal", interface=_REQUEST, member="Response", path=request)
        portal = DBusAddress(_PATH, _SERVICE, _SHORTCUTS)
        given = {**options, "handle_token": ("s", token)}
        call = new_method_call(portal, method, f"{signature}a{{sv}}", (*values, given))
        with self._bus.filter(rule) as answers:
            try:
                reply = self._bus.send_and_get_reply(call, timeout=_ANSWER_S)
            except (TimeoutError, OSError) as error:
                raise NoPortalError(_no_portal()) from error
            if reply.header.message_type is MessageType.error:
                raise NoPortalError(_no_portal())
            while not self._is_stopped():
                answer = self._next(answers)
                if answer is not None:
                    break
            else:
                raise NoPortalError(_declined())
        code, results = answer.body
        if code != 0:
            raise NoPortalError(_declined())
        return dict(results)

    def _next(self, queue: deque[Any]) -> Any | None:
        try:
            return self._bus.recv_until_filtered(queue, timeout=_LOOK_S)
        except TimeoutError:
            return None
        except OSError as error:  # the desktop session has ended
            raise NoPortalError(_no_portal()) from error


def _no_portal() -> str:
    return _("This desktop offers no shortcuts from other programs.")


def _declined() -> str:
    return _("The shortcut was not allowed. The desktop's settings may offer it again.")
