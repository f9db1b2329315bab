"""Evidence of a day in words: for tooltips, the legend and screen readers."""

from __future__ import annotations

from datetime import UTC, datetime

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.evidence.day import Commit, DayEvidence
from mle_planner.core.evidence.unite import LanePart
from mle_planner.core.i18n.formats import clock_range_text, clock_text, length_words, minutes_text
from mle_planner.core.i18n.gettext import N_, _, joined_words, plural
from mle_planner.core.tracking.jobs import JobTime

GRADE_WORDS = {"proved": N_("proved"), "supported": N_("supported"), "claimed": N_("claimed")}
_LANES = {
    "hands-on": N_("Coding"),
    "steering": N_("Steering an agent"),
    "agent alone": N_("Agent alone, not counted"),
}
_SOURCES = {
    "timer": N_("timer"),
    "typed": N_("typed entry"),
    "editor": N_("editor"),
    "git": N_("git"),
    "activitywatch": N_("ActivityWatch"),
}


def entry_words(evidence: DayEvidence, span: Span) -> str:
    """Return how well a tracked stretch is evidenced, by what, and how many commits lie in it."""
    grades = evidence.grades_in(span)
    if not grades:
        return ""
    lengths = ", ".join(
        f"{_(GRADE_WORDS[grade.value])} {minutes_text(whole_minutes(length))}"
        for grade, length in grades.items()
    )
    words = [lengths, sources_words(evidence.sources_in(span))]
    count = sum(span.contains(commit.at) for commit in evidence.commits)
    if count:
        words.append(plural("{count} commit", "{count} commits", count))
    return joined_words(words)


def part_words(part: LanePart, days: PlanningDays) -> str:
    """Return what a part of a lane is: who worked, when, how well it is evidenced and by what."""
    start, end = (datetime.fromtimestamp(second, UTC) for second in part[:2])
    head = _(_LANES[part.lane.value])
    if part.grade is not None:
        head = f"{head}, {_(GRADE_WORDS[part.grade.value])}"
    lines = [head, clock_range_text(start, end, days.zone), sources_words(part.sources)]
    return "\n".join(line for line in (*lines, part.project) if line)


def commit_words(commit: Commit, days: PlanningDays) -> str:
    """Return a commit as its time, repository and subject."""
    time = clock_text(commit.at, days.zone)
    head = (
        _("Commit {time}, {project}", time=time, project=commit.repository)
        if commit.repository
        else _("Commit {time}", time=time)
    )
    return f"{head}\n{commit.subject}" if commit.subject else head


def job_words(job: JobTime, days: PlanningDays) -> str:
    times = clock_range_text(job.span.start, job.span.end, days.zone)
    lines = [job.title, joined_words((times, length_words(whole_minutes(job.span.duration))), ", ")]
    if job.is_running:
        lines.append(_("running"))
    elif job.job.exit_code:
        lines.append(_("exit code {code}", code=job.job.exit_code))
    elif job.job.exit_code is None:
        lines.append(_("killed, shown up to its last sign"))
    return "\n".join((*lines, _("Machine time, not counted")))


def sources_words(sources: tuple[str, ...]) -> str:
    return ", ".join(_(_SOURCES.get(source, source)) for source in sources)


def grade_meanings() -> str:
    """Return what the grades mean, a line for each."""
    return "\n".join(
        (
            _("Proved: two automatic sources, or a timer and one."),
            _("Supported: one automatic source, such as an editor."),
            _("Claimed: a timer or a typed entry alone."),
        )
    )


def legend_words() -> str:
    return "\n".join(
        (
            _("Lines: an editor was used."),
            _("Dots: your commits."),
            _("Hatched: an agent. What it does alone does not count."),
            _("Grey: the machine, running a command. It does not count."),
        )
    )
