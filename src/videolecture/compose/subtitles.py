"""Soft subtitles: sentences become cues of at most two lines, timed inside the sentence by its word marks.

Cues keep the text as it was written; the marks tell when it was spoken, where «1812» is «тысяча восемьсот двенадцать».
The two are matched word by word, and between matches time runs with the letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from videolecture.types import Mark

LINE = 42  # characters of a line at most: what broadcasters' guides agree on
NARROWEST = 20  # characters of a line at least, however narrow the picture
LINES = 2
SHORTEST = 1000  # ms a cue stays on screen where the next one leaves room
GAP = 40  # ms between cues that follow at once: the eye sees that the text changed

_NOT_A_LETTER = re.compile(r"[^\w]+")
_ENDS_CLAUSE = re.compile(r"[,;:.!?…)»\"—–]$")


@dataclass(frozen=True)
class Caption:
    """A sentence as written and its span; seconds from the start of its fragment's sound."""

    text: str
    start: float
    end: float
    words: tuple[Mark, ...] = ()  # word marks inside the span, if the engine has them
    shown: str = ""  # what viewers read, where that is not the text: formulas in TeX are nothing to read


@dataclass(frozen=True)
class Cue:
    """What stands on the screen at one time."""

    start: int  # ms from the start of the lecture
    end: int  # ms
    text: str  # at most LINES lines


def line_length(width: int, height: int) -> int:
    """Characters that a player can show in one line of a picture.

    Players set letters in a twentieth of the picture's height; a letter is about half as wide, margins take a tenth.
    """
    return min(max(round(36 * width / height), NARROWEST), LINE)


def cues(fragments: Iterable[tuple[int, Sequence[Caption]]], line: int = LINE) -> tuple[Cue, ...]:
    """All cues of a lecture from (where the fragment starts in ms, its captions) in order. No two overlap."""
    rough = [
        (offset + round(start * 1000), offset + round(end * 1000), text)
        for offset, captions in fragments
        for caption in captions
        for start, end, text in timed_pieces(caption, line)
    ]
    result: list[Cue] = []
    free = 0  # the first ms at which the next cue may start
    for index, (start, end, text) in enumerate(rough):
        start = max(start, free)
        following = rough[index + 1][0] if index + 1 < len(rough) else None
        end = max(end, start + SHORTEST)
        if following is not None:
            end = min(end, following - GAP)
        end = max(end, start + 1)
        result.append(Cue(start, end, text))
        free = end
    return tuple(result)


def timed_pieces(caption: Caption, line: int = LINE) -> list[tuple[float, float, str]]:
    """(start, end, lines) of each piece of a sentence that is shown at once; seconds as in the caption."""
    words = _breakable((caption.shown or caption.text).split(), line)
    pieces = split_words(words, line)
    if not pieces:
        return []
    starts = [caption.start]
    for piece_start, _ in pieces[1:]:
        starts.append(max(starts[-1], min(spoken_at(piece_start, words, caption), caption.end)))
    ends = [*starts[1:], caption.end]
    return [(start, end, lay_out(words[a:b], line)) for (a, b), start, end in zip(pieces, starts, ends, strict=True)]


def split_words(words: Sequence[str], line: int = LINE) -> list[tuple[int, int]]:
    """Ranges of words that fit a cue each: as few as possible, evenly filled, rather after a comma than before."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # for the first n words: (cost, start of the last cue)
    for end in range(1, len(words) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            if not _fits(words[start:end], line):
                break
            choices.append((best[start][0] + _cost(words, start, end, line), start))
        best.append(min(choices))
    ranges: list[tuple[int, int]] = []
    end = len(words)
    while end:
        ranges.append((best[end][1], end))
        end = best[end][1]
    return ranges[::-1]


def lay_out(words: Sequence[str], line: int = LINE) -> str:
    """The words in one line if they fit, else in two of about the same length, rather broken after a comma."""
    whole = " ".join(words)
    if len(whole) <= line:
        return whole
    first, second = min(_in_two(words, line), key=_unevenness)
    return f"{first}\n{second}"


def spoken_at(index: int, words: Sequence[str], caption: Caption) -> float:
    """When the word at `index` (not the first) begins: from its mark, or by letters between the nearest marks."""
    written = [_bare(word) for word in words]
    spoken = [_bare(mark.text) for mark in caption.words]
    left, right = (0, caption.start), (len(words), caption.end)  # (word, the time at which it begins)
    matcher = SequenceMatcher(None, written, spoken, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            if not written[a + step]:
                continue
            mark = caption.words[b + step]
            if a + step == index:
                return mark.start
            if a + step < index:
                left = (a + step + 1, mark.end)
            elif right[0] == len(words):
                right = (a + step, mark.start)
    before = sum(len(word) + 1 for word in words[left[0] : index])
    after = sum(len(word) + 1 for word in words[index : right[0]])
    return left[1] + (right[1] - left[1]) * before / max(before + after, 1)


def srt(all_cues: Sequence[Cue]) -> str:
    """The cues as SubRip. Written here rather than by pysubs2, which takes braces of the text for its own markup."""
    return "".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n\n"
        for number, cue in enumerate(all_cues, start=1)
    )


def vtt(all_cues: Sequence[Cue]) -> str:
    """The cues as WebVTT, the text escaped as it asks."""
    blocks = ["WEBVTT\n\n"]
    for number, cue in enumerate(all_cues, start=1):
        text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{number}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{text}\n\n")
    return "".join(blocks)


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _bare(word: str) -> str:
    return _NOT_A_LETTER.sub("", word).casefold().replace("ё", "е").replace("\u0301", "")


def _breakable(words: Sequence[str], line: int) -> list[str]:
    """Words longer than a line (addresses, formulas) in pieces that fit."""
    return [word[at : at + line] for word in words for at in range(0, len(word), line)]


def _fits(words: Sequence[str], line: int) -> bool:
    return len(" ".join(words)) <= line or any(True for _ in _in_two(words, line))


def _in_two(words: Sequence[str], line: int) -> Iterable[tuple[str, str]]:
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if len(first) <= line and len(second) <= line:
            yield first, second


def _unevenness(lines: tuple[str, str]) -> float:
    return abs(len(lines[0]) - len(lines[1])) - (8 if _ENDS_CLAUSE.search(lines[0]) else 0)


def _cost(words: Sequence[str], start: int, end: int, line: int) -> float:
    """Of showing words[start:end] at once: one for the cue, less for a full one, less for an end where one breathes."""
    slack = 1.0 - len(" ".join(words[start:end])) / (line * LINES)
    last = words[end - 1]
    cost = 1.0 + slack * slack
    if end < len(words):
        cost += 0.0 if _ENDS_CLAUSE.search(last) else 0.25
        cost += 0.15 if len(_bare(last)) <= 2 else 0.0  # «в», «не», "of" belong to what follows
    return cost
