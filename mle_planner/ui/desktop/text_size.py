"""Scales the whole window with the desktop's font size.

A desktop enlarges text by the dots per inch of its screens, which Qt follows by itself, or by a
larger font. If its font is larger than usual, everything in the window is enlarged: text alone
would outgrow the time axis, whose heights are minutes. If the dots per inch leave too little room
for the smallest window, everything is reduced as needed. Qt accepts such a scale only before its
start.
"""

from __future__ import annotations

import math
import os
import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

LEAST_WINDOW = QSize(760, 480)
"""The smallest window size, for which every screen must have room."""
_TITLE_BAR_PX = 36
_USUAL_PX = 15.0
"""The largest usual font of a desktop: 11 points, as in GNOME, are 14.7 pixels."""
_MOST = 2.0
_OF_QT, _OURS = "QT_SCALE_FACTOR", "MLE_PLANNER_TEXT_SCALE"


def scale_of(font_px: float, screen: QSize, enlarged: float = 1.0) -> float:
    """Return the scale for a font and the free room of a screen, both in pixels of the desktop.

    It is from 1 to 2, or less on a small screen that the desktop has ``enlarged`` already, down to
    the inverse of that.
    """
    room = min(
        screen.width() / LEAST_WINDOW.width(),
        screen.height() / (LEAST_WINDOW.height() + _TITLE_BAR_PX),
    )
    wanted = min(max(font_px / _USUAL_PX, 1.0), _MOST, room)
    return max(1 / enlarged, math.floor(wanted * 100) / 100)


def wanted_scale(app: QApplication) -> float:
    """Return the scale that font and screen need beyond the present one, 1 for none.

    It is also 1 if this program was started with that scale, or with one set by the user.
    """
    if os.environ.pop(_OURS, ""):
        os.environ.pop(_OF_QT, "")  # for this program only, not for a browser started by it
        return 1.0
    if _OF_QT in os.environ or not str(sys.platform).startswith("linux"):
        return 1.0
    screen, font = app.primaryScreen(), app.font()
    in_px = font.pointSizeF() * screen.logicalDotsPerInch() / 72
    font_px = in_px if font.pointSizeF() > 0 else float(font.pixelSize())
    return scale_of(font_px, screen.availableSize(), screen.devicePixelRatio())


def restart_with(scale: float) -> None:
    """Replace this process by a new start at a scale, without closing anything that is open."""
    asked = {_OF_QT: str(scale), _OURS: str(scale)}
    words = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    os.execve(sys.executable, [sys.executable, *words], {**os.environ, **asked})
