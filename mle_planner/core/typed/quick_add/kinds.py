"""Guesses the activity of a title from its words: "read" is learning.

Activities are found by their key, so that renaming one changes nothing. The first word of a title
counts before the others, because it names the action: "Fix data loader" is coding, "Label data" is
not. A word that the user has corrected takes precedence over the words known here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Activity, ActivityId, usual_activity
from mle_planner.core.typed.quick_add.names import fold

_PHRASES = {
    "write up": "writing", "design doc": "writing", "model card": "writing",
    "blog post": "writing", "pull request": "coding", "code review": "coding",
    "one on one": "one-to-one", "town hall": "all-hands", "all hands": "all-hands",
    "follow up": "email", "pair program": "pairing", "tech talk": "presentation",
    "catch up": "meeting", "brown bag": "presentation", "one pager": "writing",
    "status update": "writing", "weekly update": "writing", "performance review": "writing",
    "self review": "writing", "peer review": "writing", "unit test": "coding",
    "knowledge transfer": "mentoring", "office hours": "mentoring", "lunch with": "meeting",
    "team lunch": "meeting",
    "coffee with": "meeting", "lit review": "learning", "journal club": "learning",
    "camera ready": "writing", "take out": "ad-hoc", "pick up": "ad-hoc",
    "error analysis": "analysis", "data quality": "data",
    "meeting notes": "writing", "paper draft": "writing", "weekly review": "planning",
    "sprint review": "meeting", "design review": "meeting", "architecture review": "meeting",
    "כרטיס מודל": "writing", "test readout": "presentation",
    "jour fixe": "meeting", "sign off": "ad-hoc", "sign up": "ad-hoc",
    "training run": "research", "training runs": "research", "training job": "research",
    "talk to": "meeting", "talk with": "meeting", "test analysis": "analysis",
    "paper rebuttal": "writing", "grant application": "writing",
    "sort out": "ad-hoc", "hand over": "ad-hoc", "on call": "ad-hoc",
}  # fmt: skip
_VERBS = {
    "coding": "fix implement code debug refactor build deploy merge rebase migrate upgrade bump "
    "ship patch revert rollback profile optimise optimize port wire rewrite program cache "
    "parallelise parallelize vectorise vectorize containerise containerize deprecate release "
    "beheben programmieren umbauen einbauen לתקן לממש לפתח",
    "pairing": "pair pairing",
    "data": "label labels labelling labeling annotate relabel clean dedupe ingest scrape "
    "backfill impute etikettieren labeln bereinigen לתייג לנקות",
    "research": "research experiment explore prototype ablate train finetune fine-tune "
    "pretrain retrain benchmark forschen trainieren לאמן לחקור",
    "analysis": "analyse analyze investigate compare quantify measure segment audit evaluate "
    "auswerten analysieren untersuchen vergleichen לנתח להשוות",
    "writing": "draft document write-up writeup summarise summarize blog proofread outline "
    "schreiben verfassen dokumentieren לכתוב לסכם",
    "presentation": "present präsentieren vorstellen להציג",
    "mentoring": "mentor coach onboard teach help unblock support einarbeiten helfen לעזור",
    "learning": "read learn study watch skim reread lesen lernen לקרוא ללמוד",
    "meeting": "meet discuss sync call phone zoom attend brainstorm treffen anrufen anruf "
    "besprechen absprechen telefonieren פגישה להתקשר לדבר להיפגש",
    "email": "reply respond email e-mail mail answer forward send invite remind confirm chase "
    "thank erinnern einladen antworten beantworten mailen schicken senden להשיב לשלוח לענות",
    "chat": "chat slack dm ping ask nudge fragen לשאול",
    "ad-hoc": "pay book expense expenses buy order renew reimburse submit sign file print scan "
    "register apply approve collect grade fill request pack tidy organise organize water arrange "
    "cancel claim klären organisieren übergeben abrechnen anmelden kündigen erledigen bezahlen "
    "buchen bestellen einreichen kaufen verlängern unterschreiben ausfüllen beantragen "
    "לשלם להזמין לקנות לחדש להגיש לחתום",
    "planning": "plan think prioritise prioritize schedule reschedule triage estimate groom planen "
    "priorisieren לתכנן",
}
_OBJECTS = {
    "presentation": "slides slide deck decks presentation presentations keynote demo pitch poster "
    "talk folien präsentation vortrag מצגת",
    "writing": "report memo notes docs doc documentation article blog rfc proposal spec readme "
    "abstract changelog postmortem post-mortem newsletter announcement feedback "
    "self-assessment rebuttal camera-ready one-pager status bericht doku dokumentation "
    "modellkarte notizen protokoll zusammenfassung minutes handout unterlagen דוח מסמך סטטוס",
    "coding": "bug bugs refactoring refactor test tests ci pipeline api endpoint hotfix pr prs "
    "bugfix באג קוד",
    "data": "dataset datasets daten labels labelling labeling annotation annotations",
    "research": "ablation ablations experiment experiments hyperparameters sweep",
    "analysis": "analysis dashboard dashboards metrics numbers auswertung analyse דשבורד",
    "learning": "paper papers course tutorial book chapter lecture training webinar kurs מאמר",
    "email": "email emails e-mail e-mails inbox mails mail מייל מיילים",
    "one-to-one": "1:1 1-1 1on1 one-on-one",
    "standup": "standup stand-up daily",
    "all-hands": "all-hands",
    "interview": "interview interviews",
    "meeting": "meeting meetings kickoff kick-off retro retrospective sync dentist doctor "
    "appointment mittagessen zahnarzt arzt termin besprechung gespräch ישיבה",
    "workshop": "workshop",
    "mentoring": "mentoring onboarding",
    "planning": "roadmap backlog planning agenda okr okrs offsite budget planung",
    "ad-hoc": "expenses expense invoice invoices travel flight flights hotel reimbursement tax "
    "taxes receipt receipts timesheet timesheets passport visa contract licence license laptop "
    "badge insurance payroll vacation holiday holidays pto paperwork form forms tickets birthday "
    "gift plants parcel laundry groceries trash gym haircut kids school billing quota quotas jira "
    "oncall on-call handover handoff permissions procurement "
    "vendor hiring equipment bereitschaft übergabe abrechnung antrag umfrage formular "
    "zugang anmeldung bestellung steuer versicherung rechnung rechnungen urlaub reisekosten "
    "stundenzettel spesen flug vertrag חשבונית דרכון טיסה טיסות חופשה",
}
_COMPOUNDS = (
    "bericht", "mail", "termin", "rechnung", "besprechung", "folien", "präsentation", "vertrag",
    "gespräch", "analyse", "auswertung", "dokumentation", "notizen", "planung", "abrechnung",
    "antrag", "bestellung", "versicherung", "übergabe", "zugang",
)  # fmt: skip
"""German nouns that end compound words, such as "Wochenbericht"."""
_TEXT_OBJECTS = frozenset(
    "doc docs document design draft report paper proposal spec rfc article memo post blog text "
    "notes plan memo readme card manuscript chapter".split()
)
_CODE_OBJECTS = frozenset(
    "code pr prs mr mrs diff branch merge test tests script function query migration module class "
    "patch commit loader pipeline job parser client service api cli wrapper dag".split()
)
_INBOXES = frozenset("inbox mailbox email emails mail mails".split())
_DATA_OBJECTS = frozenset("data dataset datasets embeddings samples examples".split())
_SLIDES = frozenset("slides slide deck decks presentation keynote poster".split())
_OWN_OBJECTS = {
    "clean": ("email", _INBOXES), "collect": ("data", _DATA_OBJECTS),
    "sync": ("data", _DATA_OBJECTS), "read": ("email", _INBOXES),
    "draft": ("presentation", _SLIDES),
}  # fmt: skip
"""Verbs that mean another activity with these objects."""
_EVENTS = frozenset("meeting standup one-to-one interview all-hands workshop".split())
_FOR_AN_EVENT = frozenset("agenda deck folien minutes notes notizen protokoll slides".split())
"""What is made for an event also without "for": "slides all-hands"."""
_LINKS = frozenset("for of für fürs zum zur".split())
_MADE = frozenset(("writing", "presentation", "planning"))
"""The kinds of what is made for an event."""
_PREPARING = frozenset("prep prepare preparing preparation vorbereiten vorbereitung להכין".split())
"""Words that turn an event into preparing for it: "retro prep" is planning."""
_LAST_WORDS = ("prüfen", "überarbeiten", "revision", "revisions")
"""Words that stand behind their object: "Paper überarbeiten", "paper revision"."""
_BY_OBJECT = ("review", "write", "check", "finish", "revise", *_LAST_WORDS, *_OWN_OBJECTS)
_FILLERS = frozenset("the a an my our to for with on in of and please pls todo re".split())

_VERB_KEYS = {word: key for key, words in _VERBS.items() for word in words.split()}
_OBJECT_KEYS = {word: key for key, words in _OBJECTS.items() for word in words.split()}
_KIND_WORDS = {*_VERB_KEYS, *_OBJECT_KEYS, *_BY_OBJECT}


@dataclass(frozen=True, slots=True)
class Guess:
    """An activity, and the word that suggests it; the word is empty if none did."""

    activity: Activity
    word: str = ""


def guess_activity(
    title: str, activities: Sequence[Activity], learned: Mapping[str, ActivityId] | None = None
) -> Guess | None:
    """Return the guessed activity of a title, by default coding; None without activities."""
    usable = [activity for activity in activities if not activity.archived]
    if not usable:
        return None
    words = _words(title)
    by_key = {activity.key: activity for activity in usable if activity.key}
    key, word = _known_kind(title)
    is_phrase = " " in word  # a phrase is more specific than its first word
    corrected = [word, *([] if is_phrase else words[:1]), *([] if key in by_key else words[1:])]
    by_id = {activity.id: activity for activity in usable}
    for known in corrected:
        activity_id = learned.get(known) if learned else None
        if activity_id in by_id:
            return Guess(by_id[activity_id], known)
    if key in by_key:
        return Guess(by_key[key], word)
    return Guess(usual_activity(usable))


def suggested_activity(
    title: str, activities: Sequence[Activity], learned: Mapping[str, ActivityId]
) -> Activity:
    """Return the activity with the same name as a title, else the one the title suggests.

    At least one activity must be in use.
    """
    wanted = title.strip().casefold()
    for activity in activities:
        if activity.name.casefold() == wanted and not activity.archived:
            return activity
    guess = guess_activity(title, activities, learned)
    assert guess is not None
    return guess.activity


def built_in_named(name: str, activities: Sequence[Activity]) -> Activity | None:
    """Return the built-in activity of an English name, even if it has been renamed."""
    wanted = fold(name)
    return next((found for found in activities if found.key and fold(found.key) == wanted), None)


def activity_of_word(
    word: str, others: Sequence[str], activities: Sequence[Activity]
) -> Activity | None:
    """Return the activity meant by ``@review`` or ``@admin``, given the other words.

    It is the built-in activity of that English name, even if renamed. For the name of a category it
    is the guess among its activities, else the activity that the word suggests; None if there is
    none.
    """
    said = word.casefold()
    if built_in := built_in_named(word, activities):
        return built_in
    of_category = [found for found in activities if found.category.value.split()[-1] == said]
    if of_category:
        guess = guess_activity(" ".join(others), of_category)
        usual = next((found for found in of_category if found.key == "ad-hoc"), of_category[0])
        return guess.activity if guess is not None and guess.word else usual
    if said not in _KIND_WORDS:
        return None
    key, _phrase = _known_kind(" ".join((said, *others)))
    return next((found for found in activities if key and found.key == key), None)


def word_to_learn(title: str, guess: Guess | None) -> str:
    """Return the word of a title to which a correction applies: the guess's, else the first."""
    if guess is not None and guess.word:
        return guess.word
    return next(iter(word for word in _words(title) if word.isalpha() and len(word) > 2), "")


def _words(title: str) -> list[str]:
    return [word for word in _plain(title) if word and word not in _FILLERS]


def _plain(title: str) -> list[str]:
    return [word.strip(".,;:!?()[]\"'“”").casefold() for word in title.split()]


def _verb_of(word: str) -> str:
    """Return the verb of "reading" or "debugging" if it is a known one, else the word."""
    stem = word.removesuffix("ing")
    if word in _KIND_WORDS or stem == word:
        return word
    forms = (stem, f"{stem}e", stem[:-1])
    return next((form for form in forms if form in _VERB_KEYS or form in _BY_OBJECT), word)


def _known_kind(title: str) -> tuple[str, str]:
    """Return the activity key that a title suggests, and the word; both empty if none."""
    words = _words(title)
    first = _verb_of(words[0]) if words else ""
    acting = words[-1] if words and words[-1] in _LAST_WORDS else first
    if acting in _BY_OBJECT:
        key, phrase = _kind_by_object(acting, [word for word in words if word != acting])
        if key:
            return key, phrase
    if first in _VERB_KEYS and not (first == "book" and len(words) == 1):
        return _VERB_KEYS[first], first
    found = _kind_of_phrase(title) or _kind_of_object(words) or _kind_of_any_word(words)
    preparing = next((word for word in words if word in _PREPARING), "")
    if found is not None and found[0] in _EVENTS and preparing:
        return "planning", preparing
    return found or ("", "")


def _kind_of_phrase(title: str) -> tuple[str, str] | None:
    text = " ".join(_plain(title)).replace("-", " ")  # "Design-Review", "follow-up"
    for phrase, key in _PHRASES.items():
        if phrase in text and re.search(rf"\b{phrase}\b", text):  # a pattern takes long to compile
            before, _phrase, after = text.partition(phrase)
            made = _made_for_event(before.split(), after.split()) if key in _EVENTS else ""
            return (_OBJECT_KEYS[made], made) if made else (key, phrase)
    return None


def _made_for_event(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the object that is made for an event, "" for none.

    It is before "for", as in "report for the all-hands", or right behind the event.
    """
    found = [word for word, link in itertools.pairwise(before) if link in _LINKS]
    found += [*_FOR_AN_EVENT.intersection(before[:1]), *after[:1]]
    return next((word for word in found if _OBJECT_KEYS.get(word, "") in _MADE), "")


def _kind_of_object(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the key for the first known object and its word; "standup notes" are notes."""
    for word, after in itertools.zip_longest(words, words[1:], fillvalue=""):
        key, behind = _OBJECT_KEYS.get(word, ""), _OBJECT_KEYS.get(after, "")
        if key in _EVENTS and behind and behind not in _EVENTS:
            return behind, after
        if key:
            return key, word
    return None


def _kind_of_any_word(words: Sequence[str]) -> tuple[str, str] | None:
    """Return the key for a verb after the first word, or for a compound noun, and the word."""
    for word in words[1:]:
        if word in _VERB_KEYS:
            return _VERB_KEYS[word], word
    for word in words:
        noun = next((noun for noun in _COMPOUNDS if word.endswith(noun)), "")
        if noun in _OBJECT_KEYS:
            return _OBJECT_KEYS[noun], word
    return None


def _kind_by_object(verb: str, objects: Sequence[str]) -> tuple[str, str]:
    """Return the key for the object that is reviewed or written, and the words that match."""
    if verb in _OWN_OBJECTS:
        key, known = _OWN_OBJECTS[verb]
        found = next((word for word in objects if word in known), "")
        return (key, found) if found else ("", "")
    for word in objects:
        if word in _CODE_OBJECTS:
            return "coding", f"{verb} {word}"
        if word in _TEXT_OBJECTS:
            return "writing", f"{verb} {word}"
    key = {"review": "coding", "write": "writing"}.get(verb, "")
    return key, verb if key else ""
