"""What the manifest of a finished lecture says: its plan, its files and what made them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from videolecture import registry, weights
from videolecture.compose import assemble as film
from videolecture.compose import encoding
from videolecture.compose.mp4 import reading
from videolecture.output import manifest
from videolecture.output.names import clip_path, lecture_path, slide_path, sound_path
from videolecture.rendering.finished import FinishedFragment, duration_of, title_of
from videolecture.rendering.plan import Plan
from videolecture.rendering.request import RenderRequest
from videolecture.speech import stage as speech_stage
from videolecture.storage.cache import digest_file
from videolecture.types import FPS, EngineInfo

# Packages whose version can change a lecture's bytes.
_PACKAGES = ("ai-edge-litert", "av", "numba", "numpy", "opencv-python-headless", "pymorphy3", "scipy", "torch")


def describe(plan: Plan, fragments: Sequence[FinishedFragment], finished: film.Assembled) -> manifest.Manifest:
    """What `lecture_<id>.json` says."""
    request = plan.request
    speech, face = registry.speech_engine(request.speech).info, registry.face_engine(request.face_engine).info
    entries = _fragment_entries(request, fragments)
    return manifest.Manifest(
        id=str(request.id),
        title="",
        language=request.language,
        film=_film_entry(request, finished),
        slides=_slide_entries(plan, fragments),
        fragments=entries,
        engines={"speech": _speech_entry(request, speech), "face": _face_entry(plan, face)},
        encoder=encoding.EncoderSettings().identity(),
        photo=manifest.SourceEntry(request.face.name, digest_file(request.face)),
        voice=manifest.SourceEntry(request.voice.name, digest_file(request.voice)),
        versions=manifest.versions(_PACKAGES),
        checked=request.checked,
        speech=manifest.SpeechEntry(
            utterances=sum(entry.speech.utterances for entry in entries),
            spoken_again=sum(entry.speech.spoken_again for entry in entries),
            problems=tuple(f"{entry.number}: {problem}" for entry in entries for problem in entry.speech.problems),
        ),
        warnings=plan.warnings,
    )


def _face_entry(plan: Plan, info: EngineInfo) -> manifest.EngineEntry:
    """The face engine with the weights that its options took, and whether these options allow commercial use."""
    chosen = plan.request.face_options
    free = all(chosen.get(name) not in values for name, values in info.noncommercial_options.items())
    info = dataclasses.replace(info, weights=tuple(plan.face_weights), commercial=info.commercial and free)
    return manifest.engine_entry(info, plan.face_weights)


def _speech_entry(request: RenderRequest, info: EngineInfo) -> manifest.EngineEntry:
    """The speech engine, and of its options those that it lets everybody know."""
    engine = registry.speech_engine(request.speech)
    named = [name for name in engine.manifest_options if name in request.speech_options]
    chosen = {name: request.speech_options[name] for name in named}
    entry = manifest.engine_entry(info, {name: weights.find(name).identity for name in info.weights})
    return dataclasses.replace(entry, chosen=chosen)


def _film_entry(request: RenderRequest, finished: film.Assembled) -> manifest.FilmEntry:
    with reading(finished.film) as container:
        picture = container.streams.video[0]
        width, height = picture.width, picture.height
    sound = finished.sound
    return manifest.FilmEntry(
        video=manifest.file_entry(finished.film, request.out),
        subtitles=tuple(
            manifest.file_entry(lecture_path(request.out, request.id, kind), request.out) for kind in (".srt", ".vtt")
        ),
        seconds=finished.seconds,
        frames=finished.frames,
        fps=FPS,
        width=width,
        height=height,
        loudness=round(sound.loudness, 2) if math.isfinite(sound.loudness) else None,
        true_peak=round(sound.true_peak, 2) if math.isfinite(sound.true_peak) else None,
    )


def _slide_entries(plan: Plan, fragments: Sequence[FinishedFragment]) -> tuple[manifest.SlideEntry, ...]:
    entries, start = [], 0.0
    for slide in plan.chosen:
        mine = [finished for finished in fragments if finished.fragment.slide == slide.number]
        end = start + sum(duration_of(finished.speech) for finished in mine)
        entries.append(
            manifest.SlideEntry(
                number=slide.number,
                title=title_of(slide),
                start=round(start, 3),
                end=round(end, 3),
                fragments=tuple(finished.fragment.number for finished in mine),
                video=manifest.file_entry(slide_path(plan.request.out, plan.request.id, slide.number), plan.request.out)
                if mine
                else None,
            )
        )
        start = end
    return tuple(entries)


def _fragment_entries(
    request: RenderRequest, fragments: Sequence[FinishedFragment]
) -> tuple[manifest.FragmentEntry, ...]:
    entries, start = [], 0.0
    for finished in fragments:
        fragment = finished.fragment
        spoken = speech_stage.read_fragment(finished.speech)
        end = start + duration_of(finished.speech)
        sentences = tuple(
            manifest.SentenceEntry(sentence.text, sentence.spoken, round(start + begins, 3), round(start + ends, 3))
            for sentence, (begins, ends) in zip(fragment.sentences, spoken.sentences, strict=True)
        )
        entries.append(
            manifest.FragmentEntry(
                number=fragment.number,
                slide=fragment.slide,
                text=fragment.text,
                spoken=fragment.spoken,
                start=round(start, 3),
                end=round(end, 3),
                sentences=sentences,
                audio=manifest.file_entry(sound_path(request.out, request.id, fragment.number), request.out),
                video=manifest.file_entry(clip_path(request.out, request.id, fragment.number), request.out),
                speech_key=finished.speech_key,
                clip_key=finished.clip_key,
                speech=manifest.SpeechEntry(
                    spoken.measurements.utterances, spoken.measurements.spoken_again, spoken.measurements.problems
                ),
                warnings=fragment.warnings,
            )
        )
        start = end
    return tuple(entries)
