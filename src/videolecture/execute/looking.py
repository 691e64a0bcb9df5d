"""What the tasks of `looks` do, in a worker process."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from videolecture.errors import InputError
from videolecture.execute.inspection import check_recording
from videolecture.execute.looks import (
    PICTURE,
    SOUND,
    DeckSeen,
    FindNames,
    ListenToVoice,
    LookAtDeck,
    LookAtPhoto,
    NamesFound,
    PhotoSeen,
    ReadFragment,
    ReadLecture,
    ReadText,
    SlideSeen,
    TextRead,
    VoiceHeard,
)
from videolecture.execute.tasks import Places
from videolecture.types import Image, Progress, Samples, Slide

SIDE = 1024  # pixels of the shown photo's longer side
PEAKS = 240  # stretches of a waveform
HEARD = 60.0  # seconds of a recording that can be heard again


def photo(task: LookAtPhoto, places: Places) -> PhotoSeen:
    """Where the face is. Raises InputError where none can be animated; the small JPEG is there even then."""
    from videolecture.face import photo, preview
    from videolecture.face.landmarks.find import FaceFinder

    taken, warnings = photo.load(places.inputs[task.photo])
    _write_picture(taken.pixels, places.output / PICTURE)
    height, width = (round(side / taken.reduced) for side in taken.pixels.shape[:2])
    face = FaceFinder().find(taken, task.face_box)
    left, top, right, bottom = preview.box_of(taken, face)
    return PhotoSeen(0.0, width, height, (left, top, right, bottom), (*warnings, *face.warnings))


def voice(task: ListenToVoice, places: Places) -> VoiceHeard:
    """How long it is, its waveform, and what is wrong with it. Raises InputError for what no voice is learned from."""
    from videolecture.speech import sample

    path = places.inputs[task.voice]
    check_recording(path)
    recording = sample.load(path)
    _write_sound(recording.samples[: round(HEARD * recording.rate)], recording.rate, places.output / SOUND)
    stretches = np.array_split(np.abs(recording.samples), PEAKS)
    peaks = tuple(round(float(stretch.max(initial=0.0)), 3) for stretch in stretches)
    return VoiceHeard(0.0, len(recording.samples) / recording.rate, peaks, sample.warnings(recording))


def deck(task: LookAtDeck, places: Places) -> DeckSeen:
    """The titles and notes of its slides. Raises InputError for a deck that cannot be opened."""
    from videolecture import deck
    from videolecture.text import detect
    from videolecture.text.formulas_shown import shown

    opened = deck.read(places.inputs[task.deck], None, (1920, 1080))
    written = "\n".join(f"{slide.title}\n{slide.notes}" for slide in opened.slides)
    try:
        language = detect.detect(written)
    except InputError:  # nothing that a language could be told by
        language = ""
    return DeckSeen(0.0, tuple(SlideSeen(shown(slide.title, language), slide.notes) for slide in opened.slides))


def names(task: FindNames, places: Places) -> NamesFound:
    """The files that it names. Raises InputError for what cannot be read."""
    from videolecture import deck, text
    from videolecture.deck import beside
    from videolecture.text import slide_marks

    path = places.inputs[task.file]
    if task.reads == "deck":
        return NamesFound(0.0, beside.named(path))
    if task.reads == "text":
        written = text.read(path).text
    else:
        written = "\n".join(slide.notes for slide in deck.read(path, None, (1920, 1080)).slides)
    clips = (stretch.clip for stretch in slide_marks.take(written).stretches)
    return NamesFound(0.0, tuple(dict.fromkeys(filter(None, clips))))


def text(task: ReadText, places: Places, progress: Progress) -> TextRead:
    """Its slides, fragments and sentences. Raises InputError for a text that cannot be read."""
    from videolecture import text
    from videolecture.text import detect

    language = detect.detect(task.text) if task.language == detect.AUTO else task.language
    slides = text.split_lecture(
        task.text,
        language,
        task.delimiter,
        dictionary=text.load_dictionary(places.inputs[task.dictionary]) if task.dictionary else None,
        stress=task.stress,
        citations=task.citations,
        progress=progress,
    )
    return _read(slides, language)


def lecture(task: ReadLecture, places: Places, progress: Progress) -> TextRead:
    """The same of a lecture that was ordered: of its file, or of its deck's notes, with its changes."""
    from videolecture import deck, text
    from videolecture.text import detect

    if task.text is not None:
        written = text.read(places.inputs[task.text]).text
    elif task.deck is not None:
        written = deck.notes_text(deck.read(places.inputs[task.deck], None, (1920, 1080)), task.delimiter)
    else:
        raise ValueError("a lecture without a text has a deck")
    language = detect.detect(written) if task.language == detect.AUTO else task.language
    slides = text.split_lecture(
        written,
        language,
        task.delimiter,
        dictionary=text.load_dictionary(places.inputs[task.dictionary]) if task.dictionary else None,
        stress=task.stress,
        citations=task.citations,
        edits=task.edits,
        progress=progress,
    )
    return _read(slides, language)


def _read(slides: tuple[Slide, ...], language: str) -> TextRead:
    from videolecture.text.doubts import doubts

    read = tuple(
        tuple(
            ReadFragment(
                fragment.number,
                slide.number,
                fragment.sentences,
                tuple(doubts(sentence.text, language) for sentence in fragment.sentences),
                fragment.warnings,
                fragment.clip,
                fragment.synth,
            )
            for fragment in slide.fragments
        )
        for slide in slides
    )
    return TextRead(0.0, language, read)


def _write_picture(pixels: Image, target: Path) -> None:
    small = Pillow.fromarray(pixels)
    small.thumbnail((SIDE, SIDE))
    small.save(target, format="JPEG", quality=88)


def _write_sound(samples: Samples, rate: int, target: Path) -> None:
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
