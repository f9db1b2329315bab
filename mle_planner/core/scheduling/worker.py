"""The planning process: answers each request with a first and a settled plan.

The window sends one request and gets two answers: a first plan at once and a settled one when the
search has used its budget of steps; pushing the rest of a day is answered once. The process is
ended before the next request: it holds nothing that the window does not hold too.

A message is its length in eight bytes, most significant first, and a pickle; both ends are this
program. The window packs and reads messages without loading the search, which only the process
needs.
"""

from __future__ import annotations

import pickle
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import ENGLISH, LocaleStyle

if TYPE_CHECKING:
    from mle_planner.core.plan.proposal import Proposal
    from mle_planner.core.scheduling.price.ad_hoc import AdHocPrice, AdHocRequest
    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.core.scheduling.price.coming_week import ComingWeek, ComingWeekRequest
    from mle_planner.core.scheduling.price.past_week import PastWeek, PastWeekRequest
    from mle_planner.core.scheduling.price.request import PriceRequest
    from mle_planner.core.scheduling.request.planning_request import PlanningRequest

    WhatIf = PriceRequest | AdHocRequest | ComingWeekRequest | PastWeekRequest
    WhatIfAnswer = MeetingPrice | AdHocPrice | ComingWeek | PastWeek

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Question:
    """A request with a number, by which late answers to earlier requests are recognised.

    ``pushes`` asks to re-plan only the rest of the first day. ``locale_style`` is the window's:
    notes and late lines are put into words where the plan is made. ``what_if`` is set instead of a
    request to ask for the cost or gain of a change.
    """

    number: int
    request: PlanningRequest | None
    pushes: bool = False
    locale_style: LocaleStyle = ENGLISH
    what_if: WhatIf | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan (first or settled) or the worth of a change; else one sentence why there is none."""

    number: int
    is_settled: bool
    proposal: Proposal | None = None
    refusal: str = ""
    what_if: WhatIfAnswer | None = None


def pack(message: Question | Answer) -> bytes:
    """Return a message as bytes for the wire."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def unpack(received: bytearray) -> list[Answer]:
    """Remove the complete answers from the front of the received bytes, and return them."""
    answers = []
    while len(received) >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(received)
        end = _LENGTH.size + length
        if len(received) < end:
            break
        answers.append(pickle.loads(bytes(received[_LENGTH.size : end])))
        del received[:end]
    return answers


def answer_all(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions until the stream of questions ends."""
    while head := questions.read(_LENGTH.size):
        question: Question = pickle.loads(questions.read(*_LENGTH.unpack(head)))
        for answer in _answers(question):
            answers.write(pack(answer))
            answers.flush()


def _answers(question: Question) -> Iterator[Answer]:
    """Yield the first plan as soon as it is found, then the settled one."""
    from mle_planner.core.scheduling.answer.propose import (
        propose_first,
        propose_push,
        propose_settled,
    )

    if question.locale_style != gettext.locale_style():
        gettext.use(question.locale_style)
    try:
        if question.what_if is not None:
            yield Answer(question.number, True, what_if=answer_what_if(question.what_if))
        if question.request is None:
            return
        if question.pushes:
            yield Answer(question.number, True, propose_push(question.request))
            return
        yield Answer(question.number, False, propose_first(question.request))
        yield Answer(question.number, True, propose_settled(question.request))
    except PlannerError as error:
        yield Answer(question.number, True, refusal=str(error))


def answer_what_if(request: WhatIf) -> WhatIfAnswer:
    """Return the cost or gain of a change."""
    from mle_planner.core.scheduling.price.ad_hoc import AdHocRequest, ad_hoc_price
    from mle_planner.core.scheduling.price.answer import meeting_price
    from mle_planner.core.scheduling.price.coming_week import ComingWeekRequest, coming_week
    from mle_planner.core.scheduling.price.past_week import PastWeekRequest, past_week

    match request:
        case AdHocRequest():
            return ad_hoc_price(request)
        case ComingWeekRequest():
            return coming_week(request)
        case PastWeekRequest():
            return past_week(request)
        case _:
            return meeting_price(request)


def serve() -> None:
    """Answer on the standard streams.

    Run it as ``python -c "from … import serve; serve()"``: run as a main module, its classes would
    differ from the window's, and the window could not read any answer. The search is loaded before
    the first question arrives.
    """
    import mle_planner.core.scheduling.answer.propose  # noqa: F401

    answer_all(sys.stdin.buffer, sys.stdout.buffer)
