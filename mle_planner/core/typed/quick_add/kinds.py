"""Which kind of work a title is about, guessed from its words: "read" is learning.

Activities are found by their key, so that renaming one changes nothing. The first word of a
title counts before the others, because it says what is done: "Fix data loader" is coding,
"Label data" is not. A word that the user has corrected counts before what is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Activity, ActivityId, usual_activity

_PHRASES = {
    "write up": "writing", "design doc": "writing", "model card": "writing",
    "blog post": "writing", "pull request": "coding", "code review": "coding",
    "one on one": "one-to-one", "town hall": "all-hands", "all hands": "all-hands",
    "follow up": "email", "pair program": "pairing", "tech talk": "presentation",
}  # fmt: skip
_VERBS = {
    "coding": "fix implement code debug refactor build deploy merge rebase migrate upgrade bump "
    "ship patch revert rollback profile optimise optimize port wire rewrite program beheben "
    "programmieren umbauen לתקן",
    "pairing": "pair pairing",
    "data": "label labels labelling labeling annotate relabel clean dedupe ingest scrape "
    "etikettieren",
    "research": "research experiment explore prototype ablate train finetune fine-tune "
    "pretrain benchmark forschen",
    "analysis": "analyse analyze investigate compare quantify estimate measure segment "
    "auswerten analysieren",
    "writing": "draft document write-up writeup summarise summarize blog schreiben verfassen",
    "presentation": "present präsentieren",
    "workshop": "workshop",
    "mentoring": "mentor coach onboard",
    "learning": "read learn study watch lesen lernen לקרוא",
    "meeting": "meet discuss sync call phone treffen anrufen anruf פגישה להתקשר",
    "one-to-one": "1:1 1-1 1on1 one-on-one",
    "interview": "interview",
    "email": "reply respond email e-mail mail answer forward send antworten beantworten להשיב",
    "chat": "chat slack dm ping",
    "ad-hoc": "pay book expense expenses buy order renew reimburse bezahlen buchen לשלם",
    "planning": "plan prioritise prioritize schedule triage planen",
}
_OBJECTS = {
    "presentation": "slides slide deck decks presentation keynote demo folien präsentation מצגת",
    "writing": "report memo notes docs doc documentation article blog rfc proposal spec readme "
    "abstract changelog postmortem bericht דוח",
    "coding": "bug bugs refactoring refactor test tests ci pipeline api endpoint hotfix",
    "data": "dataset datasets labels labelling labeling annotation annotations",
    "research": "ablation ablations experiment experiments hyperparameters",
    "analysis": "analysis dashboard metrics numbers auswertung",
    "learning": "paper papers course tutorial book chapter",
    "email": "email emails e-mail e-mails inbox mails mail",
    "one-to-one": "1:1 1-1 1on1 one-on-one",
    "standup": "standup stand-up daily",
    "all-hands": "all-hands",
    "interview": "interview interviews",
    "meeting": "meeting kickoff kick-off retro",
    "workshop": "workshop",
    "mentoring": "mentoring onboarding",
    "planning": "roadmap backlog planning",
    "ad-hoc": "expenses expense invoice travel flight flights hotel reimbursement tax taxes "
    "rechnung",
}
_TEXT_OBJECTS = frozenset(
    "doc docs document design draft report paper proposal spec rfc article memo post blog text "
    "notes plan memo readme card manuscript chapter".split()
)
_CODE_OBJECTS = frozenset(
    "code pr prs mr mrs diff branch merge test tests script function query migration module class "
    "patch commit loader pipeline job parser client service api cli wrapper dag".split()
)
_BY_OBJECT = ("review", "write", "check", "finish", "prüfen")
_FILLERS = frozenset("the a an my our to for with on in of and please pls todo re".split())

_VERB_KEYS = {word: key for key, words in _VERBS.items() for word in words.split()}
_OBJECT_KEYS = {word: key for key, words in _OBJECTS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Guess:
    """An activity, and the word that suggests it; the word is empty where none did."""

    activity: Activity
    word: str = ""


def guess_activity(
    title: str, activities: Sequence[Activity], learned: Mapping[str, ActivityId] | None = None
) -> Guess | None:
    """Return the kind of work of a title; without a known word coding; None without activities."""
    usable = [activity for activity in activities if not activity.archived]
    if not usable:
        return None
    words = _words(title)
    by_key = {activity.key: activity for activity in usable if activity.key}
    key, word = _known_kind(words)
    is_phrase = " " in word  # says more than its first word
    corrected = [word, *([] if is_phrase else words[:1]), *([] if key in by_key else words[1:])]
    by_id = {activity.id: activity for activity in usable}
    for known in corrected:
        activity_id = learned.get(known) if learned else None
        if activity_id in by_id:
            return Guess(by_id[activity_id], known)
    if key in by_key:
        return Guess(by_key[key], word)
    return Guess(usual_activity(usable))


def word_to_learn(title: str, guess: Guess | None) -> str:
    """Return the word of a title that a correction is about: the guess's, else the first."""
    if guess is not None and guess.word:
        return guess.word
    return next(iter(word for word in _words(title) if word.isalpha() and len(word) > 2), "")


def _words(title: str) -> list[str]:
    words = [word.strip(".,;:!?()[]\"'“”").casefold() for word in title.split()]
    return [word for word in words if word and word not in _FILLERS]


def _known_kind(words: Sequence[str]) -> tuple[str, str]:
    """Return the key of the activity that words suggest, and the word; two empty ones for none."""
    first = words[0] if words else ""
    if first in _BY_OBJECT:
        key, phrase = _kind_by_object(first, words[1:])
        if key:
            return key, phrase
    if first in _VERB_KEYS and not (first == "book" and len(words) == 1):
        return _VERB_KEYS[first], first
    text = " ".join(words)
    for phrase, key in _PHRASES.items():
        if re.search(rf"\b{phrase}\b", text):
            return key, phrase
    for word in words:
        if word in _OBJECT_KEYS:
            return _OBJECT_KEYS[word], word
    for word in words[1:]:
        if word in _VERB_KEYS:
            return _VERB_KEYS[word], word
    return "", ""


def _kind_by_object(verb: str, objects: Sequence[str]) -> tuple[str, str]:
    """Return the key for what is reviewed or written, and the words that say so."""
    for word in objects:
        if word in _CODE_OBJECTS:
            return "coding", f"{verb} {word}"
        if word in _TEXT_OBJECTS:
            return "writing", f"{verb} {word}"
    key = {"review": "coding", "write": "writing"}.get(verb, "")
    return key, verb if key else ""
