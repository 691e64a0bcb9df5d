"""From the ledger's rows to what /api/v1 shows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from videolecture.errors import VideolectureError
from videolecture.jobs.rows import Fragment, Job, StoredEvent
from videolecture.jobs.states import FINAL, State
from videolecture.messages import from_data, tell
from videolecture.rendering import edits
from videolecture.rendering.edits import Edits
from videolecture.web.v1.models import ConsentView, Count, EventView, Failure, FragmentView, LectureView, RevisionView

TITLE = 80  # characters that are shown of a text in place of a title
NOT_STATED = {"face": False, "voice": False, "stated_by": ""}
FRAGMENTS_SHARE = 0.95  # of the whole work; the rest is joining the lecture


def entity_tag(job: Job) -> str:
    """What If-Match names: everything that was asked for."""
    return f'"{job.digest[:32]}"'


def is_named(wanted: str, job: Job) -> bool:
    """Whether If-Match names the lecture as it is."""
    return wanted.strip() == "*" or entity_tag(job) in (tag.strip() for tag in wanted.split(","))


def edited(job: Job) -> Edits:
    """The changes of a job's fragments and slides."""
    try:
        return edits.read(Path(job.request["edits"]) if job.request.get("edits") else None)
    except VideolectureError:  # removed at this moment
        return Edits()


def revision(job: Job, current: Job, film: bool, to_render: int | None) -> RevisionView:
    """A revision as clients see it."""
    changed = edited(job)
    return RevisionView(
        revision=job.number,
        current=job.number == current.number,
        state=job.state.value,
        film=film,
        created=_when(job.created),
        finished=_when(job.finished) if job.finished else None,
        restores=job.made_from,
        edited_fragments=sorted(changed.fragments),
        edited_slides=sorted(changed.slides),
        inputs=dict(job.inputs),
        fragments_to_render=to_render,
    )


def lecture(job: Job, fragments: Sequence[Fragment], language: str) -> LectureView:
    """A lecture as clients see it."""
    states = [fragment.state for fragment in fragments]
    return LectureView(
        id=job.lecture,
        title=title(job, fragments),
        job=job.number,
        state=job.state.value,
        stage="" if job.state in FINAL else job.stage,
        done=_done(job, fragments),
        seconds_left=None if job.state in FINAL else job.seconds_left,
        stage_seconds_left=None if job.state in FINAL else job.stage_seconds_left,
        paused=tell(job.pause, language).what if job.pause else "",
        error=_failure(job.failure, language) if job.failure else None,
        slides=[list(slide) for slide in job.slides],
        fragments=Count(total=len(states), succeeded=states.count(State.SUCCEEDED), failed=states.count(State.FAILED)),
        created=_when(job.created),
        started=_when(job.started) if job.started else None,
        finished=_when(job.finished) if job.finished else None,
        duration=job.result["duration"] if job.result else None,
        consent=ConsentView(**(job.consent or NOT_STATED)),
    )


def title(job: Job, fragments: Sequence[Fragment]) -> str:
    """What people call a lecture: its title, otherwise its deck's, otherwise how its text begins."""
    if given := job.request.get("title") or job.request.get("called"):
        return str(given)
    text = next((fragment.text for fragment in fragments if fragment.text), "")
    return textwrap.shorten(text, TITLE, placeholder="…") or job.lecture


def fragments_of(job: Job, fragments: Sequence[Fragment], language: str) -> list[FragmentView]:
    """Every fragment; the time left of each is its share of the job's, by the characters up to and with it."""
    waiting = [0.0 if f.state in FINAL else (1 - f.done) * max(1, f.characters) for f in fragments]
    total, before, views = sum(waiting), 0.0, []
    changed = edited(job).fragments
    for fragment, characters in zip(fragments, waiting, strict=True):
        before += characters
        left = None
        if fragment.state not in FINAL and job.state == State.RUNNING and job.seconds_left is not None and total:
            left = round(job.seconds_left * before / total, 1)
        views.append(
            FragmentView(
                number=fragment.number,
                slide=fragment.slide,
                text=fragment.text,
                source=fragment.source or fragment.text,
                spoken=fragment.spoken,
                edited=fragment.number in changed,
                state=fragment.state.value,
                stage=fragment.stage,
                done=round(fragment.done, 3),
                seconds_left=left,
                attempts=fragment.attempts,
                reused=fragment.reused,
                duration=fragment.duration,
                error=str(tell(fragment.failure, language)) if fragment.failure else "",
            )
        )
    return views


def event(stored: StoredEvent, language: str) -> EventView:
    """An event as clients see it, what it says in their language."""
    data = dict(stored.data)
    if message := data.pop("message", None):
        said = from_data(message)
        told = tell(said, language)
        data |= {"what" if "what" in data else "error": told.what, "code": said.code}
        if isinstance(said, VideolectureError):
            data["remedy"] = told.remedy
    return EventView(seq=stored.seq, job=stored.job, at=_when(stored.at), name=stored.name, data=data)


def _failure(error: VideolectureError, language: str) -> Failure:
    told = tell(error, language)
    return Failure(what=told.what, remedy=told.remedy, code=error.code)


def _done(job: Job, fragments: Sequence[Fragment]) -> float:
    if job.state == State.SUCCEEDED:
        return 1.0
    total = sum(max(1, f.characters) for f in fragments)
    if not total:
        return 0.0
    made = sum(f.done * max(1, f.characters) for f in fragments) / total
    joined = job.done if job.stage == "assemble" else 0.0
    return round(FRAGMENTS_SHARE * made + (1 - FRAGMENTS_SHARE) * joined, 4)


def _when(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
