"""Puts what to say at the stand-up on the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner


def copy_standup(planner: Planner) -> str:
    """Copy today's stand-up as text and return what to say about that."""
    from mle_planner.core.review.standup import standup_text

    found = planner.reviews.standup(planner.today())
    QGuiApplication.clipboard().setText(standup_text(found, planner.days.zone))
    return _("The stand-up was copied as text.")
