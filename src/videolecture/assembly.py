"""What lands in the output folder, under which names, and how finished fragments become the lecture there."""

from __future__ import annotations

import dataclasses
import math
import tempfile
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture import publish, registry, weights
from videolecture.aside import output_error
from videolecture.cache import digest_file
from videolecture.compose import assemble as film
from videolecture.compose import chapters, encoding, mastering
from videolecture.compose.mp4 import reading
from videolecture.compose.subtitles import Caption
from videolecture.job import Job
from videolecture.plan import Plan
from videolecture.speech import stage as speech_stage
from videolecture.types import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, EngineInfo, Fragment, Progress, Slide

FOLDERS = ("audio_fragments", "video_fragments", "combined", "final")
SOUND = "speech.wav"  # in a speech's cache entry


def sound_path(out: Path, lecture: int, fragment: int) -> Path:
    """A fragment's sound, under the original service's name."""
    return out / "audio_fragments" / f"audio_fragment_{lecture}_{fragment}.wav"


def clip_path(out: Path, lecture: int, fragment: int) -> Path:
    """A fragment's clip, under the original service's name."""
    return out / "video_fragments" / f"video_fragment_{lecture}_{fragment}_1.mp4"


def slide_path(out: Path, lecture: int, slide: int) -> Path:
    """A slide's clips in one file."""
    return out / "combined" / f"slide_{lecture}_{slide}.mp4"


def lecture_path(out: Path, lecture: int, suffix: str = ".mp4") -> Path:
    """The finished lecture; its subtitles and manifest have other suffixes."""
    return out / "final" / f"lecture_{lecture}{suffix}"


def remove_others(plan: Plan) -> None:
    """Remove what an earlier version of the lecture left in its folder: files whose numbers the plan has no longer.

    The joined slides and the lecture go in any case: until they are made anew, they would show the earlier version.
    """
    out, lecture = plan.job.out, plan.job.id
    planned = {
        path(out, lecture, fragment.fragment.number).name
        for fragment in plan.fragments
        for path in (sound_path, clip_path)
    }
    patterns = (
        sound_path(out, lecture, 0).with_name(f"audio_fragment_{lecture}_*.wav"),
        clip_path(out, lecture, 0).with_name(f"video_fragment_{lecture}_*_1.mp4"),
        slide_path(out, lecture, 0).with_name(f"slide_{lecture}_*.mp4"),
        lecture_path(out, lecture, ".*"),
    )
    for pattern in patterns:
        for old in sorted(pattern.parent.glob(pattern.name), reverse=True):
            if old.name not in planned:
                try:
                    old.unlink()
                except OSError as error:
                    raise output_error(old, error) from error


def frames_of(speech: Path) -> int:
    """Frames of the clip that belongs to a speech's cache entry: its sound is a whole number of them."""
    with wave.open(str(speech / SOUND)) as file:
        return int(file.getnframes()) // SAMPLES_PER_FRAME


def duration_of(speech: Path) -> float:
    """Seconds of a speech's cache entry."""
    return frames_of(speech) / FPS


@dataclass(frozen=True)
class FinishedFragment:
    """A fragment with the cache entries that were made of it."""

    fragment: Fragment
    speech: Path  # folder
    clip: Path  # file
    speech_key: str
    clip_key: str


@dataclass(frozen=True)
class FinishedLecture:
    """The finished lecture's files."""

    path: Path
    subtitles: tuple[Path, ...]
    manifest: Path
    duration: float  # seconds


def load() -> None:
    """Load what joining needs, half a second that cannot be interrupted, before there is anything to join."""
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / SOUND
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            file.writeframes(bytes(2 * SAMPLES_PER_FRAME))
        mastering.master([sound], sound.with_suffix(".mp4"), lambda *_: None)


def join_slide(plan: Plan, slide: int, fragments: Sequence[FinishedFragment], progress: Progress) -> Path:
    """Join one slide's clips into its file."""
    target = slide_path(plan.job.out, plan.job.id, slide)
    film.join_slide([_part(fragment) for fragment in fragments], target, progress)
    return target


def assemble(
    plan: Plan,
    fragments: Sequence[FinishedFragment],
    progress: Progress,
) -> FinishedLecture:
    """Make the lecture of its clips; its manifest comes last, so that a manifest means a whole lecture."""
    out, number = plan.job.out, plan.job.id
    sections = [
        film.Section(_title(slide), tuple(_part(f) for f in fragments if f.fragment.slide == slide.number))
        for slide in plan.chosen
    ]
    target = lecture_path(out, number)
    finished = film.lecture(sections, target, plan.job.language, progress, title="")
    manifest = lecture_path(out, number, ".json")
    publish.write(describe(plan, fragments, finished), manifest)
    progress(1.0, "whole")
    subtitles = (lecture_path(out, number, ".srt"), lecture_path(out, number, ".vtt"))
    return FinishedLecture(target, subtitles, manifest, finished.seconds)


def _title(slide: Slide) -> str:
    sentences = (sentence.text for fragment in slide.fragments for sentence in fragment.sentences)
    return chapters.title(slide.number, sentences)


def _part(finished: FinishedFragment) -> film.Part:
    spoken = speech_stage.read_fragment(finished.speech)
    words = [mark for mark in spoken.speech.marks if mark.kind == "word"]
    captions = tuple(
        Caption(sentence.text, start, end, tuple(word for word in words if start <= word.start < end))
        for sentence, (start, end) in zip(finished.fragment.sentences, spoken.sentences, strict=True)
    )
    return film.Part(finished.clip, finished.speech / SOUND, captions)


# ------------------------------------------------------------------------------------------------------- the manifest

# Packages whose version can change a lecture's bytes.
_PACKAGES = ("ai-edge-litert", "av", "numba", "numpy", "opencv-python-headless", "pymorphy3", "scipy", "torch")


def describe(plan: Plan, fragments: Sequence[FinishedFragment], finished: film.Assembled) -> publish.Manifest:
    """What `lecture_<id>.json` says."""
    job = plan.job
    speech, face = registry.speech_engine(job.speech).info, registry.face_engine(job.face_engine).info
    entries = _fragment_entries(job, fragments)
    return publish.Manifest(
        id=str(job.id),
        title="",
        language=job.language,
        film=_film_entry(job, finished),
        slides=_slide_entries(plan, fragments),
        fragments=entries,
        engines={"speech": _speech_entry(job, speech), "face": _face_entry(plan, face)},
        encoder=encoding.EncoderSettings().identity(),
        photo=publish.SourceEntry(job.face.name, digest_file(job.face)),
        voice=publish.SourceEntry(job.voice.name, digest_file(job.voice)),
        versions=publish.versions(_PACKAGES),
        checked=job.checked,
        speech=publish.SpeechEntry(
            utterances=sum(entry.speech.utterances for entry in entries),
            spoken_again=sum(entry.speech.spoken_again for entry in entries),
            problems=tuple(f"{entry.number}: {problem}" for entry in entries for problem in entry.speech.problems),
        ),
        warnings=plan.warnings,
    )


def _face_entry(plan: Plan, info: EngineInfo) -> publish.EngineEntry:
    """The face engine with the weights that its options took, and whether these options allow commercial use."""
    chosen = plan.job.face_options
    free = all(chosen.get(name) not in values for name, values in info.noncommercial_options.items())
    info = dataclasses.replace(info, weights=tuple(plan.face_weights), commercial=info.commercial and free)
    return publish.engine_entry(info, plan.face_weights)


def problems_of(measurements: Mapping[str, object]) -> tuple[str, ...]:
    """What is still wrong with a spoken fragment, in words."""
    found = measurements.get("problems", ())
    return tuple(str(problem) for problem in found) if isinstance(found, (list, tuple)) else ()


def _speech_entry(job: Job, info: EngineInfo) -> publish.EngineEntry:
    """The speech engine, and of its options those that it lets everybody know."""
    told = getattr(registry.speech_engine(job.speech), "told", ())
    chosen = {name: job.speech_options[name] for name in told if name in job.speech_options}
    entry = publish.engine_entry(info, {name: weights.find(name).identity for name in info.weights})
    return dataclasses.replace(entry, chosen=chosen)


def _film_entry(job: Job, finished: film.Assembled) -> publish.FilmEntry:
    with reading(finished.film) as container:
        picture = container.streams.video[0]
        width, height = picture.width, picture.height
    sound = finished.sound
    return publish.FilmEntry(
        video=publish.file_entry(finished.film, job.out),
        subtitles=tuple(publish.file_entry(lecture_path(job.out, job.id, kind), job.out) for kind in (".srt", ".vtt")),
        seconds=finished.seconds,
        frames=finished.frames,
        fps=FPS,
        width=width,
        height=height,
        loudness=round(sound.loudness, 2) if math.isfinite(sound.loudness) else None,
        true_peak=round(sound.true_peak, 2) if math.isfinite(sound.true_peak) else None,
    )


def _slide_entries(plan: Plan, fragments: Sequence[FinishedFragment]) -> tuple[publish.SlideEntry, ...]:
    entries, start = [], 0.0
    for slide in plan.chosen:
        mine = [finished for finished in fragments if finished.fragment.slide == slide.number]
        end = start + sum(duration_of(finished.speech) for finished in mine)
        entries.append(
            publish.SlideEntry(
                number=slide.number,
                title=_title(slide),
                start=round(start, 3),
                end=round(end, 3),
                fragments=tuple(finished.fragment.number for finished in mine),
                video=publish.file_entry(slide_path(plan.job.out, plan.job.id, slide.number), plan.job.out)
                if mine
                else None,
            )
        )
        start = end
    return tuple(entries)


def _fragment_entries(job: Job, fragments: Sequence[FinishedFragment]) -> tuple[publish.FragmentEntry, ...]:
    entries, start = [], 0.0
    for finished in fragments:
        fragment = finished.fragment
        spoken = speech_stage.read_fragment(finished.speech)
        end = start + duration_of(finished.speech)
        sentences = tuple(
            publish.SentenceEntry(sentence.text, sentence.spoken, round(start + begins, 3), round(start + ends, 3))
            for sentence, (begins, ends) in zip(fragment.sentences, spoken.sentences, strict=True)
        )
        entries.append(
            publish.FragmentEntry(
                number=fragment.number,
                slide=fragment.slide,
                text=fragment.text,
                spoken=fragment.spoken,
                start=round(start, 3),
                end=round(end, 3),
                sentences=sentences,
                audio=publish.file_entry(sound_path(job.out, job.id, fragment.number), job.out),
                video=publish.file_entry(clip_path(job.out, job.id, fragment.number), job.out),
                speech_key=finished.speech_key,
                clip_key=finished.clip_key,
                speech=publish.SpeechEntry(
                    int(str(spoken.measurements["utterances"])),
                    int(str(spoken.measurements["spoken_again"])),
                    problems_of(spoken.measurements),
                ),
                warnings=fragment.warnings,
            )
        )
        start = end
    return tuple(entries)
