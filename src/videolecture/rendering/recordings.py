"""A lecture's own recordings: which files there are, what of the lecture each of them speaks, and where."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videolecture.errors import InputError, Term
from videolecture.execute import Executor
from videolecture.execute.tasks import Input, ReadNarration
from videolecture.rendering import events
from videolecture.rendering.listening import Recording, listened_to, made
from videolecture.rendering.recording_files import Sources, by_number, is_deck, sources
from videolecture.rendering.request import RECORDING, RenderRequest, check_file
from videolecture.speech.recorded.cutting import cut
from videolecture.speech.recorded.said import Difference
from videolecture.speech.recorded.stretches import Stretch
from videolecture.storage.cache import CONTENTS, Cache, digest, digest_file
from videolecture.text.detect import AUTO
from videolecture.types import Fragment, Slide

MOST_TOLD = 20  # differences that are told one by one


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


def open_recordings(
    request: RenderRequest,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None = None,
) -> Recordings | None:
    """The request's recordings; None where it has none. Raises InputError, MissingError, OutputError, Cancelled."""
    files = recording_sources(request, executor, cache, cancelled)
    if files is None:
        return None
    language = "" if request.language == AUTO else request.language

    def listened(path: Path) -> Recording:
        def report(done: float, what: str) -> None:
            emit(events.Progressed("read", done, what=f"{path.name}: {what}" if what else path.name))

        return listened_to(path, language, request.name, executor, cache, report, cancelled)

    return Recordings(
        listened(files.whole) if files.whole else None,
        {number: listened(path) for number, path in sorted(files.slides.items())},
        {number: listened(path) for number, path in sorted(files.fragments.items())},
    )


def recording_sources(
    request: RenderRequest, executor: Executor, cache: Cache, cancelled: threading.Event | None = None
) -> Sources | None:
    """The files of the request's recordings, not listened to; None where it has none. Raises like `open_recordings`."""
    if request.recording is None:
        return None
    if is_deck(request.recording):
        return _narration(request.recording, request.name, executor, cache, cancelled)
    return sources(request.recording)


def _narration(deck: Path, job: str, executor: Executor, cache: Cache, cancelled: threading.Event | None) -> Sources:
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
    return by_number(deck, files)


def recorded_fragments(
    slides: Sequence[Slide], recordings: Recordings | None
) -> tuple[dict[int, Recorded], tuple[Term, ...]]:
    """The recorded fragments of a lecture by their numbers, and what was said otherwise than it is written.

    A passage that an engine is to speak (`[synth]`) is found in the recording too, if it is said there, and cut out.
    Raises InputError for recordings of slides and fragments that there are not, and for those that do not belong to
    their text.
    """
    if recordings is None:
        return {}, tuple(_nothing_recorded(one) for slide in slides for one in slide.fragments if one.synth)
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
    belongs = {fragment.number for _, fragments in groups for fragment in fragments}
    told = [_nothing_recorded(fragment) for fragment in spoken if fragment.synth and fragment.number not in belongs]
    for recording, fragments in groups:
        if all(fragment.synth for fragment in fragments):
            told.append(_not_used(recording, fragments[0]))
            continue
        done = cut(fragments, recording.heard, recording.name)
        speaking = {fragment.number for fragment in fragments if not fragment.synth}
        for fragment, stretch in zip(fragments, done.stretches, strict=True):
            if fragment.number in speaking:
                found[fragment.number] = Recorded(recording, stretch, fragment.number + 1 in speaking)
        told += _notices(recording, done.differences)
    return found, tuple(told)


def _check_numbers(spoken: Sequence[Fragment], recordings: Recordings) -> None:
    slides, fragments = {one.slide for one in spoken}, {one.number: one for one in spoken}
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
        if fragments[number].synth:
            raise InputError(
                "Fragment {fragment} stands between [synth] and [/synth], and «{recording}» is a recording of it.",
                "Take the marks out, or the recording away.",
                code="recording-of-synth",
                fragment=number,
                recording=recording.name,
            )


def _nothing_recorded(fragment: Fragment) -> Term:
    return Term(
        "Slide {slide}, fragment {fragment}: [synth] changes nothing, because nothing is recorded there.",
        code="synth-not-recorded",
        slide=fragment.slide,
        fragment=fragment.number,
    )


def _not_used(recording: Recording, first: Fragment) -> Term:
    return Term(
        "«{recording}» is not used: everything that it is for (slide {slide}) stands between [synth] and [/synth].",
        code="recording-all-synth",
        recording=recording.name,
        slide=first.slide,
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
