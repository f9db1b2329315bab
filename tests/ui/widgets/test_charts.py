"""Charts: the colours stand where the figures say, and the figures can be heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.charts import Bar, BarPart, Legend, ShareGrid, StackedBars
from mle_planner.ui.widgets.theme import Theme, ThemeName, current_theme, theme_named
from tests.support.languages import speaking
from tests.support.screens import apply_theme

THEMES = [theme_named("light"), theme_named("dark")]


def colors_of_column(chart: StackedBars | ShareGrid, x: int) -> list[str]:
    """The runs of colour from the top of a column of pixels to its foot."""
    image = chart.grab().toImage()
    runs: list[str] = []
    for y in range(image.height()):
        name = image.pixelColor(x, y).name()
        if not runs or runs[-1] != name:
            runs.append(name)
    return runs


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_bar_is_stacked_from_coding_up_with_the_plan_tinted_on_top(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    apply_theme(qapp, theme.name)
    chart = StackedBars("By day")
    qtbot.addWidget(chart)
    chart.resize(300, 260)
    parts = (
        BarPart(Category.CODING, 180),
        BarPart(Category.OTHER_FOCUS, 0),
        BarPart(Category.MEETING, 90),
        BarPart(Category.CODING, 60, is_planned=True),
    )
    chart.show_bars([Bar("Mon", parts)], (180, 240))
    middle = round(36 + (300 - 36 - 8) / 2)
    seen = colors_of_column(chart, middle)
    wanted = [
        theme.tint("coding").name(), theme.color("meeting").name(), theme.color("coding").name()
    ]  # fmt: skip
    assert [name for name in seen if name in wanted] == wanted
    assert theme.color("other focus").name() not in seen
    edge = colors_of_column(chart, middle - 25)
    assert edge.index(theme.color("coding").name()) < edge.index(theme.color("meeting").name())
    assert chart.accessibleDescription() == "Mon: coding 3:00, meeting 1:30, coding 1:00 planned"
    assert chart.words_at(QPointF(middle, 100)) == chart.accessibleDescription()


def test_a_bar_is_as_high_as_its_hours(qtbot: QtBot) -> None:
    chart = StackedBars("By day")
    qtbot.addWidget(chart)
    chart.resize(300, 438)  # 400 px for 8 hours: 50 px an hour
    chart.show_bars([Bar("Mon", (BarPart(Category.CODING, 240),))], (0, 0))
    image = chart.grab().toImage()
    fill = THEMES[0].color("coding").name()
    middle = round(36 + (300 - 36 - 8) / 2)
    height = sum(image.pixelColor(middle, y).name() == fill for y in range(image.height()))
    assert abs(height - 200) <= 3


def test_a_long_day_makes_the_scale_longer(qtbot: QtBot) -> None:
    chart = StackedBars("By day")
    qtbot.addWidget(chart)
    chart.resize(300, 458)  # 420 px for 14 hours: 30 px an hour
    chart.show_bars([Bar("Mon", (BarPart(Category.ADMIN, 13 * 60 + 1),))], (180, 240))
    image = chart.grab().toImage()
    middle, fill = round(36 + (300 - 36 - 8) / 2), THEMES[0].color("admin").name()
    rows = [y for y in range(image.height()) if image.pixelColor(middle, y).name() == fill]
    assert abs(len(rows) - 390) <= 3


def test_the_grid_is_darker_the_more_was_coded(qtbot: QtBot) -> None:
    theme = THEMES[0]
    grid = ShareGrid("Coding")
    qtbot.addWidget(grid)
    grid.resize(36 + 4 + 4 * 30, 48)
    grid.show_shares([("Mon", (0.0, 0.02, 0.5, 1.0))], 9 * 60, 30)
    image = grid.grab().toImage()
    cells = [QColor(image.pixelColor(36 + 30 * at + 14, 10)) for at in range(4)]
    assert cells[0].name() == theme.color("line_soft").name()
    assert cells[3].name() == theme.color("coding").name()
    shades = [cell.lightnessF() for cell in cells]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 4
    assert shades[0] - shades[1] > 0.05  # a minute can be told from nothing
    assert grid.words_at(QPointF(36 + 30 * 2 + 14, 10)) == "Mon 10:00–10:30: 15 min coded"
    assert grid.words_at(QPointF(5, 10)) == ""


def test_empty_charts_paint_and_say_nothing(qtbot: QtBot) -> None:
    bars, grid = StackedBars("By day"), ShareGrid("Coding")
    for chart in (bars, grid):
        qtbot.addWidget(chart)
        assert not chart.grab().isNull()
    bars.show_bars([], (180, 240))
    grid.show_shares([], 540, 30)
    assert (bars.accessibleDescription(), grid.accessibleDescription()) == ("", "")
    assert grid.words_at(QPointF(100, 10)) == ""


@pytest.mark.parametrize("name", ["high contrast light", "high contrast dark"])
def test_in_high_contrast_what_holds_nothing_is_an_outline(
    qtbot: QtBot, qapp: QApplication, name: ThemeName
) -> None:
    apply_theme(qapp, name)
    grid = ShareGrid("Coding")
    qtbot.addWidget(grid)
    grid.resize(36 + 4 + 2 * 30, 48)
    grid.show_shares([("Mon", (0.0, 1.0))], 9 * 60, 30)
    theme, cell = theme_named(name), grid.grab().toImage().pixelColor(36 + 14, 10)
    assert cell.name() == theme.color("shade").name()
    assert theme.color("line_soft").name() in colors_of_column(grid, 36 + 14)


def test_the_legend_names_its_dots(qtbot: QtBot) -> None:
    legend = Legend([(Category.CODING, "Coding"), (Category.MEETING, "Meetings")])
    qtbot.addWidget(legend)
    assert legend.accessibleName() == "Legend: Coding, Meetings"
    assert not legend.grab().isNull()


@pytest.mark.parametrize(("language", "is_first"), [("en", True), ("he", False)])
def test_a_dot_stands_before_its_name_as_it_is_read(
    qtbot: QtBot, language: str, is_first: bool
) -> None:
    legend = Legend([(Category.CODING, "Coding")])
    qtbot.addWidget(legend)
    with speaking(language):
        picture = legend.grab().toImage()
    row, half = picture.height() // 2, picture.width() // 2
    dot = current_theme().color(Category.CODING).name()
    found = [at for at in range(picture.width()) if picture.pixelColor(at, row).name() == dot]
    assert found
    assert (max(found) < half) is is_first
