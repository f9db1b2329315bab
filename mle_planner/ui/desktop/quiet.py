"""Whether the machine is offline or saving its battery, if that can be known."""

from __future__ import annotations

import sys

_BUS_WAIT_MS = 500
_POWER_SAVER = 1
_SERVICES = (
    ("org.freedesktop.UPower.PowerProfiles", "/org/freedesktop/UPower/PowerProfiles"),
    ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles"),
)


def is_offline() -> bool:
    """Whether there is no network at all; False if unknown."""
    from PySide6.QtNetwork import QNetworkInformation

    if QNetworkInformation.instance() is None and not QNetworkInformation.loadDefaultBackend():
        return False
    network = QNetworkInformation.instance()
    return network.reachability() == QNetworkInformation.Reachability.Disconnected


def saves_power() -> bool:
    """Whether the user switched the battery saver on; False if unknown.

    It may wait half a second for an answer, so call it outside the thread of the windows.
    """
    system = str(sys.platform)
    if system == "win32":
        return _saves_power_on_windows()
    if system.startswith("linux"):
        return any(_profile(service, path) == "power-saver" for service, path in _SERVICES)
    return False


def _profile(service: str, path: str) -> str:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.systemBus()
    if not bus.isConnected():
        return ""
    question = QDBusMessage.createMethodCall(
        service, path, "org.freedesktop.DBus.Properties", "Get"
    )
    question.setArguments([service, "ActiveProfile"])
    answer = bus.call(question, timeout=_BUS_WAIT_MS).arguments()
    value = answer[0] if answer else ""
    return str(value.variant() if hasattr(value, "variant") else value)


def _saves_power_on_windows() -> bool:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("line", ctypes.c_byte),
            ("flag", ctypes.c_byte),
            ("percent", ctypes.c_byte),
            ("saver", ctypes.c_byte),
            ("left_s", ctypes.c_ulong),
            ("full_s", ctypes.c_ulong),
        )

    status = Status()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 -- missing on other systems
    return bool(kernel.GetSystemPowerStatus(ctypes.byref(status)) and status.saver == _POWER_SAVER)
