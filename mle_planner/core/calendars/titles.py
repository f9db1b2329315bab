"""What the title of a calendar event says it is: lunch, a standup, a public holiday.

Titles are written by people in the languages of their teams, so each meaning has a list of the
words that are plain. A title without any of them means nothing in particular. A pattern is
compiled when it is first looked for: most commands read no title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_LUNCH = (
    "lunch", "mittagessen", "mittagspause", "déjeuner", "dejeuner", "almuerzo", "comida",
    "almoço", "pranzo", "middagmaal", "frokost", "lounas", "obiad", "oběd", "ebéd",
    "öğle yemeği", "обед", "ланч", "צהריים", "צהרים", "غداء", "昼食", "ランチ", "午餐", "午饭",
    "점심",
)  # fmt: skip
_BARE_MITTAG = r"\bmittag\b"  # not "Nachmittag"
_AT_LUNCH = (
    r"(?:learn|lern|talk|meeting|session|seminar|lecture|workshop|training|webinar|call\b|sync\b"
    r"|briefing|presentation|vortrag|besprechung|kolloquium)"
)
_NOT_LUNCH = (
    r"\b(?:after|before|post|pre|no|skip|over|during|nach|vor|ohne|kein|über|während|beim"
    r"|in(?= der))(?:[- ](?:the|de[mnr]))?[- ]*(?:lunch|mittag)"
    r"|\b(?:brown[- ]bag|working[- ]lunch)"
    r"|(?:lunch|mittags?(?:pausen?)?)(?:[- ]?(?:time|break|hour))?[- ]*"
    rf"(?:(?:&|\+|and|und|['’]?n['’]?)[- ]*)?{_AT_LUNCH}"
    rf"|{_AT_LUNCH}\s+(?:at|in)\s+(?:the\s+)?(?:lunch|mittag)"
    r"|\b(?:אחרי?|לפני|בלי|ללא|על|בזמן|במהלך)\s+(?:ארוחת\s+)?ה?(?:צהריים|צהרים)"
    r"|(?:הרצא|פגיש|ישיב)\w+\s+(?:ב|ארוחת\s+)?ה?(?:צהריים|צהרים)"
)
"""Beside lunch, or a meeting that takes its time."""
_STANDUP = r"\b(?:stand-?\s?up|daily(?: scrum| sync| meeting)?|morning scrum)\b"
_ONE_TO_ONE = (
    r"1:1|1-1|\b(?:one[- ]to[- ]one|one on one|1on1|vier[- ]augen|(?:mitarbeiter|personal)"
    r"gespräch)|אחד על אחד|אחת על אחת"
)
_ALL_HANDS = (
    r"\b(?:all[- ]hands|town ?hall|betriebsversammlung|vollversammlung|mitarbeiterversammlung)\b"
    r"|אסיפה כללית|כל החברה"
)
_INTERVIEW = r"\b(?:interviews?|hiring panel|(?:vorstellungs|bewerbungs)gespräch)\b|ראיון|ראיונות"
_FOCUS = (
    r"\bfocus(?! (?:group|area|topic|meeting|review|sync|team))\b"
    r"|\b(?:deep work|no meetings?|maker time|fokus(?:zeit)?|konzentration(?:szeit)?)\b"
    r"|זמן ריכוז|זמן פוקוס"
)
_TRAVEL = (
    r"\b(?:dentist|doctor|client visit|customer visit|on[- ]?site|airport|zahnarzt|arzt(?:termin)?|"
    r"kundenbesuch|vor[- ]ort(?:[- ]termin)?|flughafen|werkstatt)\b|רופא|שיניים|נתב|ביקור לקוח"
)
_CANCELLED = r"\s*(?:cancell?ed|declined|abgesagt|abgelehnt|בוטל|נדחתה)\s*[:\-–]"
_NO_DAY_OFF = (
    r"\b(?:wfh|home ?office|work(?:ing)? from home|birthday|geburtstag|anniversary|"
    r"on[- ]?call|rufbereitschaft|(?:code|feature) freeze|(?:release|launch|sprint|planning|focus)"
    r"[- ]?(?:day|week|woche|tag)|release|sprint \d+|(?:calendar )?week \d+|kw ?\d+|deadline|"
    r"no[- ]meetings?|pay ?day)\b|יום הולדת"
)

_ABSENCE = (
    r"\b(?:out of (?:the )?office|ooo|pto|vacation|(?:annual|sick|parental|paid) leave|on leave|"
    r"day off|time off|sick(?: day)?|abwesend|urlaub|elternzeit|krank(?:heit|gemeldet)?|frei)\b"
    r"|חופש|חופשה|מחלה"
)
_NAME = r"(?P<name>[A-ZÄÖÜ][a-zà-ÿ]+(?: [A-ZÄÖÜ][a-zà-ÿ'’-]+)?)"
_OF_ANOTHER = (
    rf"{_NAME}(?:['’]s? (?!on\b)|,? (?i:is|ist|on|im|in)\b"
    r"|\s*[-–:(]?\s*(?i:ooo|pto|out of (?:the )?office|sick|abwesend|krank)\b)"
)
_NO_NAMES = frozenset(
    "all annual business client company conference customer dentist doctor everyone family half "
    "i me my off office on out private public sick team today travel trip we whole workshop "
    "arzt dienstreise familie ganztags heute ich ganztägig privat reise wir zahnarzt".split()
)
"""Words before an absence that are no name of a person."""

_HOLIDAYS = (
    r"public holiday", r"bank holiday", r"national holiday", r"federal holiday", r"feiertag",
    r"gesetzlicher feiertag", r"new year(?:'s|’s|s)?(?: day| eve)?", r"neujahr(?:stag)?",
    r"heilige drei könige", r"epiphany", r"martin luther king(?:,? jr\.?)?(?: day)?", r"mlk day",
    r"presidents?['’]?s? day", r"good friday", r"karfreitag", r"easter(?: sunday| monday)?",
    r"oster(?:sonntag|montag|n)", r"labou?r day", r"tag der arbeit", r"may day", r"erster mai",
    r"1\. mai", r"(?:early may|spring|summer|may day) bank holiday", r"ascension(?: day)?",
    r"christi himmelfahrt", r"himmelfahrt", r"whit monday", r"pentecost(?: monday)?",
    r"pfingst(?:sonntag|montag|en)", r"corpus christi", r"fronleichnam", r"memorial day",
    r"juneteenth(?: national independence day)?", r"independence day", r"canada day",
    r"bastille day", r"mariä himmelfahrt", r"assumption(?: day| of mary)?",
    r"tag der deutschen einheit", r"german unity day", r"reformationstag", r"reformation day",
    r"columbus day", r"indigenous peoples['’]? day", r"veterans day", r"armistice day",
    r"allerheiligen", r"all saints['’]? day", r"buß- und bettag", r"thanksgiving(?: day)?",
    r"day after thanksgiving", r"christmas(?: day| eve)?", r"heilig(?:er )?abend",
    r"(?:erster|zweiter|[12]\.) weihnachts(?:feier)?tag", r"weihnachten", r"boxing day",
    r"st\.? stephen['’]?s day", r"st\.? patrick['’]?s day", r"silvester", r"australia day",
    r"anzac day", r"king['’]s day", r"diwali", r"eid al-(?:fitr|adha)", r"lunar new year",
    r"rosh ha-?shana[h]?(?: i{1,2}| eve)?", r"yom kippur", r"sukkot", r"simchat torah",
    r"shemini atzeret", r"passover", r"pesach", r"shavuot", r"yom ha-?['’]?atzma['’]?ut",
    r"ראש השנה", r"יום כיפור", r"יום הכיפורים", r"סוכות", r"שמחת תורה", r"שמיני עצרת", r"פסח",
    r"שבועות", r"יום העצמאות", r"חג",
)  # fmt: skip
_HOLIDAY = (
    rf"(?:erev )?(?:{'|'.join(_HOLIDAYS)})(?:\s*[-–,]?\s*\(.*\)|\s*[-–,]?\s*"
    r"(?:observed|substitute|public holiday|bank holiday|holiday|feiertag))?"
)
_HOLIDAY_CALENDAR = r"\bholidays?\b|feiertage|חגים"


def _says(pattern: str) -> Callable[[str], bool]:
    return lambda title: bool(re.search(pattern, title.casefold()))


def is_lunch(title: str) -> bool:
    """Whether it is lunch, alone or with others, and not a talk at lunch or something after it."""
    text = title.casefold()
    names_it = any(word in text for word in _LUNCH) or bool(re.search(_BARE_MITTAG, text))
    return names_it and not re.search(_NOT_LUNCH, text)


is_standup = _says(_STANDUP)
"""Whether it is the daily meeting of a team."""


is_one_to_one = _says(_ONE_TO_ONE)
"""Whether it is a one-to-one."""


is_all_hands = _says(_ALL_HANDS)
"""Whether it is a meeting of a whole company or site."""


is_interview = _says(_INTERVIEW)
"""Whether it is an interview with a candidate."""


is_focus_time = _says(_FOCUS)
"""Whether it is time kept free for focused work."""


needs_travel = _says(_TRAVEL)
"""Whether the title says that it is away from the usual place of work."""


def is_called_off(title: str) -> bool:
    """Whether the title begins as Outlook marks an event that was cancelled or declined."""
    return bool(re.match(_CANCELLED, title, re.IGNORECASE))


is_working_day = _says(_NO_DAY_OFF)
"""Whether an all-day event leaves the day to work whatever it blocks, such as a birthday."""


is_absence = _says(_ABSENCE)
"""Whether the user is away, such as on vacation."""


def is_absence_of_another(title: str, mine: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a title says that another person is away, as "Anna on vacation" does.

    ``mine`` are words of the user's own name, ``others`` the names of people the user knows:
    with those "Anna vacation" is enough. Case counts: a name begins with a capital letter.
    """
    if not is_absence(title):
        return False
    words = set(re.findall(r"\w+", title.casefold()))
    if words & set(mine):
        return False
    names = (re.findall(r"\w+", name.casefold())[:1] for name in others)
    if any(name and name[0] in words for name in names):
        return True
    match = re.match(_OF_ANOTHER, title)
    if match is None or is_absence(match["name"]):
        return False
    return not set(match["name"].casefold().split()) & _NO_NAMES


def is_public_holiday(title: str, calendar: str = "") -> bool:
    """Whether an all-day event looks like a public holiday, by its title or its calendar's."""
    return bool(
        re.fullmatch(_HOLIDAY, title.strip(), re.IGNORECASE)
        or re.search(_HOLIDAY_CALENDAR, calendar, re.IGNORECASE)
    )
