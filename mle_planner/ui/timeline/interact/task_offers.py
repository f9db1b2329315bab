"""Tasks offered under a line while it is typed: what was planned then first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.offers import WorkOffer
from mle_planner.core.typed import fuzzy
from mle_planner.core.typed.title import title_key
from mle_planner.ui.widgets.keys import ENTER, STEPS
from mle_planner.ui.widgets.name_list import NameList
from mle_planner.ui.widgets.qt_override import override

MOST_ROWS = 6
LEAST_PX, MOST_PX = 220, 420


def matching(typed: str, offers: Sequence[WorkOffer]) -> list[WorkOffer]:
    """Return the offers whose words were typed, the best first; all in their order for none."""
    words = typed.strip()
    if not words:
        return list(offers)
    scores = [(fuzzy.score(words, one.title, one.about), one) for one in offers]
    found = [(points, one) for points, one in scores if points > fuzzy.NO_MATCH]
    return [one for _points, one in sorted(found, key=lambda pair: -pair[0])]


def offer_words(offer: WorkOffer) -> str:
    """Return an offer as one line: its title, and where it belongs or that it was planned."""
    return f"{offer.title}  ·  {_('planned') if offer.is_planned else offer.about}"


class TaskOffers(QObject):
    """The list under a line edit: arrows choose, Enter or a click takes.

    With nothing typed, what was planned is chosen already, and so is the one task whose whole title
    is typed. Other words are taken as they are by Enter until an arrow chooses a task. It never has
    the focus itself.
    """

    def __init__(
        self, edit: QLineEdit, offers: Sequence[WorkOffer], taken: Callable[[WorkOffer], None]
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._offers = offers
        self._taken = taken
        self._found: list[WorkOffer] = []
        self.rows = NameList(_("Tasks"), edit.window())
        self.rows.setUniformItemSizes(True)
        self.rows.hide()
        self.rows.itemPressed.connect(lambda item: self._take(self.rows.row(item)))
        edit.destroyed.connect(self.rows.deleteLater)
        edit.textEdited.connect(self.offer_for)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self.rows.isVisible()

    def offer_for(self, typed: str) -> None:
        """Offer what fits the words; nothing while a name is typed after # or @."""
        is_name = typed.rsplit(" ", maxsplit=1)[-1].startswith(("#", "@"))
        self._found = [] if is_name else matching(typed, self._offers)[:MOST_ROWS]
        self.rows.clear()
        self.rows.addItems([offer_words(offer) for offer in self._found])
        self.rows.setVisible(bool(self._found))
        if not self._found:
            return
        self.rows.setCurrentRow(self._row_of(title_key(typed)))
        widths = max(LEAST_PX, self._edit.width()), MOST_PX
        self.rows.place_under(self._edit, 0, widths, most_rows=MOST_ROWS, gap=4)
        self.rows.raise_()
        self.rows.announce(self._edit)

    def _row_of(self, key: str) -> int:
        if not key:
            return 0 if self._found[0].is_planned else -1
        rows = [row for row, one in enumerate(self._found) if title_key(one.title) == key]
        return rows[0] if len(rows) == 1 else -1

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.rows.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, row = Qt.Key(event.key()), self.rows.currentRow()
        if key in STEPS:
            self.rows.step(STEPS[key])
            self.rows.announce(self._edit)
        elif key in ENTER and row >= 0:
            self._take(row)
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        self.rows.hide()
        self._taken(self._found[row])
