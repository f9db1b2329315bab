"""The sections of the settings screen: their cards, rows and fields."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar, cast

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.declared_settings import SETTINGS_PARTS
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import ActivityId
from mle_planner.core.planner import Planner
from mle_planner.core.typed import fuzzy
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import Card, TextLabel, drop_widget
from mle_planner.ui.widgets.fields import AddingLine, Kind, MinuteField, NameField
from mle_planner.ui.widgets.layouts import column_of, order_tabs

Record = TypeVar("Record")
Result = TypeVar("Result")
in_use_first = attrgetter("archived", "id")


class Section(Card):
    """A card of related settings, found by its title and its search words.

    Its ``heading`` and what it is ``about`` are declared in English.
    """

    heading = ""
    about = ""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        hints = SETTINGS_PARTS.get(self.heading, "")
        title, about, hints = (
            _(text) if text else "" for text in (self.heading, self.about, hints)
        )
        super().__init__(title)
        self.planner = planner
        self.context = context
        self.title = title
        self._own_words = self.words = f"{title} {about} {hints}"
        if about:
            self.body.addWidget(TextLabel(about, role="secondary", color="muted", wrapped=True))

    def refresh(self) -> None:
        """Read the shown values again."""

    def find_by(self, names: Iterable[str]) -> None:
        """Let the search find the section by the names in it too."""
        self.words = " ".join([self._own_words, *dict.fromkeys(names)])

    def page_resized(self, height_px: int) -> None:
        """Adapt to the visible height of the page."""

    def narrow(self, query: str) -> bool:
        """Show only what matches the query; return whether anything does."""
        is_found = fuzzy.holds(query, self.words)
        self.setVisible(is_found)
        return is_found

    def field_of(self, title: str) -> QWidget | None:
        """Return the field with this title or this text; None if there is none."""
        for field in self.findChildren(QWidget):
            held = field.text() if isinstance(field, QLineEdit) else field.accessibleName()
            if title in (held, field.accessibleName()):
                return field
        return None

    def attempt(self, act: Callable[[], object], draft: tuple[str, str] | None = None) -> bool:
        """Carry out an edit; after a refusal, show the message and the stored value.

        If saving failed, the text stays in its field; ``draft`` is the key and text under which it
        also survives closing the screen or the program.
        """
        try:
            act()
        except PlannerError as error:
            self.context.show_error(str(error))
            if error.is_save_failure:
                if draft is not None:
                    self.context.drafts.keep(*draft)
                return False
            if draft is not None:
                self.context.drafts.drop(draft[0])
            for field in self.findChildren(NameField):
                field.unsaved = None
            self.refresh()
            return False
        if draft is not None:
            self.context.drafts.drop(draft[0])
        return True

    def run(self, job: Callable[..., object], done: Callable[[Any], object] | None = None) -> None:
        """Run a job beside the window, as `ScreenContext` says; then show the present values."""

        def finish(result: object) -> None:
            if done is not None:
                done(result)
            self.refresh()

        def refuse(error: PlannerError) -> None:
            self.context.show_error(str(error))
            self.refresh()

        self.context.run_on_calendars(job, finish, refuse)

    def minute_field(self, kind: Kind, title: str, least: int, most: int) -> MinuteField:
        """Return a field for a time or a duration in minutes that says what it refuses."""
        field = MinuteField(kind, title, least, most)
        field.refused.connect(self.context.show_error)
        return field

    def new_name(self, title: str, add: Callable[[str], object], draft: str = "") -> AddingLine:
        """Return a line from which Enter adds a name; ``draft`` keeps one that was not saved."""
        line = AddingLine(title)
        line.draft_key = draft
        line.setText(self.context.drafts.text(draft) or "")

        def take() -> None:
            name = line.text()
            if self.attempt(lambda: add(name), (draft, name) if draft else None):
                line.empty()

        line.returnPressed.connect(take)
        return line

    def save_text(self, field: NameField, save: Callable[[str], object]) -> None:
        """Save a field's text with ``save`` when it is committed."""
        field.committed.connect(
            lambda text: self.attempt(lambda: save(text), (field.draft_key, text))
        )
        field.given_up.connect(lambda: self.context.drafts.drop(field.draft_key))

    def activity_choices(self, chosen: ActivityId) -> list[tuple[str, ActivityId]]:
        """Return the active activities by name, and the chosen one even if it is archived."""
        found = self.planner.catalog.activities()
        return [(each.name, each.id) for each in found if not each.archived or each.id == chosen]

    def show_text(self, field: NameField, key: str, stored: str) -> None:
        """Show a stored text, or the draft of this key, which could not be saved."""
        field.draft_key = key
        field.set_name(stored)
        unsaved = self.context.drafts.text(key)
        if unsaved is not None and not (field.hasFocus() and field.isModified()):
            field.show_unsaved(unsaved)


def or_sentence(work: Callable[..., Result], *given: object) -> Result | str:
    """Return what the work returns, or the sentence of the error that refuses it."""
    try:
        return work(*given)
    except PlannerError as error:
        return str(error)


def put_in_week_order(
    row: QHBoxLayout, buttons: Sequence[QWidget], weekdays: Sequence[int]
) -> None:
    """Put the buttons of Monday to Sunday, which begin a row, into the order of a week.

    The Tab order follows.
    """
    for place, weekday in enumerate(weekdays):
        button = buttons[weekday]
        if row.indexOf(button) != place:
            row.removeWidget(button)
            row.insertWidget(place, button)
    for before, after in pairwise(weekdays):
        QWidget.setTabOrder(buttons[before], buttons[after])


def reset_button(words: str, reset: Callable[[], object]) -> IconButton:
    """Return a button that restores the default value; when hidden, it keeps its room."""
    button = IconButton("undo", words, reset)
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    return button


class Row(Protocol):
    def show_record(self, record: Any) -> None:
        """Show the record as it is now."""


class RecordRows(QWidget, Generic[Record]):
    """One row for each record, kept as long as there is a record of its ``key``.

    Rows are changed in place, so that the focus stays in the field that was just edited.
    """

    def __init__(
        self, make: Callable[[Record], Row], key: Callable[[Record], Hashable] = attrgetter("id")
    ) -> None:
        super().__init__()
        self._key = key
        self._make = make
        self.rows: dict[Hashable, Row] = {}
        self._layout = column_of(inside=self, spacing=6)

    def show_records(self, records: Sequence[Record]) -> None:
        keys = [self._key(record) for record in records]
        for gone in [key for key in self.rows if key not in keys]:
            drop_widget(self._layout, cast("QWidget", self.rows.pop(gone)))
        for place, (key, record) in enumerate(zip(keys, records, strict=True)):
            row = self.rows.get(key)
            if row is None:
                row = self.rows[key] = self._make(record)
            row.show_record(record)
            widget = cast("QWidget", row)
            if self._layout.indexOf(widget) != place:
                self._layout.removeWidget(widget)
                self._layout.insertWidget(place, widget)
        order_tabs(self.parentWidget() or self)  # the line for a new record comes after the rows
