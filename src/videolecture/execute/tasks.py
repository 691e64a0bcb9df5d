"""What an executor can be asked to do: one class for each kind of task, with the class of its result.

A task makes one entry of the cache. Its verb is the stage that is told of in events, its noun the kind of the entry:

| task                  | needs                | makes                                       |
|-----------------------|----------------------|---------------------------------------------|
| `Enroll`              | the sample's file    | a `voice`                                   |
| `Speak`               | a voice              | a `speech`: speech.wav, speech.json         |
| `Prepare`             | the photo's file     | a `portrait`                                |
| `Animate`             | a speech, a portrait | a `clip`: clip.mp4                          |
| `LoadSpeech/LoadFace` |                      | nothing: engines load while a text is read  |
| `ReadDeck`            | the deck's file      | a `deck`: deck.json, a PNG for each build   |
| `Compose`             | a clip, a deck       | a `scene`: scene.mp4, silent.wav            |
| `ReadFilm`            | a film               | a `speech` in which nothing is spoken       |
| `ComposeFilm`         | a film, its speech   | a `scene`                                   |
| `ReadNarration`       | the deck's file      | a `narration`: slide_3.m4a and so on        |
| `Listen`              | a recording's file   | a `recording`: sound.wav, heard.json        |
| `SpeakRecorded`       | a recording          | a `speech`: a stretch of the recording      |
| `Inspect`             | text, photo, ...     | nothing: whether they can be used           |

Those that only look at what somebody gave, before a lecture is ordered, are in `looks.py`: `LookAtPhoto`,
`ListenToVoice`, `LookAtDeck`, `ReadText`, `FindNames`; and `ReadLecture`, of one that was.

Tasks are plain data. What they need is named by kind and key, never by a path: `Places` tells where that lies on the
machine that does the task. Engines are named, and never cross a process boundary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, TypeVar

from videolecture.compose.scene.description import Scene
from videolecture.execute.sentences import Sentences
from videolecture.speech.recorded.stretches import Stretch
from videolecture.text import Edit
from videolecture.types import Motion, Sentence

Side = Literal["speech", "face", "deck", "scene", "listen", "inspect"]
"""Whose worker does a task: each engine has one of its own, and so have decks, scenes, recordings and what clients
give."""


@dataclass(frozen=True)
class Input:
    """Something that a task needs, named by what it is."""

    kind: Literal[
        "file", "voice", "portrait", "speech", "clip", "deck", "scene", "recording"
    ]  # a user's file, or an entry of the cache
    key: str  # the file's SHA-256, the entry's key


@dataclass(frozen=True)
class Places:
    """Where a task's inputs lie and its output goes, on the machine that does it."""

    output: Path  # a new empty folder, which the task fills; renamed into the cache when it is whole
    inputs: Mapping[Input, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskResult:
    """What a finished task tells; what it made lies in the output folder."""

    seconds: float = 0.0  # that the work took


R = TypeVar("R", bound=TaskResult, covariant=True)


@dataclass(frozen=True)
class Task(Generic[R]):
    """A piece of work for the worker of one engine."""

    kind: ClassVar[str]
    side: ClassVar[Side]
    result: ClassVar[type[TaskResult]]

    engine: str  # name in the registry; of a side without engines, "" or what is to have a worker of its own
    job: str  # what Executor.cancel stops
    owner: str = field(default="", kw_only=True)  # among whom, and their jobs, workers are shared fairly

    def needs(self) -> Iterator[Input]:
        """Every input, in the order of the fields."""
        for one in fields(self):
            if isinstance(value := getattr(self, one.name), Input):
                yield value


@dataclass(frozen=True)
class EnrollResult(TaskResult):
    """A voice was learned."""

    warnings: Sentences = ()


@dataclass(frozen=True)
class SpeakResult(TaskResult):
    """A fragment was spoken."""

    duration: float = 0.0  # seconds of sound
    utterances: int = 0  # engine calls that are heard
    spoken_again: int = 0  # further tries, because something was wrong
    problems: Sentences = ()  # what is still wrong with the best try, in words


@dataclass(frozen=True)
class PrepareResult(TaskResult):
    """A portrait was made of a photo."""

    warnings: Sentences = ()


@dataclass(frozen=True)
class AnimateResult(TaskResult):
    """A clip was animated and encoded."""

    duration: float = 0.0  # seconds
    frames: int = 0
    frames_per_second: float = 0.0  # that were animated and encoded


@dataclass(frozen=True)
class ComposeResult(TaskResult):
    """A scene was composed and encoded."""

    frames: int = 0
    frames_per_second: float = 0.0  # that were composed and encoded


@dataclass(frozen=True)
class InspectedFragment:
    """A fragment as a client will be told of it."""

    number: int
    text: str
    characters: int  # of the spoken form: what its work is estimated by
    source: str = ""  # as it stands in the lecture's text, with its marks
    clip: str = ""  # a film of one's own that it is
    synth: bool = False  # an engine speaks it, whatever is recorded


@dataclass(frozen=True)
class InspectResult(TaskResult):
    """The inputs can be used."""

    slides: tuple[tuple[InspectedFragment, ...], ...] = ()
    layouts: tuple[str, ...] = ()  # of the slides; "": the lecture's
    title: str = ""  # the deck's, or its first slide's
    language: str = ""  # that it is spoken in


@dataclass(frozen=True)
class Enroll(Task[EnrollResult]):
    """Learn a voice from a sample."""

    kind: ClassVar[str] = "enroll"
    side: ClassVar[Side] = "speech"
    result: ClassVar[type[TaskResult]] = EnrollResult

    sample: Input
    language: str
    options: Mapping[str, Any] = field(default_factory=dict)  # the engine's, from the operator's settings


@dataclass(frozen=True)
class Speak(Task[SpeakResult]):
    """Speak a fragment."""

    kind: ClassVar[str] = "speak"
    side: ClassVar[Side] = "speech"
    result: ClassVar[type[TaskResult]] = SpeakResult

    voice: Input
    language: str
    sentences: tuple[Sentence, ...]
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()  # added to the seed for each sentence: takes that were chosen; (): none were
    checked: bool = False  # listen to it with a recogniser, and speak again what is wrong


@dataclass(frozen=True)
class Prepare(Task[PrepareResult]):
    """Find and analyse the face in a photo."""

    kind: ClassVar[str] = "prepare"
    side: ClassVar[Side] = "face"
    result: ClassVar[type[TaskResult]] = PrepareResult

    photo: Input
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    background: str = ""  # a colour behind the person; "": the photo's own background
    background_picture: Input | None = None


@dataclass(frozen=True)
class Animate(Task[AnimateResult]):
    """Animate a portrait to a speech."""

    kind: ClassVar[str] = "animate"
    side: ClassVar[Side] = "face"
    result: ClassVar[type[TaskResult]] = AnimateResult

    speech: Input
    portrait: Input
    motion: Motion


@dataclass(frozen=True)
class ReadDeck(Task[TaskResult]):
    """Open a deck: its words and its pictures."""

    kind: ClassVar[str] = "read-deck"
    side: ClassVar[Side] = "deck"
    result: ClassVar[type[TaskResult]] = TaskResult

    deck: Input
    canvas: tuple[int, int]  # (width, height) in pixels
    pictures: bool = True  # False: its words alone


@dataclass(frozen=True)
class Compose(Task[ComposeResult]):
    """Compose a scene. Its pictures are named as they are in the deck's entry."""

    kind: ClassVar[str] = "compose"
    side: ClassVar[Side] = "scene"
    result: ClassVar[type[TaskResult]] = ComposeResult

    scene: Scene
    speech: Input | None = None  # None: silence
    clip: Input | None = None  # None: no face is shown
    deck: Input | None = None  # None: no slide is shown


@dataclass(frozen=True)
class ReadFilm(Task[SpeakResult]):
    """Take the sound of a film of the author's own, as a fragment's speech in which nothing is spoken."""

    kind: ClassVar[str] = "read-film"
    side: ClassVar[Side] = "scene"
    result: ClassVar[type[TaskResult]] = SpeakResult

    film: Input


@dataclass(frozen=True)
class ComposeFilm(Task[ComposeResult]):
    """Compose the scene of a film: its pictures fitted to the canvas, above the strip of burned subtitles."""

    kind: ClassVar[str] = "compose-film"
    side: ClassVar[Side] = "scene"
    result: ClassVar[type[TaskResult]] = ComposeResult

    film: Input
    speech: Input
    canvas: tuple[int, int]  # (width, height) in pixels
    strip: int  # pixels


@dataclass(frozen=True)
class ReadNarration(Task[TaskResult]):
    """Take the narration out of a deck that was recorded in PowerPoint."""

    kind: ClassVar[str] = "read-narration"
    side: ClassVar[Side] = "deck"
    result: ClassVar[type[TaskResult]] = TaskResult

    deck: Input


@dataclass(frozen=True)
class Listen(Task[TaskResult]):
    """Read a recording of speech and recognise what is said in it."""

    kind: ClassVar[str] = "listen"
    side: ClassVar[Side] = "listen"
    result: ClassVar[type[TaskResult]] = TaskResult

    recording: Input
    language: str  # ISO 639-1; "": as it sounds


@dataclass(frozen=True)
class SpeakRecorded(Task[SpeakResult]):
    """Take a stretch of a recording as a fragment's speech."""

    kind: ClassVar[str] = "speak-recorded"
    side: ClassVar[Side] = "listen"
    result: ClassVar[type[TaskResult]] = SpeakResult

    recording: Input
    stretch: Stretch
    pause: float  # seconds of silence at least after its last sound
    language: str


@dataclass(frozen=True)
class LoadSpeech(Task[TaskResult]):
    """Load a speech engine for a language. Its failure is told by the first task that needs it."""

    kind: ClassVar[str] = "load-speech"
    side: ClassVar[Side] = "speech"
    result: ClassVar[type[TaskResult]] = TaskResult

    language: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadFace(Task[TaskResult]):
    """Load a face engine."""

    kind: ClassVar[str] = "load-face"
    side: ClassVar[Side] = "face"
    result: ClassVar[type[TaskResult]] = TaskResult


@dataclass(frozen=True)
class Inspect(Task[InspectResult]):
    """Inspect what a client gave, in a worker with bounded memory: untrusted files are decoded nowhere else."""

    kind: ClassVar[str] = "inspect"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = InspectResult

    text: Input | None  # None: the notes of the deck are spoken
    face: Input | None
    voice: Input | None
    language: str
    delimiter: str
    deck: Input | None = None
    canvas: tuple[int, int] = (1920, 1080)  # (width, height) in pixels, of the film
    dictionary: Input | None = None
    strict: bool = False
    citations: bool = False
    edits: Mapping[int, Edit] = field(default_factory=dict)  # by the numbers of fragments
    recorded: bool = False  # by people, all of it or a part


KINDS: Mapping[str, type[Task[Any]]] = {
    task.kind: task
    for task in (
        Enroll,
        Speak,
        Prepare,
        Animate,
        ReadDeck,
        Compose,
        ReadFilm,
        ComposeFilm,
        ReadNarration,
        Listen,
        SpeakRecorded,
        LoadSpeech,
        LoadFace,
        Inspect,
    )
}
