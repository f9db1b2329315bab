"""A notification service and a screen lock, as a desktop has them."""

from __future__ import annotations

import socket
from threading import Event, Thread
from typing import Any

import jeepney
from jeepney.io.blocking import open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
LOCKER = "org.freedesktop.ScreenSaver"


class FakeDesktop:
    """Keeps what it was asked; ``notified`` are the bodies of Notify."""

    def __init__(self, address: str) -> None:
        self.bus = open_dbus_connection(bus=address)
        for name in (NAME, LOCKER):
            self.bus.send_and_get_reply(jeepney.message_bus.RequestName(name))
        self._signals = open_dbus_connection(bus=address)
        self._address = address
        self.is_locked = False
        self.notified: list[Any] = []
        self.inhibited: list[Any] = []
        self.received = Event()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Leave the bus."""
        self._signals.close()
        self.bus.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def press(self, number: int, key: str) -> None:
        """Tell that a button was pressed."""
        self._emit("ActionInvoked", "us", number, key)

    def close(self, number: int) -> None:
        """Tell that a notification was closed."""
        self._emit("NotificationClosed", "uu", number, 2)

    def has_sent(self) -> bool:
        """Wait until the bus has taken what was sent."""
        answer = self._signals.send_and_get_reply(jeepney.message_bus.GetId())
        return answer.header.message_type is jeepney.MessageType.method_return

    def _emit(self, member: str, signature: str, *body: Any) -> None:
        place = jeepney.DBusAddress(PATH, interface=NAME)
        self._signals.send(jeepney.new_signal(place, member, signature, body))

    def _serve(self) -> None:
        while True:
            try:
                call = self.bus.receive()
            except OSError:  # the bus has gone
                self.bus.close()
                return
            if call.header.message_type is jeepney.MessageType.method_call:
                self.bus.send(self._answer(call))
                self.received.set()

    def _answer(self, call: Any) -> Any:
        fields = jeepney.HeaderFields
        member = call.header.fields[fields.member]
        if member == "GetActive":
            return jeepney.new_method_return(call, "b", (self.is_locked,))
        if member == "Notify":
            self.notified.append(call.body)
            return jeepney.new_method_return(call, "u", (len(self.notified),))
        if member == "Inhibit":
            self.inhibited.append(call.body[1])
            return jeepney.new_method_return(call, "u", (4_000_000_000,))
        if member == "UnInhibit":
            self.inhibited.append(call.body[0])
            return jeepney.new_method_return(call)
        return jeepney.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
