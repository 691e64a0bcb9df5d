"""Clips become slides and the lecture: picture packets are copied, the sound is built anew from the fragments' WAVs.

Every time is counted in whole frames and samples from the start of the lecture: nothing is rounded on the way, so that
nothing drifts, however long the lecture. Packets stream from file to file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from videolecture.compose.chapters import Chapter, chapters, three_letters
from videolecture.compose.joining import PictureTrack, copied_sound, interleaved
from videolecture.compose.mastering import Mastered, master
from videolecture.compose.mp4 import SoundEncoder, reading, writing
from videolecture.compose.subtitles import Caption, Cue, cues, line_length, srt, vtt
from videolecture.compose.text_track import TextTrack
from videolecture.compose.wavs import length, stretches
from videolecture.errors import InputError
from videolecture.storage.atomic import scratch, write_text, written_aside
from videolecture.types import FPS, SAMPLE_RATE, Progress

if TYPE_CHECKING:
    from av.container import OutputContainer

    from videolecture.compose.mp4 import AnyPacket


@dataclass(frozen=True)
class Part:
    """One rendered fragment: its clip, the WAV its sound comes from, and its sentences as captions."""

    clip: Path
    sound: Path
    captions: tuple[Caption, ...] = ()


@dataclass(frozen=True)
class Section:
    """One slide of the lecture; without parts it keeps its number and leaves no trace in the film."""

    title: str  # of its chapter: chapters.title makes one
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Joined:
    """What was written."""

    frames: int
    seconds: float


@dataclass(frozen=True)
class Assembled:
    """What was written: `film` with the same chapters and cues inside, .srt and .vtt beside it."""

    film: Path
    frames: int
    seconds: float
    sound: Mastered
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    subtitles: tuple[Path, ...] = ()


def join_slide(parts: Sequence[Part], out: Path, progress: Progress | None = None) -> Joined:
    """Join the clips of one slide; the sound of the WAVs as it is, encoded once.

    Raises OutputError when `out` cannot be written, EngineError when a clip or a WAV is damaged or they do not fit.
    """
    _not_empty(parts, out)
    pictures = PictureTrack([(part.clip, length(part.sound)) for part in parts])
    with written_aside(out) as aside, writing(aside, FPS) as container:
        picture_stream = pictures.add_to(container)
        sound = _encoded([part.sound for part in parts], SoundEncoder(container))
        watch = _watcher(progress, pictures.frames, "join")
        for packet in interleaved(watch(pictures.packets(picture_stream)), sound):
            container.mux(packet)
    return Joined(pictures.frames, pictures.frames / FPS)


def lecture(
    sections: Sequence[Section],
    out: Path,
    language: str,
    progress: Progress,
    tags: Mapping[str, str] = MappingProxyType({}),
    *,
    soft: bool = True,
    files: bool = True,
) -> Assembled:
    """Write the finished lecture to `out` (.mp4), with subtitles inside (`soft`) and beside it (`files`: .srt, .vtt).

    `tags` are its metadata: title, artist, copyright.

    Raises OutputError when something cannot be written, EngineError when a clip or a WAV is damaged, or they do not
    fit each other. A file of an earlier run is replaced when its successor is whole.
    """
    parts = [part for section in sections for part in section.parts]
    _not_empty(parts, out)
    lengths = [length(part.sound) for part in parts]
    pictures = PictureTrack([(part.clip, samples) for part, samples in zip(parts, lengths, strict=True)])
    all_chapters = _chapters(sections)
    captions = zip(_starts(lengths), [part.captions for part in parts], strict=True)
    all_cues = cues(captions, line_length(*pictures.size()))
    with written_aside(out) as aside, scratch(out, "sound") as sound_file:
        sound = master([part.sound for part in parts], sound_file, lambda done, what: progress(0.8 * done, what))
        with writing(aside, FPS) as container:
            container.metadata.update(tags)
            picture_stream = pictures.add_to(container)
            with reading(sound_file) as source:
                sound_stream = container.add_stream_from_template(source.streams.audio[0])
            text = TextTrack(container) if soft else None
            for stream in (picture_stream, sound_stream, *((text.stream,) if text else ())):
                stream.metadata["language"] = three_letters(language)
            _set_chapters(container, all_chapters)
            watch = _watcher(lambda done, what: progress(0.8 + 0.2 * done, what), pictures.frames, "film")
            tracks = (
                watch(pictures.packets(picture_stream)),
                copied_sound(sound_file, sound_stream),
                *((text.packets(all_cues),) if text else ()),
            )
            for packet in interleaved(*tracks):
                container.mux(packet)
    subtitles = _subtitle_files(out, all_cues, files)
    return Assembled(out, pictures.frames, pictures.frames / FPS, sound, all_chapters, all_cues, subtitles)


def _subtitle_files(out: Path, all_cues: Sequence[Cue], wanted: bool) -> tuple[Path, ...]:
    """Write the subtitles beside the film; remove an earlier run's where none are wanted."""
    texts = {out.with_suffix(".srt"): srt(all_cues), out.with_suffix(".vtt"): vtt(all_cues)}
    for path, text in texts.items():
        if wanted:
            write_text(path, text)
        else:
            path.unlink(missing_ok=True)
    return tuple(texts) if wanted else ()


def _not_empty(parts: Sequence[Part], out: Path) -> None:
    if not parts:
        raise InputError(
            "«{name}» would be empty: no fragment belongs to it.",
            "Give a text with words to speak.",
            code="assemble-empty",
            name=out.name,
        )


def _encoded(sounds: Sequence[Path], encoder: SoundEncoder) -> Iterator[AnyPacket]:
    for block in stretches(sounds):
        yield from encoder.encode(block)
    yield from encoder.finish()


def _starts(lengths: Sequence[int]) -> Iterator[int]:
    """Where each fragment starts, in ms: a frame is 40 of them, so nothing is lost."""
    samples = 0
    for size in lengths:
        yield samples * 1000 // SAMPLE_RATE
        samples += size


def _chapters(sections: Sequence[Section]) -> tuple[Chapter, ...]:
    return chapters(
        (section.title, sum(length(part.sound) for part in section.parts) * 1000 // SAMPLE_RATE) for section in sections
    )


def _set_chapters(container: OutputContainer, all_chapters: Iterable[Chapter]) -> None:
    container.set_chapters(
        [
            {
                "id": number,
                "start": chapter.start,
                "end": chapter.end,
                "time_base": Fraction(1, 1000),
                "metadata": {"title": chapter.title},
            }
            for number, chapter in enumerate(all_chapters, start=1)
        ]
    )


def _watcher(progress: Progress | None, total: int, what: str) -> Callable[[Iterator[AnyPacket]], Iterator[AnyPacket]]:
    """Tells how far a track is, at every hundredth packet."""

    def watch(packets: Iterator[AnyPacket]) -> Iterator[AnyPacket]:
        for number, packet in enumerate(packets):
            if progress and number % 100 == 0:
                progress(number / total, what)
            yield packet

    return watch
