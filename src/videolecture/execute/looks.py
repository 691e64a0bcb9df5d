"""Tasks that only look at what a client gave, so that a person sees it before a long render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from videolecture.execute.sentences import Sentences
from videolecture.execute.tasks import Input, Side, Task, TaskResult
from videolecture.text import Edit
from videolecture.types import Doubt, Sentence

PICTURE, SOUND = "picture.jpg", "sound.wav"  # what is left in a task's output folder


@dataclass(frozen=True)
class PhotoSeen(TaskResult):
    """A photo, and the face in it."""

    width: int = 0  # pixels of the file, upright
    height: int = 0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)  # left, top, right, bottom of the face, in the file's pixels
    warnings: Sentences = ()


@dataclass(frozen=True)
class VoiceHeard(TaskResult):
    """A recording of a voice."""

    length: float = 0.0  # seconds
    peaks: tuple[float, ...] = ()  # 0 to 1, of equal stretches of it
    warnings: Sentences = ()


@dataclass(frozen=True)
class SlideSeen:
    """A slide of a deck."""

    title: str
    notes: str


@dataclass(frozen=True)
class DeckSeen(TaskResult):
    """What a deck holds."""

    slides: tuple[SlideSeen, ...] = ()


@dataclass(frozen=True)
class NamesFound(TaskResult):
    """The files beside it that a file names."""

    names: tuple[str, ...] = ()  # as they are written, relative to its folder


@dataclass(frozen=True)
class ReadFragment:
    """A fragment as it is written and as it will be spoken."""

    number: int
    slide: int
    sentences: tuple[Sentence, ...]
    doubts: tuple[tuple[Doubt, ...], ...]  # of each sentence
    warnings: Sentences = ()
    clip: str = ""
    synth: bool = False  # an engine speaks it, whatever is recorded


@dataclass(frozen=True)
class TextRead(TaskResult):
    """A text's slides."""

    language: str = ""
    slides: tuple[tuple[ReadFragment, ...], ...] = ()


@dataclass(frozen=True)
class LookAtPhoto(Task[PhotoSeen]):
    """Find the face in a photo; leaves the photo as a small JPEG, even where there is no face."""

    kind: ClassVar[str] = "look-at-photo"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = PhotoSeen

    photo: Input
    face_box: str = ""


@dataclass(frozen=True)
class ListenToVoice(Task[VoiceHeard]):
    """Measure a recording; leaves its beginning as a WAV."""

    kind: ClassVar[str] = "listen-to-voice"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = VoiceHeard

    voice: Input


@dataclass(frozen=True)
class LookAtDeck(Task[DeckSeen]):
    """Open a deck, without drawing it."""

    kind: ClassVar[str] = "look-at-deck"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = DeckSeen

    deck: Input


@dataclass(frozen=True)
class ReadText(Task[TextRead]):
    """Read a text as a lecture's."""

    kind: ClassVar[str] = "read-text"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = TextRead

    text: str
    language: str
    delimiter: str
    stress: bool = False  # mark every word's stress, with the weights of silero-stress
    dictionary: Input | None = None
    citations: bool = False


@dataclass(frozen=True)
class ReadLecture(Task[TextRead]):
    """Read the text of a lecture that was ordered, with its changes."""

    kind: ClassVar[str] = "read-lecture"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = TextRead

    language: str
    delimiter: str
    text: Input | None = None  # None: the notes of the deck are spoken
    deck: Input | None = None
    stress: bool = False
    dictionary: Input | None = None
    citations: bool = False
    edits: Mapping[int, Edit] = field(default_factory=dict)  # by the numbers of fragments


@dataclass(frozen=True)
class FindNames(Task[NamesFound]):
    """Find the files beside it that a file names: a text its films, a deck's notes theirs, a deck what it shows."""

    kind: ClassVar[str] = "find-names"
    side: ClassVar[Side] = "inspect"
    result: ClassVar[type[TaskResult]] = NamesFound

    file: Input
    reads: Literal["text", "notes", "deck"]


LOOKS: Mapping[str, type[Task[Any]]] = {
    task.kind: task for task in (LookAtPhoto, ListenToVoice, LookAtDeck, ReadText, ReadLecture, FindNames)
}
