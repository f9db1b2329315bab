"""The rules of a timesheet: rounding, which projects are billed, and their rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.work import Project, RoundingMode, RoundingUnit
from mle_planner.core.timesheet.rounding import RoundingRule
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.rate import Rate, rate_text
from mle_planner.ui.screens.timesheet.rows_card import amounts_text
from mle_planner.ui.widgets.cards import Card, Form, TextLabel, as_plain_label
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.elided_button import ElidedButton
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.menus import add_choice, add_entry

_STEPS_MIN = (0, 5, 6, 10, 15, 30, 60)
_LEAST_MIN = (0, 15, 30, 60)
MODES = {
    RoundingMode.NEAREST: N_("nearest"), RoundingMode.UP: N_("up"), RoundingMode.DOWN: N_("down"),
}  # fmt: skip
UNITS = {
    RoundingUnit.ENTRY: N_("per entry"),
    RoundingUnit.DAY: N_("per day"),
    RoundingUnit.PERIOD: N_("per period"),
}
_TIP = N_(
    "Entries that are rounded together share the difference, so that rows, days and the total "
    "always add up."
)


class RulesCard(Card):
    """The general rule in four boxes, and the billing of each project on the sheet.

    ``rule_chosen`` carries the name of a setting and its value, ``project_changed`` a project's id
    and its new fields, ``rate_requested`` a project whose rate is to be entered.
    """

    rule_chosen = Signal(str, object)
    project_changed = Signal(object, object)
    rate_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Rules"), _("tracked time is kept"))
        self.rounding = ChoiceBox(_("Round"), fits=True)
        self.mode = ChoiceBox(_("Rounding"), fits=True)
        self.unit = ChoiceBox(_("Round each"), fits=True)
        self.least = ChoiceBox(_("Minimum"))
        for box, name in (
            (self.rounding, "rounding_min"),
            (self.mode, "rounding_mode"),
            (self.unit, "rounding_unit"),
            (self.least, "rounding_least_min"),
        ):
            box.setToolTip(_(_TIP))
            box.chosen.connect(partial(self.rule_chosen.emit, name))
        self.billable, self.rate, self.own = (
            _menu_button(_("Billable")), _menu_button(_("Rate")), _menu_button(_("Own rules"))
        )  # fmt: skip
        self._billable_sum, self._amounts = TextLabel(role="strong"), TextLabel(role="strong")
        boxes = row_of(self.rounding, self.mode, self.unit, spacing=4)
        billable = row_of((self.billable, 1), self._billable_sum, spacing=10)
        rate = row_of((self.rate, 1), self._amounts, spacing=10)
        form = Form(
            (self.billable.accessibleName(), billable),
            (self.rate.accessibleName(), rate),
            (self.least.accessibleName(), self.least),
            (self.own.accessibleName(), self.own),
            across=10,
            down=7,
        )
        self.body.addLayout(column_of(boxes, form, spacing=7))

    def show_rules(self, rule: RoundingRule, sheet: Timesheet, projects: Sequence[Project]) -> None:
        steps = sorted({*_STEPS_MIN, rule.step_min})
        self.rounding.show_choices([(_step_text(step), step) for step in steps], rule.step_min)
        self.mode.show_choices([(_(name), mode.value) for mode, name in MODES.items()],
                               rule.mode.value)  # fmt: skip
        self.unit.show_choices([(_(name), unit.value) for unit, name in UNITS.items()],
                               rule.unit.value)  # fmt: skip
        least = sorted({*_LEAST_MIN, rule.least_min})
        self.least.show_choices([(_least_text(each), each) for each in least], rule.least_min)
        billed = [project for project in projects if project.billable]
        self.billable.setText(
            plural("{billed} of {count} project", "{billed} of {count} projects",
                   len(projects), billed=len(billed))
            if projects else _("none")
        )  # fmt: skip
        self.rate.setText(_rates_text(billed))
        own = sum(project.rounding_min is not None for project in projects)
        self.own.setText(plural("{count} project", "{count} projects", own) if own else _("none"))
        self._billable_sum.setText(minutes_text(sheet.billable_min))
        self._amounts.setText(amounts_text(sheet.amounts_cents).replace(", ", "\n"))
        self._amounts.setVisible(bool(sheet.amounts_cents))
        self._fill(self.billable, projects, self._add_billable)
        self._fill(self.rate, billed, self._add_rate)
        self._fill(self.own, projects, self._add_own)

    def _fill(
        self,
        button: QPushButton,
        projects: Sequence[Project],
        add: Callable[[QMenu, Project], None],
    ) -> None:
        menu = button.menu()
        menu.clear()
        for project in projects:
            add(menu, project)
        button.setEnabled(bool(projects))

    def _add_billable(self, menu: QMenu, project: Project) -> None:
        turn = partial(self.project_changed.emit, project.id, {"billable": not project.billable})
        add_choice(menu, project.name, turn, is_chosen=project.billable)

    def _add_rate(self, menu: QMenu, project: Project) -> None:
        rate = rate_text(Rate(project.rate_cents, project.currency)) or _("no rate")
        ask = partial(self.rate_requested.emit, project)
        add_entry(
            menu, as_plain_label(_("{project}: {rate}", project=project.name, rate=rate)), ask
        )

    def _add_own(self, menu: QMenu, project: Project) -> None:
        rules = menu.addMenu(as_plain_label(project.name))
        step = project.rounding_min
        self._add_choices(rules, project, "rounding_min", step,
                          [(_("As all others"), None), *((_step_text(each), each)
                                                         for each in _STEPS_MIN)])  # fmt: skip
        if step is None:
            return
        rules.addSeparator()
        self._add_choices(rules, project, "rounding_mode", project.rounding_mode,
                          [(_(name), mode) for mode, name in MODES.items()])  # fmt: skip
        rules.addSeparator()
        self._add_choices(rules, project, "rounding_unit", project.rounding_unit,
                          [(_(name), unit) for unit, name in UNITS.items()])  # fmt: skip
        rules.addSeparator()
        least = sorted({*_LEAST_MIN, project.least_min})
        self._add_choices(rules, project, "least_min", project.least_min,
                          [(_least_text(each), each) for each in least])  # fmt: skip

    def _add_choices(
        self,
        menu: QMenu,
        project: Project,
        field: str,
        chosen: Any,
        choices: Sequence[tuple[str, Any]],
    ) -> None:
        group = QActionGroup(menu)
        for text, value in choices:
            choose = partial(self.project_changed.emit, project.id, {field: value})
            group.addAction(add_choice(menu, text, choose, is_chosen=value == chosen))


def _rates_text(billed: Sequence[Project]) -> str:
    rates = {(project.rate_cents, project.currency) for project in billed if project.rate_cents}
    if not rates:
        return _("no rate")
    if len(rates) > 1:
        return plural("{count} rate", "{count} rates", len(rates))
    return _("{rate} per hour", rate=rate_text(Rate(*rates.pop())))


def _step_text(minutes: int) -> str:
    return _("{minutes} min", minutes=minutes or 1)


def _least_text(minutes: int) -> str:
    return _("at least {minutes} min", minutes=minutes) if minutes else _("no minimum")


def _menu_button(name: str) -> QPushButton:
    button = ElidedButton()
    button.setAccessibleName(name)
    button.setMenu(QMenu(button))
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button
