"""The window: draws snapshots, turns gestures into calls on the planner.

Qt is loaded here, before any module of the window, without two things that PySide6 does when it is
loaded. It puts a function of its own in the place of ``__import__``, which reads the source of
every module imported from then on and looks for "PySide6" in it. Only ``from __feature__ import``
and importing ``*`` have a use for that; without it a start takes some 15 ms and 3 MB less. And it
compiles two modules that only write its type stubs, which takes a twelfth of a start.
"""

import builtins
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_import = builtins.__import__
_STUBS = "shibokensupport.signature.lib"


def _import_no_stub_writers(name: str, *others: Any, **named: Any) -> ModuleType:
    """Import as Python does, except that the modules that write stubs are empty."""
    if name == _STUBS:
        for writer in (f"{_STUBS}.enum_sig", f"{_STUBS}.pyi_generator"):
            module = sys.modules[writer] = ModuleType(writer)
            module.__spec__ = ModuleSpec(writer, None)
    return _import(name, *others, **named)


builtins.__import__ = _import_no_stub_writers
from PySide6 import QtCore, QtGui, QtWidgets  # noqa: E402, F401

builtins.__import__ = _import
