"""/api/v1: what is found in an upload, how a text will be spoken, and a sentence heard before a lecture is rendered."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from flask import Response
from pydantic import BaseModel, Field

from videolecture import registry
from videolecture.errors import Cancelled, Term, VideolectureError
from videolecture.execute.looks import PICTURE, SOUND, ReadFragment, TextRead
from videolecture.execute.sentences import Sentences
from videolecture.messages import tell
from videolecture.web import beside
from videolecture.web.editing import share
from videolecture.web.refusals import Unusable
from videolecture.web.v1 import models
from videolecture.web.v1.lectures import DECK_FILE, answer, known, language, service, uploaded
from videolecture.web.v1.lectures import api as api
from videolecture.web.v1.options import UploadText
from videolecture.web.v1.uploads import UploadPath, owner

LONGEST = 600  # characters that are spoken to be heard
ENGINE = r"^[a-z][a-z0-9-]{0,39}$"


class LookWish(models.Strict):
    """How to look."""

    face_box: str | None = Field(None, max_length=80, description="LEFT,TOP,RIGHT,BOTTOM: which face, in pixels")
    deck_file_uploads: list[UploadText] = Field(
        default=[], max_length=100, description="what a deck shows, each called as its upload"
    )


class SlideView(BaseModel):
    """A slide of a deck."""

    title: str
    notes: str


class LookView(BaseModel):
    """What was found. Of the fields those of the upload's kind are filled."""

    kind: str
    error: models.Failure | None = Field(description="why no lecture can be made of it")
    warnings: list[str]
    picture: str | None = Field(default=None, description="a photo's small picture")
    width: int = 0
    height: int = 0
    box: list[int] = Field(
        default_factory=list, description="left, top, right, bottom of the face, in the file's pixels"
    )
    sound: str | None = Field(default=None, description="a recording's beginning, as WAV")
    seconds: float = 0.0
    peaks: list[float] = Field(default_factory=list, description="of equal stretches of a recording, 0 to 1")
    slides: list[SlideView] = Field(default_factory=list)


class ReadWish(models.Strict):
    """A text."""

    text: str = Field(min_length=1, max_length=5_000_000)
    language: str = Field("auto", pattern="^(auto|[a-z]{2}(-[a-z]{2})?)$")
    delimiter: str = Field("_;", min_length=1, max_length=20)
    speech: str | None = Field(None, pattern=ENGINE)
    own_dictionary: bool = Field(True, description="with the dictionary of /api/v1/dictionary")
    citations: bool = False


class DoubtView(BaseModel):
    """A stretch of a sentence that may be read otherwise than meant."""

    kind: Literal["number", "homograph", "unknown", "foreign"]
    start: int
    end: int


class SentenceView(BaseModel):
    """A sentence as written and as spoken; U+0301 follows a stressed vowel."""

    text: str
    spoken: str
    doubts: list[DoubtView]


class ReadFragmentView(BaseModel):
    """A fragment."""

    number: int
    sentences: list[SentenceView]
    warnings: list[str]


class ReadSlideView(BaseModel):
    """A slide; an empty one has no fragments."""

    number: int
    fragments: list[ReadFragmentView]


class ReadView(BaseModel):
    """A text as it will be spoken."""

    language: str
    slides: list[ReadSlideView]


class SpeakWish(models.Strict):
    """A sentence to be heard."""

    text: str = Field(min_length=1, max_length=LONGEST)
    voice_upload: str | None = Field(None, pattern=r"^[0-9a-f]{32}$", description="the voice; this or `lecture`")
    lecture: str | None = Field(None, pattern=models.IDENTITY, description="a lecture: its voice, engine and language")
    language: str = Field("auto", pattern="^(auto|[a-z]{2}(-[a-z]{2})?)$")
    speech: str | None = Field(None, pattern=ENGINE)
    own_dictionary: bool = True


@api.post("/uploads/<id>/look", summary="Look at an upload", responses={"200": LookView})
def look_at_upload(path: UploadPath, body: LookWish) -> Response:
    """A photo's face and warnings, a recording's length, waveform and warnings, a deck's slides with their notes.

    What no lecture can be made of is told in `error`, with what to do.
    """
    uploads, looks = service().uploads, service().looks
    upload = uploads.find(path.id, owner())
    upload = uploads.whole(upload.id, owner(), upload.kind)
    file, view = uploads.content(upload), LookView(kind=upload.kind, error=None, warnings=[])
    warnings: Sentences = ()
    with uploads.beside(upload) as folder, tempfile.TemporaryDirectory() as place:
        try:
            if upload.kind == "face":
                seen = looks.photo(file, body.face_box or "", folder)
                view.width, view.height, view.box = seen.width, seen.height, list(seen.box)
                warnings = seen.warnings
            elif upload.kind == "voice":
                heard = looks.voice(file, folder)
                view.seconds, view.peaks, warnings = heard.length, list(heard.peaks), heard.warnings
            elif upload.kind == "deck":
                file = _with_files(file, body.deck_file_uploads, Path(place))
                found = looks.deck(file, folder)
                view.slides = [SlideView(title=slide.title, notes=slide.notes) for slide in found.slides]
        except Cancelled:  # the service stops: nothing is wrong with the file
            raise
        except VideolectureError as error:
            told = tell(
                error.renamed(lambda text: text.replace(str(file), upload.name).replace(file.name, upload.name)),
                language(),
            )
            view.error = models.Failure(what=told.what, remedy=told.remedy, code=error.code)
        names = {entry.name for entry in folder.iterdir()}
    view.warnings = [_named(_told(warning), file, upload.name) for warning in warnings]
    view.picture = f"/api/v1/uploads/{upload.id}/{PICTURE}" if PICTURE in names else None
    view.sound = f"/api/v1/uploads/{upload.id}/{SOUND}" if SOUND in names else None
    return answer(view)


@api.post("/read", summary="See how a text will be spoken", responses={"200": ReadView})
def read_text(body: ReadWish) -> Response:
    """Its slides, fragments and sentences: as written, as spoken, and what may be read otherwise than meant."""
    found = _read(body.text, body.language, body.delimiter, body.speech, body.own_dictionary, body.citations)
    slides = [
        ReadSlideView(number=number, fragments=[_fragment(fragment) for fragment in fragments])
        for number, fragments in enumerate(found.slides, 1)
    ]
    return answer(ReadView(language=found.language, slides=slides))


@api.post("/speak", summary="Hear a sentence", responses={"200": {"content": {"audio/wav": {}}}})
def speak(body: SpeakWish) -> Response:
    """At most 600 characters in the voice of an upload. The first time takes longer: the voice is learned."""
    if (body.voice_upload is None) == (body.lecture is None):
        raise Unusable("twice", name="voice_upload")
    if body.lecture is not None:
        asked = known(body.lecture).request
        if not asked.get("voice"):
            raise Unusable("missing", name="voice")
        engine, spoken_in, voice = str(asked["speech"]), str(asked["language"]), Path(asked["voice"])
    else:
        engine, spoken_in = _engine(body.speech, body.language), body.language
        voice = service().uploads.content(service().uploads.whole(body.voice_upload or "", owner(), "voice"))
    found = _read(body.text, spoken_in, "_;", engine, body.own_dictionary, False)
    sentences = tuple(s for slide in found.slides for fragment in slide for s in fragment.sentences)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "speech.wav"
        try:
            service().looks.hear(sentences, voice, out, engine, found.language)
        except VideolectureError as error:
            raise Unusable("unusable speech", error=error) from error
        return Response(out.read_bytes(), mimetype="audio/wav")


def _with_files(deck: Path, identities: Sequence[str], folder: Path) -> Path:
    """The deck with what it shows beside it, in a folder of their own. Raises Unusable."""
    shown = beside.brought(DECK_FILE, [uploaded(DECK_FILE, one) for one in identities])
    if not shown:
        return deck
    for name, source in shown.items():
        share(source.path or Path(), folder / name)
    placed = folder / f"deck{deck.suffix}"
    share(deck, placed)
    return placed


def _engine(wanted: str | None, spoken_in: str) -> str:
    """The speech engine that a lecture would be spoken by. Raises Unusable where none can be chosen."""
    try:
        return str(service().settings.request({"speech": wanted, "language": spoken_in})["speech"])
    except VideolectureError as error:
        raise Unusable("unusable speech", error=error) from error


def _told(warning: str) -> str:
    """A warning in the language that the client reads."""
    return str(tell(warning, language())) if isinstance(warning, Term) else warning


def _named(text: str, file: Path, theirs: str) -> str:
    """A message with the client's name of a file in place of ours."""
    return text.replace(str(file), theirs).replace(file.name, theirs)


def _read(
    text: str, wanted: str, delimiter: str, speech: str | None, own_dictionary: bool, citations: bool
) -> TextRead:
    words = service().dictionary(owner()) if own_dictionary else None
    try:
        engine = _engine(speech, wanted)
        registry.speech_engine(engine)
        return service().looks.text(text, wanted, delimiter, engine, words, citations)
    except VideolectureError as error:
        raise Unusable("unusable speech", error=error) from error


def _fragment(fragment: ReadFragment) -> ReadFragmentView:
    sentences = [
        SentenceView(
            text=sentence.text,
            spoken=sentence.spoken,
            doubts=[DoubtView(kind=doubt.kind, start=doubt.start, end=doubt.end) for doubt in doubts],
        )
        for sentence, doubts in zip(fragment.sentences, fragment.doubts, strict=True)
    ]
    return ReadFragmentView(
        number=fragment.number, sentences=sentences, warnings=[_told(warning) for warning in fragment.warnings]
    )
