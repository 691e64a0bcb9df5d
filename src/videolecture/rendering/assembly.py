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
from videolecture.rendering.finished import SOUND, FinishedPart, captions_of, chapter_title, lecture_title
from videolecture.rendering.plan import Plan
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


def join_slide(plan: Plan, slide: int, parts: Sequence[FinishedPart], progress: Progress) -> Path:
    """Join the pieces of one slide into its file."""
    target = slide_path(plan.request.out, plan.request.id, slide)
    film.join_slide([_part(part, plan.request.language) for part in parts], target, progress)
    return target


def assemble(plan: Plan, parts: Sequence[FinishedPart], progress: Progress) -> FinishedLecture:
    """Make the lecture of its pieces; its manifest comes last, so that a manifest means a whole lecture."""
    out, number = plan.request.out, plan.request.id
    wanted = plan.request.subtitles.split(",")
    sections = [
        film.Section(
            chapter_title(plan, slide),
            tuple(_part(part, plan.request.language) for part in parts if part.slide == slide.number),
        )
        for slide in plan.chosen
    ]
    target = lecture_path(out, number)
    finished = film.lecture(
        sections, target, plan.request.language, progress, _tags(plan), soft="soft" in wanted, files="file" in wanted
    )
    told = lecture_path(out, number, ".json")
    manifest.write(description.describe(plan, parts, finished), told)
    progress(1.0, "whole")
    return FinishedLecture(target, finished.subtitles, told, finished.seconds)


def _tags(plan: Plan) -> dict[str, str]:
    """The film's metadata, under the names that MP4 has for it; what nobody told is not there."""
    request = plan.request
    tags = {"title": lecture_title(plan), "artist": request.author, "copyright": request.licence}
    return {name: value for name, value in tags.items() if value}


def _part(finished: FinishedPart, language: str) -> film.Part:
    captions: tuple[Caption, ...] = ()
    if finished.fragment is not None and finished.speech is not None:
        captions = captions_of(finished.fragment.fragment, finished.speech, language)
    return film.Part(finished.picture, finished.sound, captions)
