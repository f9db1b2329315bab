"""Every setting, declared once: name, type, default, limits and meaning.

The settings page, the command line and the stored values are all made from this list.
"""

from __future__ import annotations

from collections.abc import Mapping

from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import LANGUAGE_NAMES, LANGUAGES, N_, _
from mle_planner.core.setting_kinds import Setting, SettingError

BACKUP_ROOM_MB: Mapping[str, int | None] = {
    N_("100 MB"): 100, N_("300 MB"): 300, N_("1 GB"): 1000, N_("3 GB"): 3000,
    N_("no limit"): None,
}  # fmt: skip
"""What may be chosen for the room that backups take, in megabytes."""

TENTATIVE_BLOCKS = (N_("blocked"),)
TENTATIVE_TAKES_TIME = (*TENTATIVE_BLOCKS, N_("free if needed"))
"""What the setting ``tentative_meetings`` may be where they take time; else it is "free"."""

_CARE_WORDS = (N_("less"), N_("normal"), N_("more"))

_CARES = tuple(
    Setting(
        name, N_("Planning priorities"), title, help_text, "normal", choices=_CARE_WORDS,
        shapes_plans=True,
    )
    for name, title, help_text in (
        (
            "care_coding", N_("Coding time"),
            N_("After due dates, keep each day's coding within its goal."),
        ),
        (
            "care_long_blocks", N_("Long blocks"),
            N_("Prefer long stretches of deep work and few project switches."),
        ),
        (
            "care_hours", N_("My preferred hours"),
            N_("Place each kind of work where the typical day expects it."),
        ),
        (
            "care_earlier_plan", N_("Keeping the earlier plan"),
            N_("Keep changes to the existing plan small."),
        ),
    )
)  # fmt: skip

_REMINDERS = (
    Setting(
        "remind_meeting", N_("Notifications"), N_("Next meeting"),
        N_("Before a meeting, with a button to join it. The only one during focus mode."), True,
    ),
    Setting(
        "remind_meeting_min", N_("Notifications"), N_("Before a meeting"),
        N_("How long before it begins."), 5, 0, 60, "duration",
    ),
    Setting(
        "remind_block_end", N_("Notifications"), N_("End of a block"),
        N_("When the tracked work reaches the end of its block: extend it, switch or stop."), True,
    ),
    Setting(
        "remind_reachable", N_("Notifications"), N_("Coding goal at risk"),
        N_("Once a day, at the last moment at which a change still saves the goal."), True,
    ),
    Setting(
        "remind_job", N_("Notifications"), N_("End of a long command"),
        N_("When a command started with “mle-planner run” has ended."), True,
    ),
    Setting(
        "remind_away", N_("Notifications"), N_("Time away"),
        N_("When you return while a timer runs: whether the time away counts."), True,
    ),
)  # fmt: skip

MOST_CODING_MIN = 12 * 60
"""The most coding that can be asked of a day."""

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "coding_least_min", N_("Coding"), N_("Coding per day, minimum"),
        N_("Days below this count as short of coding."),
        180, 0, MOST_CODING_MIN, "duration", shapes_plans=True,
    ),
    Setting(
        "coding_aim_min", N_("Coding"), N_("Coding per day, goal"),
        N_("What the ring on the Today screen counts towards."),
        210, 0, MOST_CODING_MIN, "duration",
    ),
    Setting(
        "coding_most_min", N_("Coding"), N_("Coding per day, maximum"),
        N_("More than this is planned only for a due date."), 240, 0, MOST_CODING_MIN, "duration",
        shapes_plans=True,
    ),
    Setting(
        "min_chunk_min", N_("Planning"), N_("Shortest block"),
        N_("Blocks are never shorter than this, unless less of the task is left."),
        30, 5, 240, "duration", shapes_plans=True,
    ),
    Setting(
        "max_chunk_min", N_("Planning"), N_("Longest block"),
        N_("Longer work is split, with breaks between."), 150, 30, 480, "duration",
        shapes_plans=True, hints=N_("maximum pomodoro"),
    ),
    Setting(
        "small_tasks_together", N_("Planning"), N_("Small tasks together"),
        N_(
            "Shallow tasks under 20 minutes of one activity are planned as one block that "
            "lists them."
        ),
        True, shapes_plans=True,
    ),
    Setting(
        "meeting_buffer_min", N_("Planning"), N_("Free time around meetings"),
        N_("Kept free before and after each meeting."), 0, 0, 60, "duration", shapes_plans=True,
        hints=N_("buffer gap travel"),
    ),
    Setting(
        "neighbours", N_("Planning"), N_("Neighbouring blocks when dragging"),
        N_(
            "When you move or resize a block onto others, they stay, are pushed along, or "
            "shrink. Hold Shift to push or Ctrl+Shift to shrink for one drag; if that is already "
            "the setting, holding it leaves them in place."
        ),
        "leave", choices=(N_("leave"), N_("push"), N_("shrink")),
    ),
    Setting(
        "morning_page", N_("Planning"), N_("Morning page"),
        N_(
            "On a working day, before anything is tracked or planned, offer a page with what was "
            "left over and a plan for the day."
        ),
        True,
    ),
    Setting(
        "wrap_up_notice", N_("Planning"), N_("Offer the wrap-up"),
        N_(
            "At the end of a working day, offer to fill the gaps in its record and to carry over "
            "what is not finished."
        ),
        True,
    ),
    Setting(
        "stage_questions", N_("Planning"), N_("Questions at the end of a stage"),
        N_(
            "When a task of a project moves on, ask once what its stage was for. The questions "
            "are set by kind of project."
        ),
        True,
    ),
    *_CARES,
    Setting(
        "my_addresses", N_("Meetings"), N_("My addresses"),
        N_(
            "Meetings that one of these mail addresses declined take no time. Commits by one of "
            "them are yours."
        ),
        "", unit="addresses", hints=N_("email e-mail account"),
    ),
    Setting(
        "tentative_meetings", N_("Meetings"), N_("Tentative meetings"),
        N_(
            "Their time is blocked, free, or free only if something would be late otherwise. A "
            "meeting is tentative if its organizer says so, or one of your addresses answered so."
        ),
        "blocked", choices=(*TENTATIVE_TAKES_TIME, N_("free")), shapes_plans=True,
    ),
    Setting(
        "longest_pause_min", N_("Evidence"), N_("Longest pause"),
        N_("A longer pause between two signs of an editor ends a stretch of coding."),
        10, 1, 60, "duration",
    ),
    Setting(
        "count_steering", N_("Evidence"), N_("Count steering an agent"),
        N_("An agent's edits count for one pause after a sign of yours, never by themselves."),
        False,
    ),
    Setting(
        "editor_capture", N_("Evidence"), N_("Receive heartbeats"),
        N_("Editors with a WakaTime plugin report to this computer only."), False,
    ),
    Setting(
        "editor_port", N_("Evidence"), N_("Port"),
        N_("Where editors report to. Change it if another program uses it."),
        8766, 1024, 65535, "port",
    ),
    Setting(
        "editor_key", N_("Evidence"), N_("Key"),
        N_("Editors need this key. It is created when heartbeats are first switched on."),
        "", unit="key",
    ),
    Setting(
        "notice_away", N_("Time away"), N_("Notice time away"),
        N_(
            "While a timer runs, a long pause, the locked screen and the sleep of the computer are "
            "asked about when you return. Nothing is added or removed without an answer."
        ),
        True, hints=N_("idle afk lock screen suspend sleep crash pause"),
    ),
    Setting(
        "away_min", N_("Time away"), N_("Shortest time away"),
        N_("A shorter pause at the keyboard counts as work."), 10, 2, 120, "duration",
    ),
    Setting(
        "day_border_min", N_("Days"), N_("Day starts at"),
        N_("Work after midnight and before this time belongs to the day before."),
        0, 0, 8 * 60, "time", shapes_plans=True,
    ),
    Setting(
        "week_starts", N_("Days"), N_("Week starts on"),
        N_("System uses the desktop's region. Week notes stay with their week."),
        "system", choices=(N_("system"), N_("monday"), N_("sunday"), N_("saturday")),
        hints=N_("first day of the week"),
    ),
    Setting(
        "my_name", N_("Timesheet"), N_("My name"),
        N_("Appears on timesheets, and in files for Toggl, Clockify, Harvest and Kimai."),
        "", unit="text",
    ),
    Setting(
        "letterhead", N_("Timesheet"), N_("Letterhead"),
        N_(
            "Appears at the top of a PDF timesheet, such as a company and its address. Write | "
            "between its lines."
        ),
        "", unit="text",
    ),
    Setting(
        "letterhead_image", N_("Timesheet"), N_("Image of the letterhead"),
        N_("A logo as PNG, JPEG or SVG. Write the whole path of the file."), "", unit="file",
        hints=N_("picture company"),
    ),
    Setting(
        "rounding_min", N_("Timesheet"), N_("Round entries to"),
        N_("0 keeps the tracked minutes. The tracked time itself is never changed."),
        0, 0, 60, "duration",
    ),
    Setting(
        "rounding_mode", N_("Timesheet"), N_("Rounding"),
        N_("Which way to round. A project may have its own rule."),
        "nearest", choices=(N_("nearest"), N_("up"), N_("down")),
    ),
    Setting(
        "rounding_unit", N_("Timesheet"), N_("Round each"),
        N_("Each alone, or all of a day or of the timesheet together."),
        "day", choices=(N_("entry"), N_("day"), N_("period")),
    ),
    Setting(
        "rounding_least_min", N_("Timesheet"), N_("Count at least"),
        N_("Each entry, day or timesheet counts for at least this; 0 for no minimum."),
        0, 0, 240, "duration",
    ),
    Setting(
        "backup_room", N_("Backups"), N_("Room for backups"),
        N_("The oldest automatic backups are removed when more is used. The newest always stays."),
        "1 GB", choices=tuple(BACKUP_ROOM_MB),
    ),
    Setting(
        "backup_folder", N_("Backups"), N_("Second folder"),
        N_("Each backup is copied there too, such as to another disk. Write the whole path."),
        "", unit="folder", hints=N_("sync cloud drive"),
    ),
    Setting(
        "language", N_("Language"), N_("Language"),
        N_("System follows the desktop. Takes effect after a restart."),
        "system", choices=(N_("system"), *LANGUAGES),
        hints=N_("english german hebrew translation"),
    ),
    Setting(
        "clock", N_("Language"), N_("Clock"),
        N_("12-hour or 24-hour clock. Takes effect after a restart."),
        "system", choices=(N_("system"), "24", "12"),
        hints=N_("time format am pm"),
    ),
    Setting(
        "theme", N_("Appearance"), N_("Theme"),
        N_("System follows the desktop, including its high-contrast setting."), "system",
        choices=(
            N_("system"), N_("light"), N_("dark"),
            N_("high contrast light"), N_("high contrast dark"),
        ),
        hints=N_("mode appearance colours colors"),
    ),
    Setting(
        "notification_content", N_("Notifications"), N_("Notifications show"),
        N_(
            "Everything, nothing that you or others wrote, or no notifications at all. Nothing is "
            "shown while the screen is locked."
        ),
        "full", choices=(N_("full"), N_("no titles"), N_("off")), hints=N_("alerts mute sound"),
    ),
    *_REMINDERS,
    Setting(
        "quiet_from_min", N_("Notifications"), N_("Quiet from"),
        N_("No notifications from this time on. The same time twice means no quiet hours."),
        0, 0, MINUTES_PER_DAY - 1, "time", hints=N_("do not disturb mute night"),
    ),
    Setting(
        "quiet_until_min", N_("Notifications"), N_("Quiet until"),
        N_("Reminders that still matter by then are shown."), 0, 0, MINUTES_PER_DAY - 1, "time",
    ),
    Setting(
        "stay_in_tray", N_("Tray and start"), N_("When the window is closed"),
        N_("Where the desktop has a tray, the planner can stay there: reminders go on."),
        "ask", choices=(N_("ask"), N_("stay in the tray"), N_("quit")),
    ),
    Setting(
        "start_at_login", N_("Tray and start"), N_("Open at login"),
        N_("The planner starts when you log in to the desktop: in the tray, where there is one."),
        False, hints=N_("autostart startup boot"),
    ),
    Setting(
        "global_capture", N_("Quick capture"), N_("Capture from other programs"),
        N_("A key of the desktop opens the capture line while another program is in front."),
        False, hints=N_("global shortcuts hotkey keys desktop"),
    ),
    Setting(
        "shortcuts", N_("Shortcuts"), N_("Shortcuts"),
        N_("Shortcuts that differ from the defaults."), "", unit="keys",
    ),
)  # fmt: skip

SETTINGS_PARTS: Mapping[str, str] = {
    N_("Typical day"): N_(
        "template weekday weekend lunch break standup working hours individual contributor senior "
        "manager"
    ),
    N_("Recurring events"): N_("series standup weekly repeat rule"),
    N_("Coding goal by day"): N_("band target weekday conference no coding meetings day"),
    N_("Projects"): N_("billable client hourly rate price currency invoice rounding"),
    N_("Kinds of projects"): N_("embedded consultancy platform stage role question people"),
    N_("Activities"): N_("category colour color focus meeting admin break"),
    N_("Calendars"): N_(
        "ics ical import add subscribe meetings file address subscription webcal feed caldav "
        "account google outlook fastmail nextcloud password sync holidays colour color refresh"
    ),
    N_("Publish my plan"): N_("share export ics busy free file caldav calendar colleagues publish"),
    N_("Evidence"): N_(
        "wakatime heartbeat capture evidence agent vscode vim jetbrains threshold editors "
        "git commit repository activitywatch"
    ),
    N_("Backups"): N_(
        "backup restore copy database data folder undo lost damaged check repair doctor"
    ),
    N_("Privacy"): N_("delete permanently erase remove purge privacy data trace old project"),
    N_("Shortcuts"): N_("keys keyboard actions"),
}
"""The sections of Settings that hold more than declared settings, and words to find them by."""

_BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def setting_named(name: str) -> Setting:
    """Return the declaration; raise ``SettingError`` for a name that is not declared."""
    if name not in _BY_NAME:
        raise SettingError(_("There is no setting called {name}. Nothing was changed.", name=name))
    return _BY_NAME[name]


def setting_title(name: str) -> str:
    """Return a setting's title in the current language; its name where nothing declares it."""
    return _(_BY_NAME[name].title) if name in _BY_NAME else name


def setting_words(setting: Setting) -> str:
    """Return what a setting is found by in a search: its texts, its choices and its hints."""
    texts = (setting.title, setting.help, setting.group, setting.hints, *setting.choices)
    return " ".join(LANGUAGE_NAMES.get(text) or _(text) for text in texts if text)


def shapes_plans(name: str) -> bool:
    """Whether planning reads a setting; one that is not declared is stored but read by nothing."""
    return name in _BY_NAME and _BY_NAME[name].shapes_plans
