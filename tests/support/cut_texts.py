"""Finds the words of a window that are cut without a sign, collide, or stick out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.elided_button import ElidedButton
from mle_planner.ui.widgets.tables import QuietTable
from mle_planner.ui.widgets.theme import current_theme

LEAST_OF_A_TITLE = "MM…"


def cut_texts(root: QWidget, own_words: Container[str] = ()) -> list[str]:
    """Return what is cut in a widget and all that is visible in it, each as a line to read.

    Of ``own_words``, the planner's own texts, and of the title of a card even "…" is a cut.
    """
    inside = [each for each in root.findChildren(QWidget) if each.isVisibleTo(root)]
    found = [f"{type(each).__name__}: {words}" for each in inside for words in _cut(each)]
    found += [
        f"{type(each).__name__}: “{each.text()}” has {each.width()} of {each.sizeHint().width()}"
        for each in inside
        if isinstance(each, TextLabel) and each.width() < each.sizeHint().width() - 1
        if each.sizePolicy().horizontalPolicy().name == "Ignored"
        if each.text() in own_words or _is_title_of_a_card(each)
    ]
    return found + list(_collisions(inside))


def _cut_page(area: QScrollArea) -> Iterator[str]:
    """Yield what of a page cannot be scrolled to from side to side."""
    page, room = area.widget(), area.viewport().width()
    is_never_scrolled = area.horizontalScrollBarPolicy().name == "ScrollBarAlwaysOff"
    if page is not None and is_never_scrolled and page.width() > room:
        yield f"what scrolls has {room} of {page.width()} pixels"


def _is_title_of_a_card(label: TextLabel) -> bool:
    card = label.parentWidget()
    return isinstance(card, Card) and label.text() == card.accessibleName()


def _cut(widget: QWidget) -> Iterator[str]:
    metrics = widget.fontMetrics()
    if isinstance(widget, TextLabel) and widget.text():
        yield from _cut_label(widget)
    elif isinstance(widget, (QPushButton, QToolButton)) and widget.text():
        shown = metrics.horizontalAdvance(widget.text().replace("&&", "&"))
        if widget.width() < shown and not isinstance(widget, ElidedButton):
            yield f"“{widget.text()}” has {widget.width()} of {shown} pixels"
    elif isinstance(widget, QComboBox):
        if not isinstance(widget, ChoiceBox):
            yield "does not elide what is chosen"
    elif isinstance(widget, QLineEdit) and not widget.hasFocus():
        if widget.text() and widget.cursorPosition() != 0:
            shown = metrics.horizontalAdvance(widget.text())
            if shown > widget.width():
                yield f"“{widget.text()}” does not show its beginning"
    elif isinstance(widget, QHeaderView):
        yield from _cut_heads(widget)
    elif isinstance(widget, QScrollArea):
        yield from _cut_page(widget)
    elif isinstance(widget, QuietTable) and widget.horizontalScrollBar().maximum() > 0:
        yield f"“{widget.accessibleName()}” is wider than its room"


def _cut_label(label: TextLabel) -> Iterator[str]:
    text, hint = label.text(), label.sizeHint()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if label.height() < needed:
            yield f"“{text}” has {label.height()} of {needed} pixels in height"
    elif label.sizePolicy().horizontalPolicy().name == "Ignored":
        least = QFontMetrics(current_theme().font("label")).horizontalAdvance(LEAST_OF_A_TITLE)
        if label.width() < min(least, hint.width()) or label.height() < hint.height():
            yield f"“{text}” is cut to {label.width()} × {label.height()} pixels"
    elif label.width() < hint.width() - 1 or label.height() < hint.height():
        yield f"“{text}” has {label.size().toTuple()} of {hint.toTuple()}"


def _cut_heads(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal or header.isHidden():
        return
    for at in range(header.count()):
        title = str(header.model().headerData(at, Qt.Orientation.Horizontal) or "")
        shown = header.fontMetrics().horizontalAdvance(title)
        if not header.isSectionHidden(at) and header.sectionSize(at) < shown:
            yield f"“{title}” has {header.sectionSize(at)} of {shown} pixels"


def _collisions(inside: list[QWidget]) -> Iterator[str]:
    """Yield what lies on what beside it, in layouts and not by design."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox)
    beside: dict[QWidget, list[QWidget]] = defaultdict(list)
    for each in inside:
        parent = each.parentWidget()
        if parent is not None and isinstance(each, kinds) and not each.isWindow():
            beside[parent].append(each)
    for parent, texts in beside.items():
        if parent.layout() is None or isinstance(parent, QAbstractScrollArea):
            continue
        for one, other in combinations(texts, 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > 1 and shared.height() > 1:
                yield f"{type(one).__name__} and {type(other).__name__} share {shared.size()}"
