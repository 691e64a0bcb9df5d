"""Where a reader breathes in a sentence that is too long for one breath: between clauses, before a preposition.

How good a place is, is a matter of rank: signs before conjunctions before prepositions before other borders of
phrases; what belongs together (adjective and noun, number and unit, an article and what follows) is not parted. The
numbers are ranks of ours, by eye on fifty sentences, and nothing but their order matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from videolecture.text.tables import words

_STOP = re.compile(r"[;:.!?…)»”][»”\"')]*$|^[—–-]$|[—–]$")
_COMMA = re.compile(r"[,，、][»”\"')]*$")
_INITIAL = re.compile(r"^[^\W\d_]\.(?:[^\W\d_]\.)*$")
_SIGNS = "«»“”„\"'()[],;:.!?…"
MOST_UNSIGNED = 40  # words in a row without a sign between them; about 250 letters, less than any engine speaks at once
LATE = 3.0  # so much rank is worth as long a piece as may be
SCRAP = 8  # words; a shorter rest after the cut is avoided
_SCRAP_COSTS = 2.0


def breaths(text: str) -> Iterator[str]:
    """The text cut where it has more than 40 words without a sign between them, in the second half of those."""
    tokens = text.split()
    start = begun = 0  # of what is not told yet; of the words since the last sign
    at = 0
    while at < len(tokens):
        at += 1
        if _STOP.search(tokens[at - 1]) or _COMMA.search(tokens[at - 1]):
            begun = at
        elif at - begun > MOST_UNSIGNED:
            near = tokens[begun : begun + 2 * MOST_UNSIGNED]
            at = begun = begun + best_cut(near, MOST_UNSIGNED // 2, MOST_UNSIGNED)
            yield " ".join(tokens[start:at])
            start = at
    yield " ".join(tokens[start:])


def best_cut(tokens: Sequence[str], first: int, last: int) -> int:
    """After how many `tokens` to breathe, from `first` to `last` of them."""
    rest = len(tokens)
    return max(
        range(first, last + 1),
        key=lambda cut: (
            rank(tokens[cut - 1], tokens[cut] if cut < rest else "", tokens[cut - 2] if cut > 1 else "")
            + LATE * cut / last
            - (_SCRAP_COSTS if 0 < rest - cut < SCRAP else 0.0)
        ),
    )


def rank(before: str, after: str, earlier: str = "") -> float:
    """How good it is to breathe between the words `before` and `after`; `earlier` stands before both."""
    left, right = before.strip(_SIGNS).lower().replace("+", ""), after.strip(_SIGNS).lower().replace("+", "")
    clause = right in words("breath", "clauses")
    if re.fullmatch(r"[—–-]", after):
        return 1.0  # the dash would begin the piece
    if _STOP.search(before) and not _INITIAL.match(before):
        return 10.0
    if _COMMA.search(before):
        return 10.0 if clause else 9.0
    if _held(before, after, left, right):
        return -10.0
    if clause and left not in words("breath", "joining"):
        return 7.0
    if right in words("breath", "joining"):
        return 5.0
    if right in words("breath", "prepositions"):
        return 4.0
    return _of_phrases(left, right, earlier.strip(_SIGNS).lower())


def _held(before: str, after: str, left: str, right: str) -> bool:
    """Whether the two are never parted."""
    if left in words("breath", "prepositions") or left in words("breath", "holding"):
        return True
    if left in words("breath", "joining") or left in words("breath", "clauses"):
        return True
    if right in ("бы", "же", "ли", "б", "ж"):
        return True
    return bool(_INITIAL.match(before) or _INITIAL.match(after) or before[-1:].isdigit() or after[:1].isdigit())


def _of_phrases(left: str, right: str, earlier: str) -> float:
    if right in words("breath", "opening"):
        return 3.0
    if not re.fullmatch(r"[а-яё-]+", left) or not re.fullmatch(r"[а-яё-]+", right):
        return 0.0
    from videolecture.text.ru.morphology import readings  # a second: only where a long sentence is cut

    one, other = readings(left)[:1], readings(right)[:1]
    parts = tuple(reading.part for reading in (*one, *other))
    if parts in (("ADJF", "NOUN"), ("PRTF", "NOUN"), ("NUMR", "NOUN"), ("ADJF", "ADJF"), ("ADVB", "ADJF")):
        return -5.0
    if parts == ("NOUN", "NOUN"):
        return -2.0 if other[0].case == "gent" else 0.0
    if parts[1:] in (("VERB",), ("PRTS",), ("ADJS",)):
        return 2.0  # the subject's end
    return -1.0 if parts[:1] == ("VERB",) and earlier else 0.0
