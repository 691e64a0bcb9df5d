"""A lecture's revisions: how they differ, what restoring one costs, where the last whole film is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videolecture.home import cache_folder
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.requests import ABOUT, request_from
from videolecture.jobs.rows import Fragment, Job
from videolecture.jobs.states import State
from videolecture.output.names import lecture_path
from videolecture.rendering.request import has_scenes
from videolecture.storage.cache import Cache
from videolecture.web.changes import INPUTS
from videolecture.web.service import Service

_ASIDE = {*ABOUT, "out", "id", "owner", "label", *INPUTS}  # of a request: no option


@dataclass(frozen=True)
class Difference:
    """Between two revisions; names of options and of inputs."""

    fragments: tuple[Mapping[str, Any], ...]
    options: tuple[str, ...]
    inputs: tuple[str, ...]


def compare(ledger: Ledger, one: Job, other: Job) -> Difference:
    """How two revisions differ: fragment by fragment, and in what they are made of."""
    mine, theirs = ({row.number: row for row in ledger.fragments(job.number)} for job in (one, other))
    found = []
    for number in sorted(mine.keys() | theirs.keys()):
        here, there = mine.get(number), theirs.get(number)
        if _said(here) != _said(there):
            slide = here.slide if here else there.slide if there else 0
            texts = {"text": here.text if here else None, "against": there.text if there else None}
            spoken = {"spoken": here.spoken if here else None, "against_spoken": there.spoken if there else None}
            found.append({"number": number, "slide": slide, **texts, **spoken})
    options = {*one.request, *other.request} - _ASIDE
    return Difference(
        tuple(found),
        tuple(sorted(name for name in options if one.request.get(name) != other.request.get(name))),
        tuple(sorted(n for n in {*one.inputs, *other.inputs} if one.inputs.get(n) != other.inputs.get(n))),
    )


def _said(row: Fragment | None) -> tuple[str, ...] | None:
    return None if row is None else (row.text, row.spoken)


def to_render(service: Service, job: Job) -> int:
    """How many fragments of a revision are not in the cache with speech, face and picture; all, if never planned."""
    kept = keeping(service, job)
    return sum(not kept(row) for row in service.ledger.fragments(job.number))


def keeping(service: Service, job: Job) -> Callable[[Fragment], bool]:
    """Whether a fragment of a revision is in the cache with speech, face and picture."""
    cache = Cache(cache_folder(service.home))
    composed = has_scenes(request_from(job.request))

    def kept(row: Fragment) -> bool:
        if not row.speech_key or not cache.holds("speech", row.speech_key):
            return False
        if row.clip_key and not cache.holds("clip", row.clip_key):
            return False
        if not row.scene_key:  # never composed, or there is nothing to compose
            return not composed or row.state == State.SUCCEEDED
        return cache.holds("scene", row.scene_key)

    return kept


def has_film(job: Job) -> bool:
    """Whether a revision's film lies there."""
    return job.state == State.SUCCEEDED and film_of(job).is_file()


def film_of(job: Job) -> Path:
    """Where a revision's film is, or would be."""
    return lecture_path(Path(job.request["out"]), int(job.request["id"]))


def last_whole(ledger: Ledger, current: Job) -> Job | None:
    """The newest revision of a lecture whose film lies there."""
    return next((job for job in ledger.jobs([State.SUCCEEDED], lecture=current.lecture) if has_film(job)), None)
