"""What a user asks for: one lecture. And what of it cannot be, said before any engine runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videolecture import registry
from videolecture.compose.canvas import canvas
from videolecture.errors import InputError, Term, reason
from videolecture.rendering import options
from videolecture.rendering.terms import check_commercial_face, check_commercial_speech
from videolecture.text import detect
from videolecture.types import EngineInfo, Shape, Slide


@dataclass(frozen=True)
class RenderRequest:
    """One lecture to be rendered: what the user asked for, checked by `plan`.

    Its fields are also what the ledger keeps of a request, so their names stay. All but the first five and the last
    three are the options of `options.OPTIONS`, with the same defaults, and what the engines themselves take.
    """

    text: Path | None  # None: the notes of the deck are spoken
    face: Path | None  # None: no layout of the lecture shows a face
    voice: Path | None  # None: nothing is spoken, all slides are silent or films
    out: Path
    id: int = 1
    language: str = "ru"
    speech: str = "silero"
    face_engine: str = "puppet"
    layout: str = "auto"  # face; with a deck corner
    size: int = 0  # pixels of the clips' longer side; 0: 512, or the size class of a layout on its canvas
    slides: tuple[int, ...] = ()  # only these; () all
    delimiter: str = "_;"
    commercial: bool = False
    expressiveness: float = 0.5  # 0..1
    still: bool = False
    checked: bool = False  # speech is recognised as it is made, and made again where it is not what the text says
    speech_options: Mapping[str, object] = field(default_factory=dict)  # the operator's: [engines.NAME] of the settings
    face_options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    dictionary: Path | None = None  # how words are said: TOML or CSV
    strict: bool = False  # refuse a text of which something would be left unsaid
    deck: Path | None = None  # the slides
    resolution: str = "auto"  # of the canvas; auto: 1080p, and without a deck the clip itself
    orientation: str = "landscape"
    corner: str = "auto"  # of the layout corner; auto: the emptiest
    face_shape: Shape = "rectangle"
    subtitles: str = "file,soft"
    transition: str = "cut"
    background: str | None = None  # a colour behind the person in the photo
    background_picture: Path | None = None
    silent_slide: float = 3.0  # seconds that a slide without text is shown
    takes: Path | None = None  # takes of single sentences that were chosen
    recording: Path | None = None  # speech of one's own: a sound, a folder of them, or a table; replaces synthesis
    citations: bool = False  # read «[1]» and raised numbers of notes aloud
    edits: Path | None = None  # changes of single fragments and slides
    title: str | None = None
    author: str | None = None
    licence: str | None = None  # under which it is given on
    speech_passed: str = ""  # what `--speech auto` passed over, and why: it is never chosen again
    label: str = ""  # tells jobs apart that share an executor
    owner: str = ""  # whose it is: among owners, and the lectures of each, workers are shared fairly

    @property
    def name(self) -> str:
        """What executors and logs call the request."""
        return self.label or f"lecture-{self.id}"


def check(request: RenderRequest) -> tuple[EngineInfo, EngineInfo]:
    """The speech and the face engine of a request; raises InputError for what was asked and cannot be."""
    if request.text is None and request.deck is None:
        raise InputError(
            "There is no lecture text.",
            "Name its file, or a deck whose notes are to be spoken (--deck).",
            code="request-no-text",
        )
    for path, role in ((request.text, TEXT), (request.face, PHOTO), (request.voice, VOICE)):
        if path is not None:
            check_file(path, role)
    if request.id < 0:
        raise InputError(
            "--id {id} is not possible.",
            "Choose 0 or more: it is part of every file name.",
            code="lecture-id",
            id=request.id,
        )
    return check_engines(request)


def has_scenes(request: RenderRequest) -> bool:
    """Whether the film is composed on a canvas; otherwise it is made of the clips as they are."""
    composed = request.layout not in ("auto", "face") or request.resolution != "auto" or request.deck is not None
    return composed or "burned" in request.subtitles.split(",")


def layout_of(request: RenderRequest) -> str:
    """The name of the lecture's layout."""
    if request.layout != "auto":
        return request.layout
    return "face" if request.deck is None else "corner"


def canvas_of(request: RenderRequest) -> tuple[int, int]:
    """(width, height) of the canvas that scenes are composed on."""
    return canvas("1080p" if request.resolution == "auto" else request.resolution, request.orientation)


TEXT = Term("The lecture text", code="file-text")
PHOTO = Term("The photo", code="file-photo")
VOICE = Term("The voice sample", code="file-voice")
DICTIONARY = Term("The dictionary", code="file-dictionary")
RECORDING = Term("The recording", code="file-recording")


def check_file(path: Path, role: Term) -> None:
    """Raise InputError for a file that cannot be read."""
    if not path.is_file():
        raise InputError(
            "{role} {path} is not there or is not a file.", "Check the path.", code="no-file", role=role, path=path
        )
    try:
        path.open("rb").close()
    except OSError as error:
        raise InputError(
            "{role} {path} cannot be read: {reason}.",
            "Check its rights.",
            code="file-unreadable",
            role=role,
            path=path,
            reason=reason(error),
        ) from error


def check_engines(request: RenderRequest) -> tuple[EngineInfo, EngineInfo]:
    """The same, without the request's files: whether its engines can do what is asked of them."""
    options.check({field.name: getattr(request, field.name) for field in dataclasses.fields(request)})
    speech, face = registry.speech_engine(request.speech).info, registry.face_engine(request.face_engine).info
    if request.language != detect.AUTO:
        check_language(speech, request.language)
    registry.check_options(request.face_engine, request.face_options, "face")
    if request.commercial:
        check_commercial_speech(request.speech, request.speech_options, request.language)
        check_commercial_face(request.face_engine, request.face_options)
    return speech, face


def check_language(speech: EngineInfo, language: str) -> None:
    """Raise InputError for a language that the engine does not speak."""
    if speech.languages and language not in speech.languages:
        others = [info.name for info in registry.infos("speech") if language in info.languages]
        if others:
            raise InputError(
                "The speech engine {engine} does not speak «{language}».",
                "It speaks: {known}. Engines for «{language}»: {others} (--speech; auto takes the best that is "
                "installed).",
                code="language-others-speak",
                engine=speech.name,
                language=language,
                known=", ".join(speech.languages),
                others=", ".join(others),
            )
        raise InputError(
            "The speech engine {engine} does not speak «{language}».",
            "It speaks: {known}.",
            code="language-not-spoken",
            engine=speech.name,
            language=language,
            known=", ".join(speech.languages),
        )


def check_switches(slides: Sequence[Slide], speech: EngineInfo) -> None:
    """Raise InputError for a [lang:...] that the engine does not speak."""
    for slide in slides:
        for phrase in (p for fragment in slide.fragments for s in fragment.sentences for p in s.phrases):
            if phrase.language and speech.languages and phrase.language not in speech.languages:
                raise InputError(
                    "Slide {slide} switches to «{language}» for «{spoken}», which the speech engine {engine} does "
                    "not speak.",
                    "It speaks: {known}.",
                    code="language-switch-not-spoken",
                    slide=slide.number,
                    language=phrase.language,
                    spoken=phrase.spoken[:40],
                    engine=speech.name,
                    known=", ".join(speech.languages),
                )


def resolve_language(request: RenderRequest, lecture: str, speech: EngineInfo) -> RenderRequest:
    """The request in the language of its text, where it leaves that to us (`auto`)."""
    if request.language != detect.AUTO:
        return request
    if request.voice is None and request.recording is None:  # nothing is read: films alone have no letters either
        return dataclasses.replace(request, language="en")
    request = dataclasses.replace(request, language=detect.detect(lecture))
    if request.voice is None:  # no engine speaks
        return request
    check_language(speech, request.language)
    if request.commercial:
        check_commercial_speech(request.speech, request.speech_options, request.language)
    return request
