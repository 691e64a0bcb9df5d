"""The words every stage shares: plain frozen data that can cross a process boundary.

Times are seconds from the start of the sound they belong to; sounds are mono float32 in [-1, 1]; images are RGB uint8
of shape (height, width, 3). Nothing here imports more than the standard library: an engine may live in an environment
that has nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from videolecture.errors import Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]  # (n,), mono, [-1, 1]
    Image = NDArray[np.uint8]  # (height, width, 3), RGB
    Value = str | int | float | bool | NDArray[np.generic]
else:
    Samples = Image = Value = Any

SAMPLE_RATE = 48_000  # Hz, of every audio fragment and of the finished lecture
FPS = 25  # frames per second of every clip
# A fragment's sound is a whole number of frames, so that clips join exactly.
SAMPLES_PER_FRAME = SAMPLE_RATE // FPS  # 1920

# ---------------------------------------------------------------------------------------------------------------- text


@dataclass(frozen=True)
class Phrase:
    """What is spoken without a set pause inside: words only, exactly as they go to the speech engine."""

    spoken: str
    pause: float = 0.35  # seconds of silence after it
    language: str = ""  # "" is the lecture's


@dataclass(frozen=True)
class Sentence:
    """One sentence: as written (subtitles show it) and as it is spoken (numbers and abbreviations as words)."""

    text: str
    phrases: tuple[Phrase, ...]  # one, unless the text sets pauses or switches language inside the sentence

    @property
    def spoken(self) -> str:
        """The sentence exactly as it goes to the speech engine."""
        return " ".join(phrase.spoken for phrase in self.phrases)


@dataclass(frozen=True)
class Doubt:
    """A stretch of a sentence as it is written, text[start:end], that may be read otherwise than its author means."""

    kind: Literal["number", "homograph", "unknown", "foreign"]
    start: int
    end: int


@dataclass(frozen=True)
class SlideMark:
    """What happens on the slide when a word is spoken: its next picture, a pointer, a highlight."""

    kind: Literal["next", "point", "highlight"]
    sentence: int  # of its fragment, from 0
    word: int  # of that sentence's text, split at spaces, from 0; as many as there are words: at its end
    place: tuple[float, ...] = ()  # in fractions of the slide: x, y of a pointer; x, y, width, height of a highlight


@dataclass(frozen=True)
class Fragment:
    """At most five sentences of one slide, or a film: the unit of rendering, retry, caching and editing."""

    number: int  # from 1 through the whole lecture
    slide: int  # from 1
    sentences: tuple[Sentence, ...]  # none in a film's
    warnings: tuple[Term, ...] = ()
    marks: tuple[SlideMark, ...] = ()  # in the order of their words
    clip: str = ""  # a film of one's own, `[clip:...]`, as it is written: nothing is spoken
    source: str = ""  # as it stands in the lecture, with marks about speech: what an author changes
    synth: bool = False  # `[synth]`: an engine speaks it, whatever is recorded

    @property
    def text(self) -> str:
        """The fragment as written."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def spoken(self) -> str:
        """The fragment exactly as it goes to the speech engine."""
        return " ".join(sentence.spoken for sentence in self.sentences)


@dataclass(frozen=True)
class Slide:
    """A part of the lecture between delimiters; an empty one keeps its number."""

    number: int  # from 1
    fragments: tuple[Fragment, ...]
    layout: str = ""  # `[layout:...]` at its head; "" is the lecture's


# -------------------------------------------------------------------------------------------------------------- speech


@dataclass(frozen=True)
class Mark:
    """A timed piece of a speech."""

    kind: Literal["word", "letter", "phoneme"]
    text: str
    start: float  # seconds
    end: float  # seconds


VisemeName = Literal["sil", "pp", "ff", "th", "dd", "kk", "ch", "ss", "nn", "rr", "aa", "e", "ih", "oh", "ou"]
"""The fifteen mouth shapes that facial animation has agreed on (Oculus/MPEG-4 style): sil rest, pp п б м, ff ф в,
th th, dd т д, kk к г х, ch ш ж ч щ, ss с з ц, nn н л, rr р, aa а, e э е, ih и ы, oh о, ou у."""


@dataclass(frozen=True)
class Viseme:
    """A mouth shape held over a span of the sound; `stress` 1.0 for a stressed vowel, lower for a reduced one."""

    name: VisemeName
    start: float  # seconds
    end: float  # seconds
    stress: float = 0.7


@dataclass(frozen=True)
class Speech:
    """A spoken stretch of sound with its timings."""

    samples: Samples
    rate: int  # Hz
    marks: tuple[Mark, ...] = ()
    visemes: tuple[Viseme, ...] = ()
    problems: tuple[str, ...] = ()  # what the engine itself knows to be wrong with it, in words

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate


@dataclass(frozen=True)
class Sample:
    """The reference recording of a voice, decoded."""

    name: str  # the file's name, for messages
    digest: str  # SHA-256 of the file
    samples: Samples
    rate: int  # Hz


@dataclass(frozen=True)
class VoiceProfile:
    """What a speech engine learned from a sample, once. Plain data: it is written to the cache and read elsewhere."""

    engine: str
    digest: str  # of everything the speech depends on: part of every speech key
    data: Mapping[str, Value]
    gain: float = 1.0  # the fixed linear gain of every fragment spoken in this voice (-20 LUFS speech)
    warnings: tuple[str, ...] = ()

    def number(self, name: str) -> float:
        """A number of `data`. Raises TypeError for anything else, KeyError where there is nothing of that name."""
        if isinstance(value := self.data[name], (int, float)):
            return float(value)
        raise TypeError(f"«{name}» of the voice is {type(value).__name__}, not a number")


# ---------------------------------------------------------------------------------------------------------------- face


@dataclass(frozen=True)
class Photo:
    """The portrait photo, decoded: EXIF rotation applied, transparency flattened, any colour space turned into RGB."""

    name: str  # the file's name, for messages
    digest: str  # SHA-256 of the file
    pixels: Image
    reduced: float = 1.0  # its sides over those of the file's own picture, which boxes are given in


@dataclass(frozen=True)
class Portrait:
    """What a face engine learned from a photo, once. Plain data, like VoiceProfile."""

    engine: str
    digest: str  # part of every clip key
    data: Mapping[str, Value]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Motion:
    """How a clip is to be animated; part of the clip key."""

    size: int = 512  # pixels of the frame's longer side, even
    fps: int = FPS
    seed: int = 0
    expressiveness: float = 0.5  # 0 calm .. 1 lively
    still: bool = False  # no head motion
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)  # the engine's own


# ------------------------------------------------------------------------------------------------------------- engines

Progress = Callable[[float, str], None]
"""progress(done, what): done 0..1 of the current work. Raises errors.Cancelled when the job was cancelled: engines call
it at every batch, and that is how cancelling reaches them."""


@dataclass(frozen=True)
class EngineInfo:
    """What a user should know before choosing an engine."""

    name: str
    kind: Literal["speech", "face"]
    title: str
    licence_code: str
    licence_weights: str  # "none" where there are no weights
    commercial: bool  # whether code, weights and outputs may be used commercially
    behaviour: int  # raised whenever the same input gives another output: part of the keys
    weights: tuple[str, ...] = ()  # names in weights.manifest
    languages: tuple[str, ...] = ()  # ISO 639-1; empty: any
    rate: int = 0  # Hz, speech only
    longest_text: int = 0  # characters of one utterance, speech only; 0: any
    longest_texts: Mapping[str, int] = field(default_factory=dict)  # the same for languages where it is another
    needs: str = "CPU"  # hardware, in words
    limits: str = ""  # what it may not or cannot do
    rests: bool = True  # face only: whether its clips start and end at rest, so that they join
    # Options that forbid commercial use of an engine that otherwise allows it: name -> the values that do.
    noncommercial_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: str = ""  # the extra of this package that installs it
    cloning: str = ""  # speech only: what its voice has of the sample's, in words; "": nothing
    stress: str = ""  # speech only: how it is told which vowel is stressed; "": not at all
    measured: str = ""  # speed and quality, and the command that measures them; "": not measured
    proven: bool = True  # whether we have run it with its published weights
    own_environment: bool = False  # whether `videolecture engines install` has to make it a Python of its own
    gpu: bool = False  # whether it computes on a GPU where there is one

    def longest(self, language: str) -> int:
        """Characters of one utterance in a language; 0: any."""
        return self.longest_texts.get(language, self.longest_text)


Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
Shape = Literal["rectangle", "circle"]


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture in whole pixels. All four are even: H.264 4:2:0 keeps one colour for 2 x 2 pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Scenery:
    """What a layout arranges. Sizes are (width, height) in pixels."""

    canvas: tuple[int, int]  # of the finished picture
    slide: tuple[int, int] = (16, 9)  # of the slide's picture; only its proportions matter
    face: tuple[int, int] = (3, 4)  # of the clip's frames, or of the photo while there is no clip yet
    strip: int = 0  # pixels at the canvas' lower edge that belong to burned subtitles
    outer: bool = False  # the lecture's first or last slide
    corner: Corner = "bottom-right"
    shape: Shape = "rectangle"

    @property
    def height(self) -> int:
        """Rows of the canvas that a layout may use."""
        return self.canvas[1] - self.strip


@dataclass(frozen=True)
class FaceStyle:
    """How the face is drawn in its box; it is cropped to the box's proportions, never stretched."""

    radius: int = 0  # pixels, of the rounded corners; half the box's side makes a circle
    feather: int = 1  # pixels over which its edge fades out
    shadow: bool = False  # a soft shadow on what lies below
    backdrop: Literal["neutral", "face"] = "neutral"  # around everything: a calm grey, or the face itself, blurred


class Layout(Protocol):
    """Says where face and slide go on a canvas. Constructed without arguments; plain arithmetic, no pictures."""

    name: ClassVar[str]
    behaviour: ClassVar[int]  # raised whenever the same scenery gives another picture: part of every scene key

    def size_class(self, scenery: Scenery) -> int:
        """The rows of face that the clip should have: a third, two thirds or all of the canvas' shorter side.

        0: this layout shows no face here, and none needs to be animated.
        """
        ...

    def slide_box(self, scenery: Scenery) -> Box | None:
        """Where the slide's picture stands, in its own proportions; None: it is not shown."""
        ...

    def face_box(self, scenery: Scenery) -> Box | None:
        """Where the face stands, above the slide; None: it is not shown."""
        ...

    def face_style(self, scenery: Scenery) -> FaceStyle:
        """How the face is drawn there."""
        ...
