"""How fast the engines work on this machine, by the lectures that they have made here."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from videolecture.jobs.ledger import Ledger
from videolecture.jobs.states import State

LOOKED_AT = 30  # lectures, the newest
LEAST = 1.0  # seconds of lecture below which nothing can be said


def paces(ledger: Ledger) -> dict[tuple[Literal["speech", "face"], str], float]:
    """Seconds of work for a second of lecture, of each engine that has made any. What the cache gave is no work."""
    work: defaultdict[tuple[Literal["speech", "face"], str], float] = defaultdict(float)
    made: defaultdict[tuple[Literal["speech", "face"], str], float] = defaultdict(float)
    for job in ledger.jobs(states=(State.SUCCEEDED,), limit=LOOKED_AT):
        for fragment in ledger.fragments(job.number):
            if fragment.state != State.SUCCEEDED or fragment.reused:
                continue
            for kind, name, seconds in (
                ("speech", job.request.get("speech", ""), fragment.speech_seconds),
                ("face", job.request.get("face_engine", ""), fragment.face_seconds),
            ):
                work[kind, name] += seconds  # type: ignore[index]
                made[kind, name] += fragment.duration  # type: ignore[index]
    return {engine: round(work[engine] / made[engine], 2) for engine in made if made[engine] >= LEAST and work[engine]}
