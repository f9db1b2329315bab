"""What the labels of the history say in the language in force.

A label is stored in English, so that the command line and another language of the window can
read what was done. It is one of the forms below with a title filled in; one that is none of
them, written by another version, is shown as it is stored.
"""

from __future__ import annotations

import re

from mle_planner.core.i18n.formats import DAYS
from mle_planner.core.i18n.gettext import N_, _, manner, plural
from mle_planner.core.model.records import Stage
from mle_planner.core.settings import SETTINGS
from mle_planner.core.titles import stage_title

FORMS = (
    N_("Add {title}"), N_("Add activity {title}"), N_("Add project {title}"),
    N_("Add {title} to the day"), N_("Change days off"), N_("Change the coding band"),
    N_("Change {title}"), N_("Change {title} of the day"),
    N_("Change what {title} waits for"), N_("Change the week's note"),
    N_("Choose the day of {title}"), N_("Copy {title}"), N_("Copy {title} to other days"),
    N_("Delete {title}"), N_("Discard {title}"), N_("Finish {title}"), N_("Import {title}"),
    N_("Load the example week"), N_("Merge {title}"), N_("Merge {title} of the day"),
    N_("Move {title}"), N_("Move {title} of the day"), N_("Move {title} to {stage}"),
    N_("Pin {title}"), N_("Plan {title}"), N_("Remove {title}"), N_("Reopen {title}"),
    N_("Resize {title}"), N_("Set {title}"), N_("Split {title}"), N_("Split {title} of the day"),
    N_("Start {title}"), N_("Stop {title}"), N_("Take {title} out of the day"),
    N_("Track {title}"), N_("Unpin {title}"),
)  # fmt: skip
_DAYS_OF = {
    "an individual contributor": N_("Individual contributor"),
    "a senior": N_("Senior"),
    "a manager": N_("Manager"),
}
_PLACES = {
    "title": "(?P<title>.+)",
    "stage": f"(?P<stage>{'|'.join(stage.value for stage in Stage)})",
}


def shown_label(label: str) -> str:
    """Return a stored label as the window shows it."""
    if manner().language == "en":
        return label
    # What says most of itself comes first: "Add {title} to the day" before "Add {title}".
    for form in sorted(FORMS, key=lambda form: -len(re.sub(r"\{\w+\}", "", form))):
        pattern = re.escape(form).replace(r"\{", "{").replace(r"\}", "}").format(**_PLACES)
        match = re.fullmatch(pattern, label, re.DOTALL)
        if match is not None:
            return _(form, **{name: _said(form, name, match[name]) for name in match.groupdict()})
    return label


def _said(form: str, name: str, text: str) -> str:
    """Return what was filled into a form: the user's words as they are, ours in translation."""
    if name == "stage":
        return stage_title(Stage(text))
    if form == "Set {title}":
        return next((_(each.title) for each in SETTINGS if each.title.lower() == text), text)
    if form == "Choose the day of {title}":
        return _(_DAYS_OF.get(text, text))
    if form == "Copy {title} to other days" and text in DAYS:
        return _(text)
    if form == "Plan {title}" and text == "day":
        return _("the day")
    return _counted(text)


def _counted(text: str) -> str:
    counted = re.fullmatch(r"(\d+) (blocks|entries|parts|days)", text)
    if counted is None:
        return text
    count = int(counted[1])
    return {
        "blocks": lambda: plural("{count} block", "{count} blocks", count),
        "entries": lambda: plural("{count} entry", "{count} entries", count),
        "parts": lambda: plural("{count} part", "{count} parts", count),
        "days": lambda: plural("{count} day", "{count} days", count),
    }[counted[2]]()
