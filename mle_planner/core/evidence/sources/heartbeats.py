"""Heartbeats of editors, in the format that WakaTime's plugins send.

A file's path, its branch and the machine are not stored: they only help to recognise a heartbeat
that a plugin sends twice from its queue.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import EDITOR

OTHER_PROGRAM = "program"
"""The source of heartbeats that are not about coding, such as those of a meeting."""

_CODING = frozenset(
    {
        "", "coding", "ai coding", "building", "indexing", "debugging", "running tests",
        "writing tests", "manual testing", "writing docs", "code reviewing",
    }
)  # fmt: skip
_IDENTITY_FIELDS = ("entity", "type", "project", "branch", "is_write")
_LONGEST_NAME = 200


class HeartbeatError(PlannerError):
    """Text that is not a heartbeat, or a heartbeat without a required value."""


def read_heartbeats(body: bytes) -> list[Any]:
    """Return the heartbeats of a request, one or many, as unchecked values.

    Raises ``HeartbeatError`` for text that is not JSON.
    """
    try:
        found = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise HeartbeatError("The body is not JSON.") from error
    return found if isinstance(found, list) else [found]


def read_sign(heartbeat: object, user_agent: str) -> Sign:
    """Return a heartbeat as a sign; raise ``HeartbeatError`` if it is invalid.

    ``user_agent`` gives the editor if the heartbeat does not.
    """
    if not isinstance(heartbeat, dict):
        raise HeartbeatError("A heartbeat must be an object.")
    at = _instant(heartbeat.get("time"))
    if not _text(heartbeat, "entity"):
        raise HeartbeatError("A heartbeat needs an entity.")
    category = _text(heartbeat, "category").lower()
    by_agent = _is_by_agent(heartbeat, category)
    is_coding = by_agent or category in _CODING
    return Sign(
        source=EDITOR if is_coding else OTHER_PROGRAM,
        at=at,
        identity=_identity(heartbeat),
        project=_text(heartbeat, "project")[:_LONGEST_NAME],
        by_agent=by_agent,
        detail=editor_name(_text(heartbeat, "user_agent") or user_agent),
    )


def editor_name(user_agent: str) -> str:
    """Return the editor at the end of a plugin's name, as in "vscode-wakatime/24.0", or ""."""
    for word in reversed(user_agent.split()):
        name, slash, _version = word.partition("/")
        if slash and name.endswith("-wakatime"):
            return name.removesuffix("-wakatime")[:_LONGEST_NAME]
    return ""


def _instant(value: object) -> datetime:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("not a number")
        at = datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise HeartbeatError("A heartbeat needs a time, in seconds since 1970.") from error
    if at.year not in YEARS:
        raise HeartbeatError("A heartbeat needs a time, in seconds since 1970.")
    return at


def _text(heartbeat: Mapping[str, Any], name: str) -> str:
    value = heartbeat.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise HeartbeatError(f"{name} must be text.")
    return value.strip()


def _is_by_agent(heartbeat: Mapping[str, Any], category: str) -> bool:
    """Whether an agent made the change: it is marked so, and no line was changed by hand."""
    if _count(heartbeat.get("human_line_changes")) > 0:
        return False
    is_marked = category == "ai" or category.startswith("ai ")
    return is_marked or _count(heartbeat.get("ai_line_changes")) > 0


def _count(value: object) -> float:
    """Return a number, even one that an older plugin sent as text; 0 for anything else."""
    try:
        return float(value) if isinstance(value, int | float | str) else 0
    except (ValueError, OverflowError):
        return 0


def _identity(heartbeat: Mapping[str, Any]) -> str:
    """Return the identity of a heartbeat, equal if sent twice or with its numbers as text."""
    parts: list[object] = [f"{float(heartbeat['time']):.6f}"]
    for name in _IDENTITY_FIELDS:
        value = heartbeat.get(name)
        parts.append("" if value is None else str(value).lower() if name == "is_write" else value)
    text = json.dumps(parts, default=str).encode()
    return f"heartbeat {hashlib.blake2b(text, digest_size=16).hexdigest()}"


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
