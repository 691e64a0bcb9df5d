"""From a request to its plan: every fragment with the keys under which its speech and its clip are known."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from videolecture import registry, text, weights
from videolecture.errors import InputError, MissingError, Term
from videolecture.rendering import edits, keys, takes
from videolecture.rendering.choice import told
from videolecture.rendering.decks import OpenDeck
from videolecture.rendering.films import Film, find_film
from videolecture.rendering.needed import check_needed, notes_without_effect
from videolecture.rendering.recordings import Recorded, Recordings, recorded_fragments
from videolecture.rendering.request import RenderRequest, check, check_switches, resolve_language
from videolecture.rendering.slides import (
    Staging,
    clip_size,
    lecture_text,
    stage_of,
    superfluous_notes,
    usual_sizes,
    with_deck,
)
from videolecture.speech.check import hearing
from videolecture.storage.cache import digest_file
from videolecture.text import detect
from videolecture.types import Fragment, Motion, Progress, Slide

PAUSE_BETWEEN_FRAGMENTS = 0.5  # seconds after a fragment's last word, at least
PAUSE_BETWEEN_SLIDES = 0.9  # the same after the last fragment of a slide


@dataclass(frozen=True)
class PlannedFragment:
    """A fragment and the keys of what will be made of it."""

    fragment: Fragment
    speech_key: str
    clip_key: str  # "": its layout shows no face, and none is animated
    motion: Motion
    film: Film | None = None  # a film of the author's own: nothing is spoken
    recorded: Recorded | None = None  # a recording of it: no engine speaks
    seeds: tuple[int, ...] = ()  # of its sentences, where takes were chosen
    other_sizes: tuple[str, ...] = ()  # keys of the same clip in the sizes that other layouts and canvases take


@dataclass(frozen=True)
class Plan:
    """The whole lecture, and what of it is to be rendered."""

    request: RenderRequest
    slides: tuple[Slide, ...]  # the whole lecture's
    chosen: tuple[Slide, ...]  # the slides that will be rendered
    fragments: tuple[PlannedFragment, ...]  # of the chosen slides
    sample: str  # SHA-256 of the voice sample; "" where there is none
    photo: str  # and of the photo, likewise
    voice_key: str
    portrait_key: str
    warnings: tuple[Term, ...] = ()
    face_weights: Mapping[str, str] = field(default_factory=dict)  # what the face engine uses: name -> SHA-256
    stage: Staging | None = None  # None: the film is made of the clips as they are


def plan(
    request: RenderRequest,
    progress: Progress = lambda *_: None,
    opened: OpenDeck | None = None,
    recordings: Recordings | None = None,
) -> Plan:
    """Read and split the text, check what was asked for, and compute every key. Renders nothing, loads no engine.

    `opened`: the request's deck, if it has one (`decks.open_deck`); `recordings`: those of its speech
    (`recordings.open_recordings`).
    Raises InputError for anything the user gave that cannot be used, MissingError for weights that are not there.
    """
    if request.recording is not None and recordings is None:
        raise ValueError("the recordings of a request are opened before it is planned")
    speech, face = check(request)
    used = require_weights(request)
    lecture = lecture_text(request, opened)
    request = resolve_language(request, lecture.text, speech)
    changes = edits.read(request.edits)
    try:
        slides = (
            ()
            if not lecture.text.strip()
            else text.split_lecture(
                lecture.text,
                request.language,
                request.delimiter,
                dictionary=text.load_dictionary(request.dictionary) if request.dictionary else None,
                strict=request.strict,
                stress=text.STRESS_WEIGHTS in speech.weights,
                citations=request.citations,
                edits=changes.fragments,
                progress=progress,
            )
        )
    except InputError as error:
        raise InputError(
            "«{text}»: {cause.what}", "{cause.remedy}", code="in-text", text=lecture.name, cause=error
        ) from error
    slides, notices = with_deck(slides, lecture, request, opened)
    changes.check(slides)
    slides = changes.on(slides)
    recorded, otherwise = recorded_fragments(slides, recordings)
    taken, gone = takes.seeds(slides, takes.read(request.takes))
    if taken:
        takes.check_chance(request.speech, request.speech_options)
    chosen = _choose(slides, request)
    check_switches(chosen, speech)
    registry.check_options(request.speech, request.speech_options)
    stage = stage_of(request, slides, chosen, opened)
    check_needed(request, stage, chosen, recorded)
    photo, sample = (digest_file(path) if path else "" for path in (request.face, request.voice))
    voice = keys.voice_key(sample, request.language, speech, request.speech_options) if sample else ""
    portrait = keys.portrait_key(request, photo, face, used)
    sizes = usual_sizes(request) if stage else ()
    making = _Making(request, stage, sizes, voice, portrait, recorded, taken)
    fragments = tuple(planned for slide in chosen for planned in making.of_slide(slide))
    stage_notes = (
        *(stage.notes if stage else ()),
        *superfluous_notes(chosen, stage),
        *notes_without_effect(request, stage, chosen),
    )
    doubt = detect.doubt(lecture.text, request.language) if sample else None
    general = (
        *((told(request.speech, request.language, request.speech_passed),) if request.speech_passed else ()),
        *lecture.warnings,
        *((doubt,) if doubt else ()),
        *notices,
        *otherwise,
        *gone,
        *stage_notes,
        *_partial(request, slides, chosen),
    )
    warnings = (*general, *(w for slide in chosen for fragment in slide.fragments for w in fragment.warnings))
    return Plan(request, slides, chosen, fragments, sample, photo, voice, portrait, warnings, used, stage)


@dataclass(frozen=True)
class _Making:
    """What the keys of a lecture's fragments depend on besides the fragments."""

    request: RenderRequest
    stage: Staging | None
    sizes: tuple[int, ...]  # of clips, that layouts take
    voice: str  # key of it
    portrait: str  # likewise
    recorded: Mapping[int, Recorded]
    seeds: Mapping[int, tuple[int, ...]]  # of takes that were chosen, by number of fragment

    def of_slide(self, slide: Slide) -> Iterator[PlannedFragment]:
        """A slide's fragments with their keys, each with the pause that follows it."""
        size = clip_size(self.request, self.stage, slide.number)
        for fragment in slide.fragments:
            last = fragment is slide.fragments[-1]
            yield self._planned(fragment, PAUSE_BETWEEN_SLIDES if last else PAUSE_BETWEEN_FRAGMENTS, size)

    def _planned(self, fragment: Fragment, pause: float, size: int) -> PlannedFragment:
        request = self.request
        if fragment.clip:
            film = find_film(request, self.stage, fragment)
            return PlannedFragment(fragment, keys.film_key(film), "", Motion(), film)
        fragment = _with_pause(fragment, pause)
        own, seeds = self.recorded.get(fragment.number), self.seeds.get(fragment.number, ())
        if own is None:
            speech = keys.speech_key(request, self.voice, fragment, seeds)
        else:
            speech = keys.recorded_key(own, fragment, request.language)
        motion = Motion(
            size=size,
            seed=int(speech[:8], 16),  # by the fragment's own words: a clip never depends on its place
            expressiveness=request.expressiveness,
            still=request.still,
            options=request.face_options,
        )
        clips = {
            other: keys.clip_key(self.portrait, speech, dataclasses.replace(motion, size=other))
            for other in dict.fromkeys((size, *self.sizes))
        }
        clip = clips.pop(size) if size else ""
        return PlannedFragment(fragment, speech, clip, motion, None, own, seeds, tuple(clips.values()))


def _partial(request: RenderRequest, slides: Sequence[Slide], chosen: Sequence[Slide]) -> tuple[Term, ...]:
    """What a user of --slides should know: the lecture's files get other contents."""
    if len(chosen) == len(slides):
        return ()
    told = Term(
        "The files of lecture {lecture} in «{folder}» will hold {chosen} of {slides} slides; "
        "without --slides the whole lecture is joined again from what is kept.",
        code="slides-chosen",
        lecture=request.id,
        folder=request.out / "final",
        chosen=len(chosen),
        slides=len(slides),
    )
    return (told,)


def _choose(slides: Sequence[Slide], request: RenderRequest) -> tuple[Slide, ...]:
    wanted = request.slides
    for number in wanted:
        if not 1 <= number <= len(slides):
            raise InputError(
                "There is no slide {number}.",
                "The lecture has slides 1 to {last}.",
                code="slide-unknown",
                number=number,
                last=len(slides),
            )
    chosen = tuple(slide for slide in slides if not wanted or slide.number in wanted)
    if request.deck is None and not any(slide.fragments for slide in chosen):
        raise InputError(
            "The chosen slides have no text.",
            "Choose slides that have some.",
            code="slides-no-text",
        )
    return chosen


def require_weights(request: RenderRequest) -> Mapping[str, str]:
    """The weights of the face engine with its options: name -> SHA-256, in a fixed order.

    Raises MissingError, with all the weights that are not there in one message, and WeightsError.
    """
    speech, face = registry.speech_engine(request.speech), registry.face_engine(request.face_engine)
    missing: list[str] = []
    of_speech = (
        lambda: speech.weights_for(request.speech_options),
        lambda: weights.require(*(hearing.WEIGHTS if request.checked else ())),
    )
    of_face = (lambda: face.weights_for(request.face_options),)
    of_recording = (lambda: weights.require(*hearing.WEIGHTS),)
    for ask in (
        *(of_speech if request.voice else ()),
        *(of_recording if request.recording else ()),
        *(of_face if request.face else ()),
    ):
        try:
            ask()
        except MissingError as error:
            if not error.weights:
                raise
            missing += error.weights
    weights.require(*dict.fromkeys(missing))
    return face.weights_for(request.face_options) if request.face else {}


def _with_pause(fragment: Fragment, pause: float) -> Fragment:
    """The fragment with at least this pause (seconds) after its last phrase."""
    *before, last = fragment.sentences
    *phrases, phrase = last.phrases
    phrase = dataclasses.replace(phrase, pause=max(phrase.pause, pause))
    last = dataclasses.replace(last, phrases=(*phrases, phrase))
    return dataclasses.replace(fragment, sentences=(*before, last))
