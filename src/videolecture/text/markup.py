"""What an author writes about the sound: `[pause:1.5s]`, `[say:written|spoken]`, `[lang:en]`, stress by U+0301 or `+`.

Inside the readers a pause or a given pronunciation is one private-use character, so that no rule touches it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from videolecture.errors import Term

STRESS = "\u0301"  # after the stressed vowel, as in print; the engines' «+» stands before it
LONGEST_PAUSE = 30.0  # seconds
_RU_VOWELS = "аеёиоуыэюяАЕЁИОУЫЭЮЯ"

_SAY = re.compile(r"\[say:(?P<written>[^|\]\n]*)\|(?P<spoken>[^\]\n]*)\]", re.IGNORECASE)
_PAUSE = re.compile(r"\s*\[pause:\s*(?P<length>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|мс|s|с|sec|сек)?\s*\]", re.IGNORECASE)
_LANGUAGE = re.compile(r"\[lang:\s*(?P<code>[a-z]{2})\s*\]|\[/lang\]", re.IGNORECASE)
_LANGUAGE_APART = re.compile(rf"(\s?)(?:{_LANGUAGE.pattern.replace('?P<code>', '?:')})(\s?)", re.IGNORECASE)
_MALFORMED = re.compile(r"\[(?:say|pause|lang):[^\]]*\]?", re.IGNORECASE)
_PLUS = re.compile(rf"(?<![0-9A-Za-z])\+(?=[{_RU_VOWELS}])")
_ALONE = re.compile(rf"(?<![А-Яа-яЁё])[А-Яа-яЁё]\+[{_RU_VOWELS}](?![А-Яа-яЁё{STRESS}])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HELD, _PAUSES = 0xE000, 0xF000  # first characters that stand for held words and for pauses


@dataclass
class Held:
    """The pieces of one sentence that the readers must not touch, behind private-use characters."""

    spoken: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)  # seconds

    def hold(self, spoken: str) -> str:
        """A character that stands for these words; an ordinary word if there are thousands already."""
        if len(self.spoken) >= _PAUSES - _HELD:
            return spoken
        self.spoken.append(spoken)
        return chr(_HELD + len(self.spoken) - 1)

    def pause(self, seconds: float) -> str:
        """A character that stands for a pause."""
        self.pauses.append(min(seconds, LONGEST_PAUSE))
        return chr(_PAUSES + len(self.pauses) - 1)

    def restore(self, text: str) -> str:
        """The held words in their places, apart from what stands beside them."""
        if not self.spoken:
            return text
        pattern = f"[{chr(_HELD)}-{chr(_HELD + len(self.spoken) - 1)}]"
        return re.sub(pattern, lambda m: _apart(m, self.spoken[ord(m.group()) - _HELD]), text)

    def phrases(self, text: str) -> list[tuple[str, float | None]]:
        """The stretches between pauses, each with the seconds of the pause after it; None after the last."""
        if not self.pauses:
            return [(text, None)]
        parts = re.split(f"([{chr(_PAUSES)}-{chr(_PAUSES + len(self.pauses) - 1)}])", text)
        marks = [self.pauses[ord(mark) - _PAUSES] for mark in parts[1::2]]
        return [*zip(parts[0::2], marks, strict=False), (parts[-1], None)]


def _apart(match: re.Match[str], words: str) -> str:
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{words}{' ' if right.isalnum() else ''}"


def written(text: str) -> str:
    """The text as subtitles show it: no markup, no `+` for stress."""
    text = _PAUSE.sub("", _SAY.sub(lambda m: m.group("written"), text))
    if "[" in text:
        text = _LANGUAGE_APART.sub(lambda m: " " if m.group(1) or m.group(2) else "", text)
    return stressed(text).replace(STRESS, "") if "+" in text else text


def stretches(text: str, first: str, usual: str) -> list[tuple[str, str]]:
    """The text cut where its language switches, as (language, text); it begins in `first`, [/lang] means `usual`."""
    parts, language, start = [], first, 0
    for switch in _LANGUAGE.finditer(text):
        parts.append((language, text[start : switch.start()]))
        language, start = (switch.group("code") or usual).lower(), switch.end()
    return [*parts, (language, text[start:])]


def take(text: str, held: Held) -> tuple[str, tuple[Term, ...]]:
    """The text with its markup held and its stress marks as U+0301; and warnings for markup that means nothing."""
    warnings = [
        Term(
            "The private-use character {character} has no sound and is left out.",
            code="character-private",
            character=f"U+{ord(c):04X}",
        )
        for c in _PRIVATE.findall(text)
    ]
    text = _PRIVATE.sub(" ", text)
    text = _SAY.sub(lambda m: held.hold(stressed(m.group("spoken").strip(), words=True)), text)
    warnings += [
        Term(
            "«{pause}» is longer than {most:.0f} s and is cut to that.",
            code="pause-cut",
            pause=pause.group().strip(),
            most=LONGEST_PAUSE,
        )
        for pause in _PAUSE.finditer(text)
        if _seconds(pause) > LONGEST_PAUSE
    ]
    text = _PAUSE.sub(lambda m: held.pause(_seconds(m)), text)
    if "[" in text:
        warnings += [
            Term(
                "«{markup}» is not understood; write [pause:1.5s], [say:written|spoken] or [lang:en].",
                code="markup-unknown",
                markup=broken,
            )
            for broken in _MALFORMED.findall(text)
        ]
        text = _MALFORMED.sub(" ", text)
    return stressed(text), tuple(warnings)


def _seconds(match: re.Match[str]) -> float:
    length = float(match.group("length").replace(",", "."))
    return length / 1000 if (match.group("unit") or "").lower() in ("ms", "мс") else length


def stressed(text: str, words: bool = False) -> str:
    """`з+амок` -> `за́мок`; the plus of a sum («а+о», «2+и») stays, unless the text is known to be words."""
    if "+" not in text:
        return text
    sums = set() if words else {m.start() + 1 for m in _ALONE.finditer(text)}
    out: list[str] = []
    position = 0
    for match in _PLUS.finditer(text):
        if match.start() in sums:
            continue
        out += [text[position : match.start()], text[match.end()], STRESS]
        position = match.end() + 1
    return "".join([*out, text[position:]])


def engine_stress(text: str) -> str:
    """U+0301 after a vowel -> `+` before it; stress marks that stand nowhere disappear, they have no sound."""
    return re.sub(rf"([{_RU_VOWELS}]){STRESS}+", r"+\1", text).replace(STRESS, "") if STRESS in text else text
