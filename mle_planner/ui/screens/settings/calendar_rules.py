"""What the events of the chosen calendar mean: its rules, and suggested rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from mle_planner.core.calendars.rule_words import rule_text
from mle_planner.core.calendars.rules import FORGET, RuleChange
from mle_planner.core.calendars.suggested_rules import SuggestedRule
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import CalendarId, EventRule
from mle_planner.core.model.work import ActivityId
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Form, TextLabel, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import column_of, row_of

_MOST_SUGGESTED = 5
"""The most suggestions shown at once; further ones follow when these are used."""


class CalendarRules(QWidget):
    """The activity of all events, the rules of series, and suggestions with their reasons.

    ``attempt`` carries out an edit and shows why it was refused.
    """

    def __init__(self, planner: Planner, attempt: Callable[[Callable[[], object]], bool]) -> None:
        super().__init__()
        self._planner = planner
        self._attempt = attempt
        self._calendar: CalendarId | None = None
        self.activity = ChoiceBox(_("Activity of its events"), fits=True)
        self.activity.chosen.connect(self._choose_activity)
        self.rows: list[QWidget] = []
        form = Form((_("Its events are"), self.activity))
        self._list = column_of(spacing=4)
        column_of(form, self._list, inside=self, spacing=10)

    def show_calendar(self, calendar_id: CalendarId) -> None:
        self._calendar = calendar_id
        rules, activities = self._planner.event_rules, self._planner.catalog.activities()
        own = rules.rule(calendar_id, "").activity_id
        named = [(each.name, each.id) for each in activities]
        self.activity.show_choices([(_("What their titles say"), None), *named], own)
        clear_layout(self._list)
        self.rows = []
        for one in rules.all():
            if one.rule.calendar_id == calendar_id and one.rule.uid:
                forget = partial(rules.set, calendar_id, one.rule.uid, FORGET)
                self._add_row(one.title, one.rule, _("Remove"), forget)
        found = [one for one in rules.suggestions() if one.rule.calendar_id == calendar_id]
        if found:
            self._add_suggestions(found[:_MOST_SUGGESTED])

    def _add_suggestions(self, found: list[SuggestedRule]) -> None:
        heading = QWidget()
        row = row_of(
            (TextLabel(_("Suggested"), role="label", color="muted"), 1),
            inside=heading,
            margins=(0, 4, 0, 0),
        )
        accept = self._planner.event_rules.accept
        if len(found) > 1:
            use = partial(self._attempt, partial(accept, tuple(found)))
            row.addWidget(word_button(_("Use all"), use))
        self._add(heading)
        for one in found:
            why = ", ".join(one.reasons)
            self._add_row(one.event.summary, one.rule, _("Use"), partial(accept, (one,)), why)

    def _add_row(
        self, series: str, rule: EventRule, verb: str, act: Callable[[], object], why: str = ""
    ) -> None:
        catalog = self._planner.catalog
        said = rule_text(rule, catalog.activities(), catalog.projects())
        words = _("“{series}”: {rule}", series=series, rule=said)
        line = QWidget()
        texts = column_of(TextLabel(words, wrapped=True), spacing=0)
        if why:
            texts.addWidget(TextLabel(why, role="secondary", color="muted", wrapped=True))
        button = word_button(verb, partial(self._attempt, act))
        button.setAccessibleName(f"{verb}: {words}")
        row_of((texts, 1), button, inside=line)
        self._add(line)

    def _add(self, row: QWidget) -> None:
        self.rows.append(row)
        self._list.addWidget(row)

    def _choose_activity(self, activity_id: ActivityId | None) -> None:
        if self._calendar is not None:
            change: RuleChange = {"activity_id": activity_id}
            self._attempt(partial(self._planner.event_rules.set, self._calendar, "", change))
