"""A lecture's own recordings: which files there are, what of the lecture each of them speaks, and where."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videolecture.deck.narration import SUFFIXES as NARRATED
from videolecture.errors import InputError, Term
from videolecture.execute import Executor
from videolecture.execute.tasks import Input, ReadNarration
from videolecture.rendering import events
from videolecture.rendering.listening import Recording, listened_to, made
from videolecture.rendering.request import RECORDING, RenderRequest, check_file
from videolecture.speech.recorded.cutting import cut
from videolecture.speech.recorded.said import Difference
from videolecture.speech.recorded.stretches import Stretch
from videolecture.storage.cache import CONTENTS, Cache, digest, digest_file
from videolecture.text.detect import AUTO
from videolecture.types import Fragment, Slide

SOUNDS = (
    ".wav",
    ".mp3",
    ".m4a",
    ".aac",
    ".ogg",
    ".oga",
    ".opus",
    ".flac",
    ".webm",
    ".mp4",
    ".mov",
    ".mkv",
    ".aif",
    ".aiff",
)
_NAME = re.compile(r"(?:(?P<kind>slide|fragment|слайд|фрагмент)[ _-]*)?0*(?P<number>[1-9]\d{0,5})", re.IGNORECASE)
MOST_TOLD = 20  # differences that are told one by one
_NAMES = "Name them 3.m4a or slide_3.m4a for a slide, fragment_7.m4a for a fragment."


@dataclass(frozen=True)
class Recordings:
    """A lecture's recordings, listened to."""

    whole: Recording | None = None  # of everything that has none of its own
    slides: Mapping[int, Recording] = field(default_factory=dict)
    fragments: Mapping[int, Recording] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """A fragment that was recorded, not spoken by an engine."""

    recording: Recording
    stretch: Stretch
    goes_on: bool  # the lecture goes on in the same recording right after it


@dataclass(frozen=True)
class _Sources:
    """The files of recordings."""

    whole: Path | None = None
    slides: Mapping[int, Path] = field(default_factory=dict)
    fragments: Mapping[int, Path] = field(default_factory=dict)

    def all(self) -> tuple[Path, ...]:
        """Every file, those of slides before those of fragments, by number."""
        own = [path for kind in (self.slides, self.fragments) for _, path in sorted(kind.items())]
        return (self.whole, *own) if self.whole else tuple(own)


def first_sound(recording: Path) -> Path | None:
    """The file whose voice is learned where no sample is given: the recording itself, or the first of several.

    None for a deck, whose narration is not taken out yet.
    """
    return None if _is_deck(recording) else _sources(recording).all()[0]


def open_recordings(
    request: RenderRequest,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None = None,
) -> Recordings | None:
    """The request's recordings; None where it has none. Raises InputError, MissingError, OutputError, Cancelled."""
    if request.recording is None:
        return None
    if _is_deck(request.recording):
        sources = _narration(request.recording, request.name, executor, cache, cancelled)
    else:
        sources = _sources(request.recording)
    language = "" if request.language == AUTO else request.language

    def listened(path: Path) -> Recording:
        def report(done: float, what: str) -> None:
            emit(events.Progressed("read", done, what=f"{path.name}: {what}" if what else path.name))

        return listened_to(path, language, request.name, executor, cache, report, cancelled)

    return Recordings(
        listened(sources.whole) if sources.whole else None,
        {number: listened(path) for number, path in sorted(sources.slides.items())},
        {number: listened(path) for number, path in sorted(sources.fragments.items())},
    )


def _is_deck(recording: Path) -> bool:
    return recording.suffix.lower() in NARRATED


def _narration(deck: Path, job: str, executor: Executor, cache: Cache, cancelled: threading.Event | None) -> _Sources:
    """The narration of a deck, slide by slide. Raises InputError where it has none."""
    check_file(deck, RECORDING)
    file = digest_file(deck)
    key = digest("narration", file)
    if not (entry := cache.find("narration", key)):
        task = ReadNarration("", job, Input("file", file))
        entry = made("narration", key, task, {task.deck: deck.resolve()}, executor, cache, cancelled=cancelled)
    files = [(path.stem, path) for path in sorted(entry.iterdir()) if path.name != CONTENTS]
    if not files:
        raise InputError(
            "There is no narration in the deck «{path}».",
            "Record it in PowerPoint (Record), or give recordings of your own.",
            code="recording-no-narration",
            path=deck,
        )
    return _by_number(deck, files)


def recorded_fragments(
    slides: Sequence[Slide], recordings: Recordings | None
) -> tuple[dict[int, Recorded], tuple[Term, ...]]:
    """The recorded fragments of a lecture by their numbers, and what was said otherwise than it is written.

    Raises InputError for recordings of slides and fragments that there are not, and for those that do not belong to
    their text.
    """
    if recordings is None:
        return {}, ()
    spoken = [fragment for slide in slides for fragment in slide.fragments if fragment.sentences]
    _check_numbers(spoken, recordings)
    groups: list[tuple[Recording, list[Fragment]]] = []
    for fragment in spoken:
        own = recordings.fragments.get(fragment.number) or recordings.slides.get(fragment.slide) or recordings.whole
        if own is None:
            continue
        known = next((group for recording, group in groups if recording is own), None)
        if known is None:
            groups.append((own, [fragment]))
        else:
            known.append(fragment)
    found: dict[int, Recorded] = {}
    told: list[Term] = []
    for recording, fragments in groups:
        done = cut(fragments, recording.heard, recording.name)
        for place, (fragment, stretch) in enumerate(zip(fragments, done.stretches, strict=True)):
            following = fragments[place + 1].number if place + 1 < len(fragments) else 0
            found[fragment.number] = Recorded(recording, stretch, following == fragment.number + 1)
        told += _notices(recording, done.differences)
    return found, tuple(told)


def _check_numbers(spoken: Sequence[Fragment], recordings: Recordings) -> None:
    slides, fragments = {one.slide for one in spoken}, {one.number for one in spoken}
    for number, recording in recordings.slides.items():
        if number not in slides:
            raise InputError(
                "Slide {slide}, which the recording «{recording}» is for, has no text.",
                "Correct the recording's name, or write the slide's text: videolecture transcribe.",
                code="recording-slide",
                slide=number,
                recording=recording.name,
            )
    for number, recording in recordings.fragments.items():
        if number not in fragments:
            raise InputError(
                "There is no fragment {fragment}, which the recording «{recording}» is for.",
                "videolecture text shows the fragments' numbers.",
                code="recording-fragment",
                fragment=number,
                recording=recording.name,
            )


def _notices(recording: Recording, differences: Sequence[Difference]) -> Iterator[Term]:
    for one in differences[:MOST_TOLD]:
        time = f"{int(one.seconds) // 60}:{int(one.seconds) % 60:02}"
        if one.written and one.heard:
            yield Term(
                "Slide {slide}, fragment {fragment}, «{recording}» at {time}: «{heard}» was said, where the text has "
                "«{written}».",
                code="recorded-otherwise",
                slide=one.slide,
                fragment=one.fragment,
                recording=recording.name,
                time=time,
                heard=one.heard,
                written=one.written,
            )
        elif one.heard:
            yield Term(
                "Slide {slide}, fragment {fragment}, «{recording}» at {time}: «{heard}» is not in the text.",
                code="recorded-more",
                slide=one.slide,
                fragment=one.fragment,
                recording=recording.name,
                time=time,
                heard=one.heard,
            )
        else:
            yield Term(
                "Slide {slide}, fragment {fragment}, «{recording}» at {time}: «{written}» was not said.",
                code="recorded-less",
                slide=one.slide,
                fragment=one.fragment,
                recording=recording.name,
                time=time,
                written=one.written,
            )
    if len(differences) > MOST_TOLD:
        yield Term(
            "«{recording}»: {count} more passages were said otherwise.",
            code="recorded-rest",
            recording=recording.name,
            count=len(differences) - MOST_TOLD,
        )


# -------------------------------------------------------------------------------------------------- files and names


def _sources(recording: Path) -> _Sources:
    """The files that a request names: one sound, a folder of them, or a table in TOML."""
    if recording.is_dir():
        files = sorted(path for path in recording.iterdir() if path.suffix.lower() in SOUNDS)
        return _by_number(recording, [(path.stem, path) for path in files])
    check_file(recording, RECORDING)
    if recording.suffix.lower() != ".toml":
        return _Sources(recording)
    try:
        table = tomllib.loads(recording.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            "The table of recordings «{path}» cannot be read: {reason}.",
            'Write a line for each slide: 3 = "three.m4a".',
            code="recordings-table",
            path=recording,
            reason=error,
        ) from None
    listed = [(name, (recording.parent / str(file)).resolve()) for name, file in table.items()]
    for _, path in listed:
        check_file(path, RECORDING)
    return _by_number(recording, listed)


def _by_number(place: Path, files: Sequence[tuple[str, Path]]) -> _Sources:
    slides: dict[int, Path] = {}
    fragments: dict[int, Path] = {}
    for name, path in files:
        found = _NAME.fullmatch(name.strip())
        if not found:
            raise InputError(
                "The name «{name}» in «{path}» does not say which slide it is a recording of.",
                _NAMES,
                code="recording-name",
                name=name,
                path=place,
            )
        kind = fragments if (found["kind"] or "").lower() in ("fragment", "фрагмент") else slides
        if (number := int(found["number"])) in kind:
            raise InputError(
                "«{path}» has two recordings with the number {number}.",
                _NAMES,
                code="recording-twice",
                number=number,
                path=place,
            )
        kind[number] = path
    if not files:
        raise InputError("There is no recording in «{path}».", _NAMES, code="recordings-none", path=place)
    return _Sources(None, slides, fragments)
