"""The time since the last key or mouse event, from the system itself without a bus."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

IdleQuestion = Callable[[], timedelta | None]
"""Returns the time since the last input; None if unknown."""

_ANY_INPUT, _HARDWARE = 0xFFFFFFFF, 1
"""The macOS constants for any kind of event, and for events of devices."""


def system_idle() -> IdleQuestion | None:
    """Return this system's idle question; None if only a desktop service could answer."""
    platform = str(sys.platform)
    if platform == "win32":
        return _ask_windows
    if platform == "darwin":
        return _mac_question()
    return _x_question() if is_x_session() else None


def is_x_session() -> bool:
    """Whether the X server sees all input; under Wayland it only sees that of older programs."""
    is_wayland = os.environ.get("WAYLAND_DISPLAY") or (
        os.environ.get("XDG_SESSION_TYPE") == "wayland"
    )
    return bool(os.environ.get("DISPLAY")) and not is_wayland


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since_ms", ctypes.c_ulong),
        ("idle_ms", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def _x_question() -> IdleQuestion | None:
    """Return the idle question for the X server's screen saver extension; None without it."""
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if None in names:
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryExtension.argtypes = (
        ctypes.c_void_p, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)
    )  # fmt: skip
    saver.XScreenSaverQueryInfo.argtypes = (
        ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_ScreenSaverInfo)
    )  # fmt: skip
    display = x11.XOpenDisplay(None)
    numbers = ctypes.c_int(), ctypes.c_int()
    if not display or not saver.XScreenSaverQueryExtension(display, *map(ctypes.byref, numbers)):
        return None
    root, info = x11.XDefaultRootWindow(display), _ScreenSaverInfo()

    def ask() -> timedelta | None:
        if not saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info)):
            return None
        return timedelta(milliseconds=info.idle_ms)

    return ask


def _ask_windows() -> timedelta | None:
    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("tick_ms", ctypes.c_uint))

    libraries: Any = getattr(ctypes, "windll")  # noqa: B009 -- missing on other systems
    last = LastInput(ctypes.sizeof(LastInput))
    if not libraries.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    now_ms = libraries.kernel32.GetTickCount()
    return timedelta(milliseconds=(now_ms - last.tick_ms) & 0xFFFFFFFF)  # the counter wraps around


def _mac_question() -> IdleQuestion | None:
    name = ctypes.util.find_library("ApplicationServices")
    if name is None:
        return None
    ask_seconds = ctypes.CDLL(name).CGEventSourceSecondsSinceLastEventType
    ask_seconds.restype = ctypes.c_double
    ask_seconds.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    return lambda: timedelta(seconds=ask_seconds(_HARDWARE, _ANY_INPUT))
