"""Looks at what a client of the service gave, in a worker process: untrusted files are decoded nowhere else."""

from __future__ import annotations

import contextlib
from pathlib import Path

from videolecture.deck.types import Deck
from videolecture.errors import InputError
from videolecture.execute.tasks import Inspect, InspectedFragment, InspectResult, Places
from videolecture.types import Slide

LONGEST_VOICE = 3600.0  # seconds


def inspect(task: Inspect, places: Places) -> InspectResult:
    """What a client will be told of its lecture. Raises InputError for files that cannot be used."""
    from videolecture import deck, text
    from videolecture.face import photo
    from videolecture.speech import sample
    from videolecture.text import detect
    from videolecture.text.formulas_shown import shown
    from videolecture.text.split import slide_texts

    paths = places.inputs
    opened = deck.read(paths[task.deck], None, task.canvas) if task.deck else None
    lecture, name = _lecture(task, places, opened)
    language = task.language
    if language == detect.AUTO:
        spoken = task.voice is not None or task.recorded
        language = detect.detect(lecture) if spoken else "en"  # as the plan takes it
    slides: tuple[Slide, ...] = ()
    if lecture.strip():
        slides = text.split_lecture(
            lecture,
            language,
            task.delimiter,
            dictionary=text.load_dictionary(paths[task.dictionary]) if task.dictionary else None,
            strict=task.strict,
            citations=task.citations,
            edits=task.edits,
        )
    if opened is not None:
        deck.pair(opened, slide_texts(lecture, task.delimiter) if lecture.strip() else (), name)
        slides += tuple(Slide(number, ()) for number in range(len(slides) + 1, len(opened.slides) + 1))
    elif not any(slide.fragments for slide in slides):
        raise InputError(
            "The lecture text {name} has no words.", "Write something to be spoken.", code="text-no-words", name=name
        )
    if task.face:
        photo.load(paths[task.face])
    if task.voice:
        check_recording(paths[task.voice])
        sample.load(paths[task.voice])
    return InspectResult(
        slides=tuple(
            tuple(
                InspectedFragment(f.number, f.text, len(f.spoken), f.source, f.clip, f.synth) for f in slide.fragments
            )
            for slide in slides
        ),
        layouts=tuple(slide.layout for slide in slides),
        title=shown(opened.called, language) if opened else "",
        language=language,
    )


def _lecture(task: Inspect, places: Places, opened: Deck | None) -> tuple[str, str]:
    """The text to be spoken, and the name of where it stands."""
    from videolecture import deck, text

    if task.text is not None:
        return text.read(places.inputs[task.text]).text, str(places.inputs[task.text])
    if opened is None:
        raise ValueError("a lecture without a text has a deck")
    if task.voice is None and not any(slide.notes.strip() for slide in opened.slides):
        return "", opened.name  # nobody asked for speech: all slides are silent
    return deck.notes_text(opened, task.delimiter), opened.name


def check_recording(path: Path) -> None:
    """Only real recordings reach FFmpeg: playlists and the like make it open further files and addresses."""
    from videolecture.speech.recorded.reading import looks_like_a_recording

    if not looks_like_a_recording(path):
        raise InputError(
            "The voice sample {path} is no recording.",
            "Give a wav, mp3, m4a, ogg, flac or webm file.",
            code="voice-no-recording",
            path=path,
        )
    if _longer_than(path, LONGEST_VOICE):
        raise InputError(
            "The voice sample {path} lasts more than {most:.0f} minutes.",
            "Give a shorter one; 30 seconds are plenty.",
            code="voice-too-long",
            path=path,
            most=LONGEST_VOICE / 60,
        )


def _longer_than(path: Path, most: float) -> bool:
    """Whether a recording lasts longer than `most` seconds. A header that says so is not believed: it is decoded.

    Headers of recordings that were cut short, streamed or edited say anything. No more than `most` is ever decoded.
    """
    import av

    with contextlib.suppress(av.error.FFmpegError), av.open(str(path)) as container:
        if not container.streams.audio or (container.duration or 0) / av.time_base <= most:
            return False  # a header that says too little does no harm: of a long sample only the beginning is read
        seconds = 0.0
        for frame in container.decode(container.streams.audio[0]):
            seconds += frame.samples / frame.sample_rate
            if seconds > most:
                return True
    return False
