"""Tasks offered under a line while it is typed: what was planned then first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.offers import WorkOffer
from mle_planner.ui.widgets import fuzzy
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import NAME_ROW_PX

MOST_ROWS = 6
LEAST_PX, MOST_PX = 220, 420
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


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

    With nothing typed, what was planned is chosen already. Once something is typed, Enter takes
    the words themselves until an arrow chooses a task. It never has the focus itself.
    """

    def __init__(
        self, edit: QLineEdit, offers: Sequence[WorkOffer], taken: Callable[[WorkOffer], None]
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._offers = offers
        self._taken = taken
        self._found: list[WorkOffer] = []
        self.rows = QListWidget(edit.window())
        self.rows.setProperty("kind", "names")
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setAccessibleName(_("Tasks"))
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
        for offer in self._found:
            self.rows.addItem(QListWidgetItem(offer_words(offer)))
        self.rows.setVisible(bool(self._found))
        if not self._found:
            return
        is_chosen = not typed.strip() and self._found[0].is_planned
        self.rows.setCurrentRow(0 if is_chosen else -1)
        self._place()
        self.rows.raise_()
        self._announce()

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.rows.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, row = Qt.Key(event.key()), self.rows.currentRow()
        if key in _STEPS:
            count = self.rows.count()
            row = 0 if row < 0 and key == Qt.Key.Key_Down else row + _STEPS[key]
            self.rows.setCurrentRow(row % count)
            self._announce()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self._take(row)
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        self.rows.hide()
        self._taken(self._found[row])

    def _announce(self) -> None:
        """Let a screen reader say what Enter would take; the focus stays in the line."""
        row = self.rows.currentRow()
        words = offer_words(self._found[row]) if row >= 0 else ""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, words))

    def _place(self) -> None:
        """Put the list under the line, and above it where there is no room below."""
        window, edit = self._edit.window(), self._edit
        metrics = QFontMetrics(self.rows.font())
        widest = max(metrics.horizontalAdvance(offer_words(one)) for one in self._found) + 44
        width = min(max(LEAST_PX, edit.width(), widest), MOST_PX, window.width() - 16)
        height = len(self._found) * NAME_ROW_PX + 8
        corner = edit.mapTo(window, QPoint(0, edit.height() + 4))
        above = edit.mapTo(window, QPoint(0, 0)).y() - height - 4
        fits = corner.y() + height <= window.height() - 4 or above < 0
        left = max(8, min(corner.x(), window.width() - width - 8))
        self.rows.setGeometry(left, corner.y() if fits else above, width, height)
