"""How fragments were made to sound, where their lecture's whole text is replaced: it stays with the words it is of.

Other words of a fragment are part of the whole text; how it sounds stands beside it, by the number that it had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from videolecture.jobs.rows import Fragment, FragmentText
from videolecture.rendering.edits import Edit

Rows = Sequence[Fragment | FragmentText]


@dataclass(frozen=True)
class Carried:
    """Changes of how fragments sound, after another text."""

    fragments: Mapping[int, Edit]  # by their numbers in the new text
    lost: tuple[int, ...]  # by their numbers in the old one: their words are not in the new one, or it is unclear where


def carried(changed: Mapping[int, Edit], before: Rows, after: Rows) -> Carried:
    """The changes at the same fragments of the new text; `before` and `after`: the lecture's fragments as they read."""
    places = _places(before, after)
    kept, lost = dict[int, Edit](), []
    for number, edit in sorted(changed.items()):
        if edit.spoken is None:
            continue
        if (now := places.get(number)) is None:
            lost.append(number)
        else:
            kept[now.number] = Edit(now.text, spoken=edit.spoken)
    return Carried(kept, tuple(lost))


def _places(before: Rows, after: Rows) -> dict[int, Fragment | FragmentText]:
    """The old fragments, by number, in the new text: in their order, and alone elsewhere where both have them once."""
    old, new = ([" ".join(row.text.split()) for row in rows] for rows in (before, after))
    once = {text for text, count in (Counter(old) & Counter(new)).items() if old.count(text) == new.count(text) == 1}
    moved = {text: row for text, row in zip(new, after, strict=True) if text in once}
    found = {row.number: moved[text] for text, row in zip(old, before, strict=True) if text in once}
    for at, to, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        found |= {before[at + step].number: after[to + step] for step in range(length)}
    return found
