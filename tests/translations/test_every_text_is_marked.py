"""Whatever the window shows can be translated: no text is written past the catalogs."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.checkout import PROGRAM, program_files
from tests.support.program_code import nodes, tree_of
from tests.translations.catalogs import TEMPLATE, read

MARKS = {
    "_": 1, "N_": 1, "plural": 2, "in_context": 2, "planner_error": 1, "phrase": 1,
    "counted_phrase": 2, "unreadable": 1,
}  # fmt: skip
"""The functions of ``language``, and how many of their arguments are texts."""

SHOWS_A_TABLE = ("_", "planner_error", "phrase", "unreadable")
"""Those that may show what a table has marked."""

# Where the words of a call are shown, single ones in small letters too.
SHOWING = {
    "addAction", "addButton", "addItem", "addMenu", "add_choice", "add_entry", "drawText",
    "setAccessibleDescription",
    "setAccessibleName", "setInformativeText", "setPlaceholderText", "setText", "setToolTip",
    "setWindowTitle", "set_aside", "set_title", "show_error", "show_message", "show_refusal",
    "Card", "Cell", "ChoiceBox", "Column", "FigureCard", "FigureLine",
    "NameField", "Notice", "QAction", "QCheckBox", "QLabel", "QPushButton",
    "QRadioButton", "Remark", "TextLabel", "word_button",
}  # fmt: skip
# What these are given is not for reading, though it may look like words.
NOT_SHOWING = {
    "Signal", "Slot", "cast", "compile", "fullmatch", "getLogger", "property", "setObjectName",
    "setProperty", "setStyleSheet", "startswith", "strftime", "removeprefix", "removesuffix",
    "print", "replace", "Edit", "TypeVar",
    "debug", "info", "warning", "error", "exception",
    "AssertionError", "KeyError", "RuntimeError", "TypeError", "ValueError",
}  # fmt: skip
# Files in which every text is of a kind that is not shown on the screen.
UNREAD = {
    "stylesheet.py", "app/log.py", "theme/__init__.py", "high_contrast.py", "qt_override.py",
    "base/frozen.py", "model/records.py", "storage/rows.py", "report/svg.py", "report/html.py",
    "calendars/meanings.py", "calendars/titles.py",
    "quick_add/kinds.py", "vocabulary.py", "typed/verbs.py", "storage/migrations.py",
    "base/autostart.py",
}  # fmt: skip
# Names of keys and colours, words that are typed, marks of styles: each with its file.
KEPT = {
    "ical/zone_names.py": {" Time$", " Standard Time"},
    "calendars/feeds.py": {
        "Accept", "Connection", "Date", "Location", "text/calendar, */*;q=0.5",
    },
    "desktop/quiet.py": {"Get"},
    "actions/table.py": {
        "Go to", "Plan", "Track", "Tasks", "Files", "Edit", "Window", "Return", "Enter", "Esc",
    },
    "actions/gestures.py": {
        "Delete", "Space", "Enter", "Esc",
        "Tab",
        "Left", "Right", "Up", "Down", "Home", "End", "Return",
    },
    "app/application.py": {"stay in the tray"},
    "app/start.py": {"Planner", "Fusion"},
    "services/collector.py": {"there is an event loop in this thread"},
    "main_window.py": {"Planner"},
    "interact/menu.py": {"Enter", "Del"},
    "tasks/screen.py": {"Enter", "Del"},
    "actions/shortcuts.py": {"Tab", "Backspace", "Menu"},
    "palette/entries.py": {
        "Tracked", "Planned", "Event", "Done task", "Answer", "Projects",
        "Kinds of projects",
    },
    "shell/timer_editor.py": {"the action needs a running entry"},
    "backlog/panel.py": {"Enter"},
    "pdf_process.py": {"from mle_planner.ui.pdf_process import serve; serve()"},
    "planning/process.py": {"from mle_planner.core.scheduling.worker import serve; serve()"},
    "rail.py": {"Planner"},
    "settings/screen.py": {"Notifications", "Tray and start", "Appearance"},
    "settings/backups.py": {"Backups"},
    "timeline/access.py": {"Return", "Delete"},
    "core/base/resources.py": {"no resource named ·"},
    "core/files.py": {"is a folder"},
    "storage/schema_gaps.py": {"NOT NULL DEFAULT ·", 'REFERENCES "·"("id")'},
    "core/i18n/gettext.py": {"English", "Deutsch"},
    "core/calendars/store.py": {"Calendar"},
    "core/publishing/calendar_file.py": {"Busy"},
    "core/publishing/publications.py": {"My plan"},
    "calendars/caldav_calendar.py": {
        '<?xml version="1.0" encoding="utf-8"?><d:sync-collection xmlns:d="DAV:">'
        "<d:sync-token>{}</d:sync-token><d:sync-level>1</d:sync-level>"
        "<d:prop><d:getetag/></d:prop></d:sync-collection>",
        '<?xml version="1.0" encoding="utf-8"?><c:calendar-multiget xmlns:d="DAV:" '
        'xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>'
        "{}</c:calendar-multiget>",
        "Accept",
    },
    "calendars/caldav_client.py": {
        "Connection", "Authorization", "Bearer ·", "Basic ·", "application/xml; charset=utf-8",
    },
    "evidence/server.py": {
        "Unknown address.", "Only programs on this computer may connect.",
        "Wrong key; Settings, Evidence shows the right one.", "Authorization",
        "Content-Length is missing.", "The body exceeds 2 MB.", "The body is incomplete.",
        "Send several heartbeats to heartbeats.bulk.",
    },
    "sources/git.py": {"--format=%at %ae%x00%s"},
    "model/evidence_words.py": {"agent alone"},
    "sources/heartbeats.py": {
        "ai coding", "running tests", "writing tests", "manual testing", "writing docs",
        "code reviewing", "The body is not JSON.", "A heartbeat must be an object.",
        "A heartbeat needs an entity.", "A heartbeat needs a time, in seconds since 1970.",
        "· must be text.",
    },
    "model/publication.py": {"no block"},
    "publishing/caldav_target.py": {"text/calendar; charset=utf-8", "Accept"},
    "settings/account_dialog.py": {"pass show work"},
    "settings/evidence.py": {"Evidence"},
    "core/example_week.py": {"Coding"},
    "core/typical_day/ready_made.py": {"Individual contributor", "Senior", "Manager"},
    "core/session.py": {"Result"},
    "importing/table.py": {
        "task name", "project name", "time estimate", "due date", "not before", "start date",
        "is completed", "to do", "in progress",
    },
    "timesheet/entries.py": {"Del"},
    "timesheet/screen.py": {"Everything"},
    "core/tracking/timer_changes.py": {"first timer"},
    "core/scheduling/request/energy.py": {"first focus"},
    "core/maintenance/backups.py": {"is not a folder", "is not a file"},
    "core/storage/read_only.py": {"disk I/O"},
    "core/typed/duration.py": {
        "(?:a )?couple (?:of )?·|ein paar ·|כמה שעות",
        "(?:a )?few ·|mehrere ·",
        "(?:a )?couple (?:of )?·|(?:a )?few ·|ein paar ·|כמה דקות",
        "half a day|(?:a )?half[ -]day|½ ?day|(?:einen )?halben tag|(?:ein )?halber tag"
        "|חצי יום",
        "(?:a day|one day) and a half|anderthalb tage|eineinhalb tage|יום וחצי",
        "all day|(?:the |a )?(?:whole|full) day|(?:den )?ganzen tag|יום שלם",
        "an? · and a half|anderthalb ·|eineinhalb ·|שעה וחצי",
        "(?:a )?quarter (?:of )?(?:an )?·|(?:eine )?viertel ?stunde|רבע שעה",
        "three[ -]quarters of an ·|(?:eine )?dreiviertel ?stunde",
        "(?:a )?half an? ·|(?:a )?half ·|(?:eine )?halbe ·|חצי שעה",
    },
    "core/typed/quick_add/dates.py": {
        "on to through toward towards with by into be have i we",
    },
    "core/typed/quick_add/effort.py": {
        "day week month hour",
        "every each per within after over under than last past next first in to of least most",
        "for about around roughly takes effort aufwand",
        "train pretrain finetune fine-tune retrain run sweep",
    },
    "core/typed/quick_add/readings.py": {"not before ·"},
    "core/storage/backup.py": {"· · refers to a missing ·"},
    "core/storage/database.py": {"database is locked", "DROP TRIGGER ·"},
    "core/storage/purging.py": {
        "task_id IN (·)", "task_id IN (·) OR predecessor_id IN (·)",
        '"end" <= ? OR last_day < ?',
    },
    "core/storage/raw_database.py": {
        "id <= ? AND is_undone = 0", "id >= ? AND is_undone = 1",
    },
    "core/storage/store.py": {"told about a shared folder"},
    "core/storage/edit_log.py": {
        "operation, subject, count, detail",
    },
    "core/printing.py": {
        "color: #5f6368; font-size: 8pt",
        "<thead>·</thead>·", '<table width="100%" cellspacing="0" cellpadding="·">·</table>',
        '<· align="·"· style="·">·</·>', "; padding-·: ·px",
    },
    "formats/clockify.py": {
        "Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable",
        "Start Date", "Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)",
        "Billable Rate", "Billable Amount", "Yes", "No", "Clockify",
    },
    "formats/harvest.py": {
        "Date", "Client", "Project", "Task", "Notes", "Hours", "First name", "Last name",
        "Harvest",
    },
    "formats/kimai.py": {
        "Date", "From", "To", "Duration", "Rate", "User", "Customer", "Project", "Activity",
        "Description", "Exported", "Tags", "Hourly rate", "Fixed rate", "Kimai",
    },
    "formats/pdf.py": {
        '<img src="··" height="·">', '<td align="·">·</td>',
        '<table width="100%" cellspacing="0" cellpadding="0"><tr>·</tr></table>',
        '<p>·</p><p style="font-size: 4pt">&nbsp;</p>', '<td width="·%" ·>·</td>',
        '·<table width="100%" cellspacing="0" cellpadding="3"><tr>·</tr></table>',
    },
    "formats/toggl.py": {
        "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date",
        "Start time", "End date", "End time", "Duration", "Tags", "Amount", "Yes", "No",
        "Toggl",
    },
    "tracking/away.py": {"a part of it was taken"},
    "desktop/idle.py": {"Xss"},
    "desktop/session_bus.py": {"·.Manager"},
    "desktop/shortcut_portal.py": {"Register", "Response"},
    "ui/pdf.py": {
        "h1 { font-size: 15pt } h2 { font-size: 11pt } h1, h2, h3, th, b { font-weight: 600 }",
        "Inter",
    },
    "settings/desktop.py": {"Quick capture", "Time away"},
    "shell/interruption.py": {"the action needs a running entry"},
    "base/dbus.py": {"·.Manager"},
    "reminders/desktop.py": {"no session bus", "Planner", "Notify", "Inhibit", "·.Session", "Get"},
    "reminders/rules.py": {"block end · ·"},
    "importing/tables.py": {
        "start date", "start time", "end date", "end time", "duration (h)", "duration (decimal)",
        "started at", "ended at", "first name", "time spent", "duration (hours)", "duration (min)",
        "duration minutes", "duration (s)", "duration seconds", "project name",
    },
    "companions/companions.py": {"mini timer"},
    "companions/focus_page.py": {"focus needs a running entry", "Esc"},
    "companions/tray.py": {"Planner"},
    "shell/time_import.py": {
        "Toggl", "Clockify", "Harvest", "Kimai", "Timewarrior", "Watson", "Hamster", "Org",
        "Super Productivity",
    },
}  # fmt: skip
PROSE = re.compile(r"[A-Za-z]{2,}\S* +\S*[A-Za-z]|^\W*[A-Z][a-z]+\W*$")
CODE = re.compile(
    r"^Q[A-Z]|[{;]\s*$|\d+px|://|\\|^(Ctrl|Shift|Alt)\+|^[.#]\w"
    r"|\b(SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA|WHERE|ORDER BY|CREATE|ALTER TABLE|BEGIN)\b"
    r"|^[A-Z -]+$"
)


def called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def words_of(node: ast.Constant | ast.JoinedStr) -> str:
    """Return the fixed words of a text; what is filled in counts as one sign."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "·" for part in node.values
    )


class Texts(ast.NodeVisitor):
    """Collects the texts that stand free in a module, with the call each is given to."""

    def __init__(self) -> None:
        self.free: list[tuple[int, str, str]] = []
        self.marked: list[tuple[int, str]] = []
        self.unmarkable: list[int] = []
        self.shown: list[ast.Constant] = []
        self._call = ""

    def visit_Call(self, node: ast.Call) -> None:
        name = called(node)
        if name in MARKS:
            texts, rest = node.args[: MARKS[name]], node.args[MARKS[name] :]
            for text in texts:
                self._take_marked(name, text)
            for other in (*rest, *(keyword.value for keyword in node.keywords)):
                self.visit(other)
            return
        if name in SHOWING:
            self.shown += [each for each in node.args[:1] if isinstance(each, ast.Constant)]
        before, self._call = self._call, name
        self.generic_visit(node)
        self._call = before

    def _take_marked(self, name: str, text: ast.expr) -> None:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            self.marked.append((text.lineno, text.value))
        elif name not in SHOWS_A_TABLE or isinstance(text, ast.JoinedStr | ast.BinOp):
            self.unmarkable.append(text.lineno)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.free.append((node.lineno, words_of(node), self._call))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.free.append((node.lineno, node.value, self._call))

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not {"Call", "Condition", "__all__"} & set(names):  # types, and names of the module
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        is_enum = any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)
        for part in node.body:
            if not (is_enum and isinstance(part, ast.Assign)):  # its values are stored
                self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Annotations are no texts."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(part)

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is compared is not shown."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)


@cache
def texts_of(file: Path) -> Texts:
    texts = Texts()
    texts.visit(tree_of(file))
    return texts


def unmarked(texts: Texts) -> Iterator[tuple[int, str]]:
    """Yield the free texts of a module that a reader would see."""
    for line, words, call in texts.free:
        if call in NOT_SHOWING or CODE.search(words):
            continue
        if PROSE.search(words):
            yield line, words
    for text in texts.shown:
        if isinstance(text.value, str) and re.search("[A-Za-z]{3}", text.value):
            yield text.lineno, text.value


SHOWN = sorted([*(PROGRAM / "ui").rglob("*.py"), *(PROGRAM / "core").rglob("*.py")])


def test_a_text_that_is_shown_is_marked() -> None:
    """Write it through ``language``, or list it above where it is not shown."""
    found = []
    for file in SHOWN:
        path = file.relative_to(PROGRAM).as_posix()
        if path.endswith(tuple(UNREAD)):
            continue
        kept = {text for name, texts in KEPT.items() if path.endswith(name) for text in texts}
        found += [
            f"{path}:{line}: {words}" for line, words in unmarked(texts_of(file))
            if words not in kept
        ]  # fmt: skip
    assert not found, "\n".join(found)


def test_what_is_kept_as_it_is_still_stands_in_the_code() -> None:
    for name, kept in KEPT.items():
        free = {
            words
            for file in SHOWN
            if file.as_posix().endswith(name)
            for _line, words, _call in texts_of(file).free
        }
        assert kept <= free, f"{name}: {kept - free}"


READ_BY_PROGRAMS = {"FrozenInstanceError", "OperationalError", "HeartbeatError", "_RefusedError"}


def test_a_refusal_is_marked() -> None:
    """What a `PlannerError` says is shown in the window as it stands."""
    found = []
    for file in program_files():
        if file.is_relative_to(PROGRAM / "cli"):
            continue
        for node in nodes(tree_of(file)):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            name = called(node.exc)
            if hasattr(builtins, name) or name in READ_BY_PROGRAMS or name in MARKS:
                continue
            texts = [
                each for each in node.exc.args if isinstance(each, ast.Constant | ast.JoinedStr)
            ]
            if any(PROSE.search(words_of(text)) for text in texts):
                found.append(f"{file.relative_to(PROGRAM)}:{node.lineno}")
    assert not found, found


@pytest.mark.slow
def test_every_marked_text_is_found_by_the_extraction() -> None:
    """One inside an f-string is not, and would stay English. The template is what was extracted."""
    known = {
        text
        for message in read(TEMPLATE)
        if message.id
        for text in (message.id if isinstance(message.id, tuple | list) else (message.id,))
    }
    contexts = {str(message.context) for message in read(TEMPLATE) if message.context}
    lost = [
        f"{file.relative_to(PROGRAM)}:{line}: {text}"
        for file in program_files()
        for line, text in texts_of(file).marked
        if text not in known | contexts
    ]
    assert not lost, "\n".join(lost)


def test_a_marked_text_is_written_out() -> None:
    """Not put together where it is marked: then the catalogs could not name it."""
    found = [
        f"{file.relative_to(PROGRAM)}:{line}"
        for file in program_files()
        for line in texts_of(file).unmarkable
        if file.name != "phrases.py"  # shows what others have marked
    ]
    assert not found, found
