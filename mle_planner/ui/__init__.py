"""The window: draws snapshots, turns gestures into calls on the planner.

Qt is loaded here, before any module of the window, because of what else PySide6 does when it is
loaded: it replaces ``__import__`` with its own function, which reads the source of
every module imported from then on and looks for "PySide6" in it. Only ``from __feature__
import`` and importing ``*`` have a use for that. Without it a start takes some 15 ms and 3 MB less.
"""

import builtins

_import = builtins.__import__
from PySide6 import QtCore, QtGui, QtWidgets  # noqa: E402, F401

builtins.__import__ = _import
