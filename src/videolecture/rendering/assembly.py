"""How finished fragments become the lecture: slides are joined, the film is made, the manifest comes last."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose import assemble as film
from videolecture.compose import mastering
from videolecture.compose.subtitles import Caption
from videolecture.output import manifest
from videolecture.output.names import lecture_path, slide_path
from videolecture.rendering import description
from videolecture.rendering.finished import SOUND, FinishedFragment, title_of
from videolecture.rendering.plan import Plan
from videolecture.speech import stage as speech_stage
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Progress


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
    target = slide_path(plan.request.out, plan.request.id, slide)
    film.join_slide([_part(fragment) for fragment in fragments], target, progress)
    return target


def assemble(
    plan: Plan,
    fragments: Sequence[FinishedFragment],
    progress: Progress,
) -> FinishedLecture:
    """Make the lecture of its clips; its manifest comes last, so that a manifest means a whole lecture."""
    out, number = plan.request.out, plan.request.id
    sections = [
        film.Section(title_of(slide), tuple(_part(f) for f in fragments if f.fragment.slide == slide.number))
        for slide in plan.chosen
    ]
    target = lecture_path(out, number)
    finished = film.lecture(sections, target, plan.request.language, progress, title="")
    told = lecture_path(out, number, ".json")
    manifest.write(description.describe(plan, fragments, finished), told)
    progress(1.0, "whole")
    subtitles = (lecture_path(out, number, ".srt"), lecture_path(out, number, ".vtt"))
    return FinishedLecture(target, subtitles, told, finished.seconds)


def _part(finished: FinishedFragment) -> film.Part:
    spoken = speech_stage.read_fragment(finished.speech)
    words = [mark for mark in spoken.speech.marks if mark.kind == "word"]
    captions = tuple(
        Caption(sentence.text, start, end, tuple(word for word in words if start <= word.start < end))
        for sentence, (start, end) in zip(finished.fragment.sentences, spoken.sentences, strict=True)
    )
    return film.Part(finished.clip, finished.speech / SOUND, captions)
