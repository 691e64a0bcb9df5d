"""What of a text was said in a recording, word by word, and what was said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from videolecture.errors import InputError
from videolecture.speech.check.comparing import error_rate
from videolecture.speech.recorded.listening import Listened
from videolecture.speech.recorded.matching import Pair, Unrelated, match
from videolecture.speech.recorded.words import HeardWord, Word, heard_words, wanted_words
from videolecture.types import Fragment

ALIKE = 0.5  # of two words: the same one, at most misspelt
OTHERWISE = 0.55  # of a passage's letters: what was said is something else, not a recogniser's mistake
LEAST = 9  # letters of a passage that is worth a word; recognisers lose and invent shorter ones
BELONGS = 0.5  # of the text's letters found in the recording, and of the recording's in the text
SHOWN = 80  # characters of a passage in messages

Times = tuple[float, float]


@dataclass(frozen=True)
class Difference:
    """A passage that was said otherwise; one side is empty where something is only in the text or only said."""

    slide: int
    fragment: int
    seconds: float  # of the recording
    written: str
    heard: str


@dataclass
class Said:
    """A sentence in a recording."""

    times: list[Times] = field(default_factory=list)  # of its words that were heard, and of what was said between
    words: str = ""  # as they were said


def compared(fragments: Sequence[Fragment], listened: Listened, name: str) -> tuple[list[Said], tuple[Difference, ...]]:
    """Each sentence as it was said, in order, and every passage that was said otherwise.

    What an engine is to speak (`synth`) may be said or not: nothing is told of it, and its words take none from
    equal ones of a recorded sentence beside it.
    Raises InputError for a recording that does not belong to the text.
    """
    wanted, heard = wanted_words(fragments), list(heard_words(listened))
    yielding = {at for at, word in enumerate(wanted) if fragments[word.fragment].synth}
    try:
        pairs = match([word.letters for word in wanted], [word.letters for word in heard], yielding)
    except Unrelated:
        pairs = []
    _check_belongs(pairs, wanted, heard, fragments, name)
    said = [Said() for one in fragments for _ in one.sentences]
    spoken: list[list[str]] = [[] for _ in said]
    differences, at = [], 0.0
    owners = _owners(pairs, wanted, heard)
    for passage in _passages(pairs):
        own = [wanted[pair.wanted] for pair in passage if pair.wanted is not None]
        other = [heard[pair.heard] for pair in passage if pair.heard is not None]
        otherwise = _otherwise(passage, own, other)
        place = own[0].fragment if own else _fragment_of(owners[passage[0]], fragments)
        if otherwise and not fragments[place].synth:
            differences.append(_difference(own, other, fragments[place], other[0].start if other else at))
        at = other[-1].end if other else at
        for pair in passage:
            sentence = owners[pair]
            if pair.heard is not None:
                said[sentence].times.append((heard[pair.heard].start, heard[pair.heard].end))
                if otherwise:
                    spoken[sentence].append(heard[pair.heard].text)
            if pair.wanted is not None and not otherwise:
                spoken[sentence].append(wanted[pair.wanted].spoken)
    for one, words in zip(said, spoken, strict=True):
        one.words = " ".join(words)
    _check_whole(said, fragments, name)
    return said, tuple(differences)


def _owners(pairs: Sequence[Pair], wanted: Sequence[Word], heard: Sequence[HeardWord]) -> dict[Pair, int]:
    """The sentence that each pair belongs to; what was said between two sentences is divided at its longest pause."""
    found: dict[Pair, int] = {}
    before, waiting = 0, list[Pair]()
    for pair in pairs:
        if pair.wanted is None:
            waiting.append(pair)
            continue
        sentence = wanted[pair.wanted].sentence
        border = len(waiting)
        if sentence != before and waiting and pair.heard is not None and found:
            times = [heard[one.heard] for one in (*waiting, pair) if one.heard is not None]
            previous = next((heard[p.heard] for p in reversed(found) if p.heard is not None), None)
            ends = [previous.end if previous else times[0].start, *(word.end for word in times)]
            gaps = [word.start - end for word, end in zip(times, ends, strict=False)]
            border = max(range(len(gaps)), key=lambda at: (gaps[at], at))
        for place, one in enumerate(waiting):
            found[one] = before if place < border and found else sentence
        waiting, before = [], sentence
        found[pair] = sentence
    return found | dict.fromkeys(waiting, before)


def _passages(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Runs of words that are the same, and runs of others between them."""
    passage: list[Pair] = []
    for pair in pairs:
        if passage and (pair.alike >= ALIKE) != (passage[-1].alike >= ALIKE):
            yield passage
            passage = []
        passage.append(pair)
    if passage:
        yield passage


def _otherwise(passage: Sequence[Pair], own: Sequence[Word], other: Sequence[HeardWord]) -> bool:
    if passage[0].alike >= ALIKE:
        return False
    written, said = "".join(word.letters for word in own), "".join(word.letters for word in other)
    longest = max(len(written), len(said))
    return longest >= LEAST and error_rate(written or said, said if written else "") > OTHERWISE


def _difference(own: Sequence[Word], other: Sequence[HeardWord], one: Fragment, seconds: float) -> Difference:
    written, heard = (
        " ".join(words).strip(" .,;:")  # it is quoted within a sentence
        for words in ([word.spoken for word in own], [word.text for word in other])
    )
    return Difference(one.slide, one.number, round(seconds, 1), shown(written), shown(heard))


def _fragment_of(sentence: int, fragments: Sequence[Fragment]) -> int:
    for place, one in enumerate(fragments):
        sentence -= len(one.sentences)
        if sentence < 0:
            return place
    return len(fragments) - 1


def shown(text: str) -> str:
    """A passage as messages show it."""
    plain = text.replace("+", "").strip()
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1].rstrip() + "…"


def _check_belongs(
    pairs: Sequence[Pair],
    wanted: Sequence[Word],
    heard: Sequence[HeardWord],
    fragments: Sequence[Fragment],
    name: str,
) -> None:
    same = [pair for pair in pairs if pair.alike >= ALIKE and pair.wanted is not None and pair.heard is not None]
    due = [0 if fragments[word.fragment].synth else len(word.letters) for word in wanted]
    ours = sum(due[pair.wanted or 0] for pair in same) / max(sum(due), 1)
    theirs = sum(len(heard[pair.heard or 0].letters) for pair in same) / max(sum(len(w.letters) for w in heard), 1)
    if ours >= BELONGS and theirs >= BELONGS:
        return
    if ours >= BELONGS:
        first = _longest_left({pair.heard for pair in same}, len(heard))
        raise InputError(
            "The recording «{recording}» holds much more than its text: «{heard}» at {seconds:.0f} s is not in it.",
            "Cut the recording, or write down the rest: videolecture transcribe.",
            code="recording-longer",
            recording=name,
            seconds=heard[first].start,
            heard=_beginning(heard[first:]),
        )
    if theirs >= BELONGS:
        spared = {place for place, letters in enumerate(due) if not letters}
        first = _longest_left({pair.wanted for pair in same} | spared, len(wanted))
        raise InputError(
            "The recording «{recording}» holds only a part of its text: «{missing}» (slide {slide}) is not said.",
            "Record the rest, or give the recording to the slides it belongs to.",
            code="recording-shorter",
            recording=name,
            slide=fragments[wanted[first].fragment].slide,
            missing=shown(" ".join(word.spoken for word in wanted[first : first + 8])),
        )
    raise InputError(
        "The recording «{recording}» does not belong to its text: «{heard}» was heard.",
        "Give the recording of this text, or the text of this recording (videolecture transcribe writes it).",
        code="recording-other", recording=name, heard=_beginning(heard),
    )  # fmt: skip


def _longest_left(found: set[int | None], count: int) -> int:
    """Where the longest run of words begins that were not found."""
    longest, begin = (0, 0), 0
    for place in range(count + 1):
        if place == count or place in found:
            longest = max(longest, (place - begin, -begin))
            begin = place + 1
    return -longest[1]


def _beginning(heard: Sequence[HeardWord]) -> str:
    return shown(" ".join(word.text for word in heard[:20]))


def _check_whole(said: Sequence[Said], fragments: Sequence[Fragment], name: str) -> None:
    at = 0
    for one in fragments:
        own = said[at : at + len(one.sentences)]
        at += len(one.sentences)
        if not one.synth and not any(sentence.times for sentence in own):
            raise InputError(
                "Fragment {fragment} (slide {slide}) is not said in the recording «{recording}»: «{text}».",
                "Record it, or take it out of the text.",
                code="recording-fragment-missing", recording=name, fragment=one.number, slide=one.slide,
                text=shown(one.text),
            )  # fmt: skip
