"""An edit of locked days, offered as a correction wherever it is made in the window."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.i18n.gettext import _
from mle_planner.core.locks import LockedError
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.dialogs import Dialogs


def do_or_correct(planner: Planner, ask: Dialogs, act: Callable[[], object]) -> bool:
    """Do something, in locked days only where a correction is confirmed; return if it was done.

    Other errors than that of locked days are raised.
    """
    try:
        act()
    except LockedError as error:
        details = _(
            "{days} is locked. A correction shows as a line of its own; what was sent stays as "
            "it is.",
            days=error.days,
        )
        if not ask.confirmed(_("Correct what was sent?"), details, _("Correct")):
            return False
        with planner.locks.correcting():
            act()
    return True
