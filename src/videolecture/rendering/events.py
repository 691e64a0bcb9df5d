"""What a rendering lecture tells the world, as it happens. Events are plain data; `as_json` gives one line of it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from videolecture.errors import Term
from videolecture.messages import as_data

Message = Mapping[str, Any] | None
"""What is said as plain data, from which every language can be made: `messages.as_data` of an error or a warning."""

Stage = Literal["read", "enroll", "prepare", "speak", "animate", "compose", "assemble"]


@dataclass(frozen=True)
class Event:
    """Something that happened to a job."""

    name: ClassVar[str]

    def as_json(self) -> str:
        """One line of JSON: `event` is the event's name, the rest its fields."""
        return json.dumps({"event": self.name, **dataclasses.asdict(self)}, ensure_ascii=False)


@dataclass(frozen=True)
class Planned(Event):
    """The text was read and split."""

    name: ClassVar[str] = "planned"
    slides: tuple[tuple[int, ...], ...]  # per slide its fragment numbers; an empty slide is ()
    fragments: int  # to be rendered or found in the cache by this job
    characters: int  # of spoken text in them


@dataclass(frozen=True)
class Warned(Event):
    """Something about the input the user should know; rendering goes on."""

    name: ClassVar[str] = "warning"
    what: str
    message: Message = None

    @classmethod
    def of(cls, warning: str) -> Warned:
        """A warning in English, and, where it has a code, as what every language can be made from."""
        return cls(str(warning), as_data(warning) if isinstance(warning, Term) else None)


@dataclass(frozen=True)
class Progressed(Event):
    """One stage of one fragment (or of the voice, the portrait, the lecture) moved on."""

    name: ClassVar[str] = "progress"
    stage: Stage
    done: float  # 0..1 of this stage of this fragment
    slide: int = 0  # 0: not about one slide
    fragment: int = 0  # 0: not about one fragment
    frames_per_second: float = 0.0  # of the face; 0: unknown
    seconds_left: float | None = None  # of the whole job; None: not yet known
    what: str = ""
    stage_seconds_left: float | None = (
        None  # of the voice or the portrait being learned; None: not known, another stage
    )


@dataclass(frozen=True)
class Foreseen(Event):
    """What this run will make, and what it keeps of earlier ones. Voice and photo are told when they are known."""

    name: ClassVar[str] = "foreseen"
    speech: int  # fragments to be spoken
    clips: int  # fragments whose face is to be animated
    scenes: int  # pictures to be composed, those of silent slides too; 0 of 0 where the film is the clips alone
    speech_kept: int
    clips_kept: int
    scenes_kept: int


@dataclass(frozen=True)
class Enrolled(Event):
    """The voice is known."""

    name: ClassVar[str] = "enrolled"
    cached: bool
    seconds: float


@dataclass(frozen=True)
class Prepared(Event):
    """The portrait is known."""

    name: ClassVar[str] = "prepared"
    cached: bool
    seconds: float


@dataclass(frozen=True)
class Spoken(Event):
    """A fragment's sound is in its place."""

    name: ClassVar[str] = "spoken"
    slide: int
    fragment: int
    cached: bool
    duration: float  # seconds of sound
    seconds: float  # it took
    path: str


@dataclass(frozen=True)
class Rendered(Event):
    """A fragment's clip is in its place."""

    name: ClassVar[str] = "rendered"
    slide: int
    fragment: int
    cached: bool
    duration: float  # seconds of video
    seconds: float  # it took
    frames_per_second: float
    path: str
    composed: bool = False  # its speech and its clip were kept: only its slide was put around it again
    scene: str = ""  # the key of its picture with the slide; "" where the film is made of clips alone


@dataclass(frozen=True)
class SlideJoined(Event):
    """A slide's clips are one file."""

    name: ClassVar[str] = "slide"
    slide: int
    path: str


@dataclass(frozen=True)
class Finished(Event):
    """The lecture is whole."""

    name: ClassVar[str] = "finished"
    path: str
    duration: float  # seconds of video
    seconds: float  # it took
    rendered: int  # fragments rendered by this run
    reused: int  # fragments found in the cache
    composed: int = 0  # of those rendered: the ones of which only the slide changed


@dataclass(frozen=True)
class Failed(Event):
    """The job ended without its lecture."""

    name: ClassVar[str] = "failed"
    what: str
    remedy: str
    cancelled: bool = False
    message: Message = None


@dataclass(frozen=True)
class FragmentFailed(Event):
    """One fragment cannot be rendered; the others go on."""

    name: ClassVar[str] = "fragment_failed"
    slide: int
    fragment: int
    what: str
    remedy: str = ""
    message: Message = None


@dataclass(frozen=True)
class Retrying(Event):
    """A worker died or hung; what it did is done again by a new one."""

    name: ClassVar[str] = "retrying"
    stage: Stage
    attempt: int  # the one that begins now, from 2
    what: str
    slide: int = 0
    fragment: int = 0
    message: Message = None


@dataclass(frozen=True)
class Paused(Event):
    """The job waits for something that its operator must do, and then goes on by itself."""

    name: ClassVar[str] = "paused"
    what: str
    remedy: str = ""
    message: Message = None


@dataclass(frozen=True)
class Continued(Event):
    """What a paused job waited for is done."""

    name: ClassVar[str] = "continued"


Emit = Callable[[Event], None]
