"""Why a calendar could not be read, in one sentence with what to do."""

from __future__ import annotations

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.calendar import SyncProblem

_SENTENCES = {
    SyncProblem.NONE: "",
    SyncProblem.UNREACHABLE: N_("The server cannot be reached; check the address and the network."),
    SyncProblem.TOO_SLOW: N_("The server took longer than 15 seconds; try again later."),
    SyncProblem.CERTIFICATE: N_(
        "The server has no certificate that this computer trusts; check the address."
    ),
    SyncProblem.PRIVATE_ADDRESS: N_(
        "The address leads to this computer or its local network; add it again and allow that, if "
        "it is meant."
    ),
    SyncProblem.REDIRECTS: N_(
        "The server redirects too often or to nowhere; copy the address again from where the "
        "calendar comes from."
    ),
    SyncProblem.INSECURE_REDIRECT: N_(
        "The server redirects to an address without encryption, which is not followed; ask who "
        "runs it for an https address."
    ),
    SyncProblem.CUT_OFF: N_("The server sent only a part of the calendar; try again later."),
    SyncProblem.TOO_LARGE: N_(
        "The calendar is larger than 50 MB; subscribe to one with fewer events."
    ),
    SyncProblem.WEB_PAGE: N_(
        "The address leads to a web page and not to a calendar; copy its iCalendar address (.ics)."
    ),
    SyncProblem.UNREADABLE: N_(
        "What the server sent is not a calendar that can be read; check the address."
    ),
    SyncProblem.NOT_FOUND: N_("There is no calendar at this address; check the address."),
    SyncProblem.GONE: N_(
        "The server no longer has this calendar; copy its address again from where the calendar "
        "comes from."
    ),
    SyncProblem.SIGN_IN: N_(
        "The server asks to sign in; copy the calendar's secret address, or add the account."
    ),
    SyncProblem.TOO_OFTEN: N_("The server asks to wait; try again later."),
    SyncProblem.SERVER_ERROR: N_("The server did not answer as expected; try again later."),
    SyncProblem.PASSWORD: N_(
        "The server refused the user name or the password; check both, and whether it wants a "
        "password made for apps."
    ),
    SyncProblem.NO_PASSWORD: N_(
        "The password of the account is no longer known on this computer; enter it again."
    ),
    SyncProblem.PASSWORD_COMMAND: N_(
        "The command for the password did not print one; run it in a terminal to see why."
    ),
    SyncProblem.NO_ACCOUNT: N_("The account of this calendar is gone; add it again."),
    SyncProblem.NO_SERVER: N_(
        "There is no calendar account at this address; look up the CalDAV address of the provider."
    ),
    SyncProblem.NOT_ENCRYPTED: N_(
        "A password is only sent over an encrypted connection; use the https address of the "
        "account."
    ),
    SyncProblem.READ_ONLY: N_(
        "The server does not let this account write to the calendar; choose another one."
    ),
    SyncProblem.EMPTY: N_(
        "The calendar came without any event, so those from before are kept; if it is meant to be "
        "empty, read this calendar again now."
    ),
}


def english_text(problem: SyncProblem) -> str:
    """Return the sentence for a problem in English; "" for none."""
    return _SENTENCES[problem]


def problem_text(problem: SyncProblem) -> str:
    """Return the sentence for a problem; "" for none."""
    return _(_SENTENCES[problem]) if problem is not SyncProblem.NONE else ""
