"""Which word of a text is which word that was heard: the best way through both, word by word.

Needleman and Wunsch's alignment (1970). Two words are as alike as their pairs of letters are (Dice's coefficient), so
that what a recogniser misspells still finds its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP = 0.5  # what a word costs that only one side has; two words that have nothing in common cost as much together
YIELDS = 0.1  # what it costs that a yielding word is matched: decides between equal words, and little else
MOST_CELLS = 16_000_000  # of one table; longer texts are divided at words that are sure
SURE = 3  # words in a row that stand once on each side


@dataclass(frozen=True)
class Pair:
    """A word of the text and one that was heard, by their places; one of them may be missing."""

    wanted: int | None
    heard: int | None
    alike: float = 0.0  # 0..1


class Unrelated(Exception):  # noqa: N818 (an answer, not a fault)
    """Two long texts have nothing in common that they could be divided at."""


def match(wanted: Sequence[str], heard: Sequence[str], yielding: Container[int] = ()) -> list[Pair]:
    """Every word of both sides once, in order. Words are compared as they are: bring them to letters first.

    `yielding`: places of words in `wanted` that leave what was heard to an equal word beside them. Raises Unrelated.
    """
    found: list[Pair] = []
    begin = (0, 0)
    for end in [*_divisions(wanted, heard), (len(wanted), len(heard))]:
        yields = [at in yielding for at in range(begin[0], end[0])]
        part = _aligned(wanted[begin[0] : end[0]], heard[begin[1] : end[1]], yields)
        found += [_moved(pair, *begin) for pair in part]
        begin = end
    return found


def _moved(pair: Pair, wanted: int, heard: int) -> Pair:
    return Pair(
        None if pair.wanted is None else pair.wanted + wanted,
        None if pair.heard is None else pair.heard + heard,
        pair.alike,
    )


def _divisions(wanted: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where two long texts may be divided: in front of words in a row that stand once in each, in a common order."""
    if len(wanted) * len(heard) <= MOST_CELLS:
        return
    begin = (0, 0)
    for anchor in _in_order(_once(wanted), _once(heard)):
        if (anchor[0] - begin[0]) * (anchor[1] - begin[1]) > MOST_CELLS:
            raise Unrelated
        if (anchor[0] - begin[0]) * (anchor[1] - begin[1]) > MOST_CELLS / 16:
            yield anchor
            begin = anchor
    if (len(wanted) - begin[0]) * (len(heard) - begin[1]) > MOST_CELLS:
        raise Unrelated


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The runs of SURE words that stand once, and where."""
    runs = [tuple(words[at : at + SURE]) for at in range(len(words) - SURE + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _in_order(wanted: dict[tuple[str, ...], int], heard: dict[tuple[str, ...], int]) -> list[tuple[int, int]]:
    """The longest series of common runs whose places rise on both sides (patience sorting)."""
    both = sorted((at, heard[run]) for run, at in wanted.items() if run in heard)
    tops: list[int] = []
    last: list[int] = []  # indices into `both` of the piles' tops
    before: list[int] = []
    for index, (_, place) in enumerate(both):
        pile = bisect_left(tops, place)
        tops[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
        before.append(last[pile - 1] if pile else -1)
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(both[index])
        index = before[index]
    return found[::-1]


def _aligned(wanted: Sequence[str], heard: Sequence[str], yields: Sequence[bool]) -> list[Pair]:
    if not wanted or not heard:
        return [*(Pair(at, None) for at in range(len(wanted))), *(Pair(None, at) for at in range(len(heard)))]
    alike = likeness(wanted, heard)
    width = len(heard) + 1
    costs = GAP * np.arange(width)
    score = -costs
    came = np.zeros((len(wanted) + 1, width), dtype=np.int8)  # 0 both, 1 a wanted word, 2 a heard one
    came[0] = 2
    for row in range(len(wanted)):
        down = score - GAP
        both = np.full(width, -np.inf)
        both[1:] = score[:-1] + 2 * alike[row] - 1 - YIELDS * yields[row]
        best = np.maximum(both, down)
        came[row + 1] = np.where(both >= down, 0, 1)
        # From the left at any distance: the running maximum, each step to the right counted.
        across = np.maximum.accumulate(best + costs) - costs
        came[row + 1][across > best + 1e-9] = 2
        score = across
    return _traced(came, alike)


def _traced(came: NDArray[np.int8], alike: NDArray[np.float32]) -> list[Pair]:
    found = []
    at, other = len(came) - 1, came.shape[1] - 1
    while at or other:
        way = came[at, other] if at else 2
        if way == 0 and other:
            at, other = at - 1, other - 1
            found.append(Pair(at, other, float(alike[at, other])))
        elif way == 2 and other:
            other -= 1
            found.append(Pair(None, other))
        else:
            at -= 1
            found.append(Pair(at, None))
    return found[::-1]


def likeness(wanted: Sequence[str], heard: Sequence[str]) -> NDArray[np.float32]:
    """How alike the words of two sides are, shape (wanted, heard), 0..1."""
    ours, theirs = dict.fromkeys(wanted), dict.fromkeys(heard)
    letters = {pair: at for at, pair in enumerate(sorted({p for word in (*ours, *theirs) for p in _pairs(word)}))}
    left, right = _table(list(ours), letters), _table(list(theirs), letters)
    sums = left.sum(axis=1)[:, None] + right.sum(axis=1)[None]
    dice = 2 * (left @ right.T) / np.maximum(sums, 1)
    rows = {word: at for at, word in enumerate(ours)}
    columns = {word: at for at, word in enumerate(theirs)}
    picked = dice[[rows[word] for word in wanted]][:, [columns[word] for word in heard]]
    return np.asarray(picked, dtype=np.float32)


def _table(words: Sequence[str], letters: dict[str, int]) -> NDArray[np.float32]:
    found = np.zeros((len(words), len(letters)), dtype=np.float32)
    for at, word in enumerate(words):
        found[at, [letters[pair] for pair in _pairs(word)]] = 1.0
    return found


def _pairs(word: str) -> set[str]:
    """«дом» as ^д, до, ом, м$."""
    whole = f"^{word}$"
    return {whole[at : at + 2] for at in range(len(whole) - 1)}
