"""What the manifest of a finished lecture says: its plan, its files and what made them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

from videolecture import registry, weights
from videolecture.compose import assemble as film
from videolecture.compose import encoding
from videolecture.compose.mp4 import reading
from videolecture.output import manifest
from videolecture.output.names import clip_path, slide_path, sound_path
from videolecture.rendering.finished import FinishedPart, chapter_title, lecture_title
from videolecture.rendering.plan import Plan, PlannedFragment
from videolecture.rendering.request import RenderRequest
from videolecture.speech import stage as speech_stage
from videolecture.types import FPS, EngineInfo

# Packages whose version can change a lecture's bytes.
_PACKAGES = ("ai-edge-litert", "av", "numba", "numpy", "opencv-python-headless", "pymorphy3", "scipy", "torch")


def describe(plan: Plan, parts: Sequence[FinishedPart], finished: film.Assembled) -> manifest.Manifest:
    """What `lecture_<id>.json` says."""
    request = plan.request
    face = registry.face_engine(request.face_engine).info
    entries = _fragment_entries(request, parts)
    return manifest.Manifest(
        id=str(request.id),
        title=lecture_title(plan),
        language=request.language,
        film=_film_entry(request, finished),
        slides=_slide_entries(plan, parts),
        fragments=entries,
        engines={"speech": _speech_entry(request), "face": _face_entry(plan, face)},
        encoder=encoding.EncoderSettings().identity(),
        photo=manifest.SourceEntry(request.face.name, plan.photo) if request.face else None,
        voice=manifest.SourceEntry(request.voice.name, plan.sample) if request.voice else None,
        versions=manifest.versions(_PACKAGES),
        checked=request.checked,
        speech=manifest.SpeechEntry(
            utterances=sum(entry.speech.utterances for entry in entries),
            spoken_again=sum(entry.speech.spoken_again for entry in entries),
            problems=tuple(f"{entry.number}: {problem}" for entry in entries for problem in entry.speech.problems),
        ),
        warnings=plan.warnings,
        deck=_deck_entry(plan),
        author=request.author,
        licence=request.licence,
        recordings=_recording_entries(plan),
    )


def _recording_entries(plan: Plan) -> tuple[manifest.SourceEntry, ...]:
    used = {one.recorded.recording.key: one.recorded.recording for one in plan.fragments if one.recorded}
    return tuple(manifest.SourceEntry(recording.name, recording.digest) for recording in used.values())


def _deck_entry(plan: Plan) -> manifest.SourceEntry | None:
    opened = plan.stage.deck if plan.stage else None
    return manifest.SourceEntry(opened.deck.name, opened.key) if opened else None


def _face_entry(plan: Plan, info: EngineInfo) -> manifest.EngineEntry:
    """The face engine with the weights that its options took, and whether these options allow commercial use."""
    chosen = plan.request.face_options
    free = all(chosen.get(name) not in values for name, values in info.noncommercial_options.items())
    info = dataclasses.replace(info, weights=tuple(plan.face_weights), commercial=info.commercial and free)
    return manifest.engine_entry(info, plan.face_weights)


def _speech_entry(request: RenderRequest) -> manifest.EngineEntry:
    """The speech engine under the terms of its options, and of these those that it lets everybody know."""
    engine = registry.speech_engine(request.speech)
    named = [name for name in engine.manifest_options if name in request.speech_options]
    chosen = {name: request.speech_options[name] for name in named}
    info = engine.terms(request.speech_options)
    entry = manifest.engine_entry(info, {name: weights.find(name).identity for name in info.weights})
    return dataclasses.replace(entry, chosen=chosen)


def _film_entry(request: RenderRequest, finished: film.Assembled) -> manifest.FilmEntry:
    with reading(finished.film) as container:
        picture = container.streams.video[0]
        width, height = picture.width, picture.height
    sound = finished.sound
    return manifest.FilmEntry(
        video=manifest.file_entry(finished.film, request.out),
        subtitles=tuple(manifest.file_entry(path, request.out) for path in finished.subtitles),
        seconds=finished.seconds,
        frames=finished.frames,
        fps=FPS,
        width=width,
        height=height,
        loudness=round(sound.loudness, 2) if math.isfinite(sound.loudness) else None,
        true_peak=round(sound.true_peak, 2) if math.isfinite(sound.true_peak) else None,
    )


def _slide_entries(plan: Plan, parts: Sequence[FinishedPart]) -> tuple[manifest.SlideEntry, ...]:
    entries, start = [], 0.0
    for slide in plan.chosen:
        mine = [part for part in parts if part.slide == slide.number]
        end = start + sum(part.frames / FPS for part in mine)
        path = slide_path(plan.request.out, plan.request.id, slide.number)
        entries.append(
            manifest.SlideEntry(
                number=slide.number,
                title=chapter_title(plan, slide),
                start=round(start, 3),
                end=round(end, 3),
                fragments=tuple(part.fragment.fragment.number for part in mine if part.fragment),
                video=manifest.file_entry(path, plan.request.out) if mine else None,
                layout=plan.stage.layouts[slide.number] if plan.stage else None,
            )
        )
        start = end
    return tuple(entries)


def _fragment_entries(request: RenderRequest, parts: Sequence[FinishedPart]) -> tuple[manifest.FragmentEntry, ...]:
    entries, start = [], 0.0
    for part in parts:
        if part.fragment is not None and part.speech is not None:
            entries.append(_fragment_entry(request, part.fragment, part.speech, start, part.frames / FPS))
        start += part.frames / FPS
    return tuple(entries)


def _fragment_entry(
    request: RenderRequest, planned: PlannedFragment, speech: Path, start: float, duration: float
) -> manifest.FragmentEntry:
    """A fragment that starts at so many seconds of the lecture."""
    fragment, spoken = planned.fragment, speech_stage.read_fragment(speech)
    sentences = tuple(
        manifest.SentenceEntry(sentence.text, sentence.spoken, round(start + begins, 3), round(start + ends, 3))
        for sentence, (begins, ends) in zip(fragment.sentences, spoken.sentences, strict=True)
    )
    return manifest.FragmentEntry(
        number=fragment.number,
        slide=fragment.slide,
        text=fragment.text,
        spoken=fragment.spoken,
        start=round(start, 3),
        end=round(start + duration, 3),
        sentences=sentences,
        audio=manifest.file_entry(sound_path(request.out, request.id, fragment.number), request.out),
        video=manifest.file_entry(clip_path(request.out, request.id, fragment.number), request.out),
        speech_key=planned.speech_key,
        clip_key=planned.clip_key,
        speech=manifest.SpeechEntry(
            spoken.measurements.utterances, spoken.measurements.spoken_again, spoken.measurements.problems
        ),
        warnings=fragment.warnings,
    )
