"""What the ledger tells about jobs, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from videolecture.errors import VideolectureError
from videolecture.jobs.states import State

Origin = Literal["original", "v1", "cli"]


@dataclass(frozen=True)
class FragmentText:
    """A fragment that is to be rendered."""

    number: int  # from 1 through the lecture
    slide: int  # from 1
    text: str
    characters: int  # of spoken text
    source: str = ""  # as it stands in the lecture's text, with its marks


@dataclass(frozen=True)
class Order:
    """A job as it is asked for."""

    lecture: str  # the client's id
    origin: Origin
    request: Mapping[str, Any]  # the fields of a RenderRequest, paths as text
    digest: str  # of everything asked for
    slides: tuple[tuple[int, ...], ...] = ()
    fragments: tuple[FragmentText, ...] = ()
    consent: Mapping[str, Any] = field(default_factory=dict)
    webhook: Mapping[str, str] | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)  # name -> SHA-256
    made_from: int | None = None  # the job whose state it restores


@dataclass(frozen=True)
class Job:
    """A job as the ledger knows it. Times are seconds since 1970."""

    number: int
    lecture: str
    origin: Origin
    state: State
    request: Mapping[str, Any]
    digest: str
    consent: Mapping[str, Any]
    webhook: Mapping[str, str] | None
    slides: tuple[tuple[int, ...], ...]
    created: float
    started: float | None
    finished: float | None
    stage: str
    done: float  # 0..1 of the stage
    seconds_left: float | None  # of the whole job
    paused: str  # why it waits although it runs; "" when it does not
    error: str
    remedy: str
    result: Mapping[str, Any] | None
    strikes: int
    holder: str
    inputs: Mapping[str, str] = field(default_factory=dict)  # name -> SHA-256
    made_from: int | None = None  # the job whose state it restores
    failure: VideolectureError | None = None  # `error` and `remedy`, which every language can be made of
    pause: VideolectureError | None = None  # the same of `paused`
    stage_seconds_left: float | None = None  # of the voice or the portrait being learned


@dataclass(frozen=True)
class Fragment:
    """A fragment as the ledger knows it."""

    job: int
    number: int
    slide: int
    text: str
    characters: int
    state: State
    stage: str
    done: float  # 0..1 of the whole fragment
    attempts: int
    reused: bool
    duration: float  # seconds of lecture; 0 until it is spoken
    speech_seconds: float  # it took
    face_seconds: float
    error: str
    spoken: str = ""  # from when it is planned
    source: str = ""  # as it stands in the lecture's text, with its marks
    speech_key: str = ""  # in the cache, from when it is planned
    clip_key: str = ""  # "" where no face is shown
    scene_key: str = ""  # of its picture with the slide; "" until that was composed, or where none is
    failure: VideolectureError | None = None  # `error`, which every language can be made of


@dataclass(frozen=True)
class StoredEvent:
    """Something that happened, with its place in the order of everything that happened."""

    seq: int
    job: int
    lecture: str
    at: float
    name: str
    data: Mapping[str, Any]


class WrongState(Exception):  # noqa: N818 (a race lost, which callers expect)
    """The job is not in a state from which this is possible."""

    def __init__(self, number: int, state: State | None, wanted: State) -> None:
        super().__init__(f"job {number} is {state}, so it cannot become {wanted}")
        self.number, self.state, self.wanted = number, state, wanted


class QueueFull(Exception):  # noqa: N818 (an answer, not a fault)
    """As many jobs wait as may wait."""
