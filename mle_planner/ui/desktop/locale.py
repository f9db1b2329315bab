"""Language, formats and direction: from the settings, otherwise from the desktop."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.days import five_workdays
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import LocaleStyle, known_language
from mle_planner.core.settings import Settings

_SYSTEM = "system"
_of_qt: list[QTranslator] = []
"""The installed translators of Qt's own texts."""


def wanted_locale_style(settings: Settings | None, desktop: QLocale) -> LocaleStyle:
    """Return language, clock and date order from the settings, otherwise from the desktop.

    In English dates the day comes first, unless the desktop is English and puts the month first.
    """
    chosen, clock = (
        (settings.word("language"), settings.word("clock")) if settings else (_SYSTEM, _SYSTEM)
    )
    name = known_language(desktop.uiLanguages()) if chosen == _SYSTEM else chosen
    short_time = desktop.timeFormat(QLocale.FormatType.ShortFormat)
    short_date = desktop.dateFormat(QLocale.FormatType.ShortFormat)
    is_english = desktop.language() == QLocale.Language.English
    return LocaleStyle(
        name,
        has_12_hours=clock == "12" or (clock == _SYSTEM and "a" in short_time.lower()),
        is_month_first=name == "en" and is_english and short_date.upper().startswith("M"),
    )


def first_workdays(desktop: QLocale) -> tuple[int, ...]:
    """Return the workdays (0 is Monday) of a new typical day: the desktop's, five at most."""
    return five_workdays([day.value - 1 for day in desktop.weekdays()], days_before_monday(desktop))


def days_before_monday(desktop: QLocale) -> int:
    """Return how many days of a week come before its Monday in the desktop's region."""
    return (8 - desktop.firstDayOfWeek().value) % 7


def apply_locale_style(app: QApplication, locale_style: LocaleStyle, desktop: QLocale) -> None:
    """Apply the style to the whole application: its texts and Qt's, the calendar, the direction."""
    gettext.use(locale_style)
    is_of_desktop = known_language([desktop.name()]) == locale_style.language
    locale = desktop if is_of_desktop else QLocale(locale_style.language)
    QLocale.setDefault(locale)
    while _of_qt:  # stored here: findChildren would first load every type of Qt into Python
        app.removeTranslator(_of_qt.pop())
    if locale_style.language != "en":
        of_qt = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if of_qt.load(locale, "qtbase", "_", folder):
            app.installTranslator(of_qt)
            _of_qt.append(of_qt)
    is_rtl = gettext.is_right_to_left()
    direction = Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
    app.setLayoutDirection(direction)
