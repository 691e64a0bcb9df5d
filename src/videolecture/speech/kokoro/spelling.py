"""Text as Kokoro reads it: phonetic symbols, each of which knows the letter that it is written with.

Kokoro was trained on an alphabet close to the IPA in which some diphthongs and affricates are one sign. How words are
pronounced says a module for each language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from videolecture.speech.input_errors import letters_unknown, nothing_to_say
from videolecture.speech.kokoro import english, italian, spanish
from videolecture.speech.timing.marks import INSIDE_WORDS

# The model's symbols that these languages need, with their numbers in its embedding (the published config.json).
SYMBOLS = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, "(": 12, ")": 13, " ": 16, "ʣ": 18, "ʦ": 20,
    "A": 24, "I": 25, "O": 31, "W": 39, "Y": 41, "a": 43, "b": 44, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52,
    "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66,
    "z": 68, "ɑ": 69, "ɐ": 70, "æ": 72, "β": 75, "ɔ": 76, "ð": 81, "ʤ": 82, "ə": 83, "ɛ": 86, "ɜ": 87, "ɡ": 92,
    "ɪ": 102, "ʝ": 103, "ŋ": 112, "ɲ": 114, "θ": 119, "ɹ": 123, "ɾ": 125, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138,
    "ɣ": 139, "ʎ": 143, "ʒ": 147, "ˈ": 156, "ˌ": 157, "ᵻ": 177,
}  # fmt: skip


@dataclass(frozen=True)
class Language:
    """How words of a language are read."""

    letters: str  # accented ones of others lose their accents
    sounds: Callable[[str, str, str], list[tuple[int, str]]]  # of a word, after and before others, by its letters

    @property
    def parts(self) -> re.Pattern[str]:
        """Words, punctuation, spaces."""
        return re.compile(rf"[{self.letters}]+(?:['-][{self.letters}]+)*|[;:,.!?—…()]| ")


LANGUAGES = {
    "en": Language(ascii_lowercase, english.sounds),
    "es": Language(spanish.LETTERS, spanish.sounds),
    "it": Language(italian.LETTERS, italian.sounds),
}
_SIGNS = str.maketrans(
    dict.fromkeys('«»„“”″"<>*_#~|/\\=^`{}+¿¡', " ")
    | {"‘": "'", "’": "'", "ʼ": "'", "′": "'", "‑": "-", "‐": "-", "−": "-", "–": "—", "[": "(", "]": ")"}
)
SILENCE = " "  # stands in the written signs for the silence before and after the sentence


@dataclass(frozen=True)
class Spelling:
    """A text as the model reads it."""

    signs: tuple[str, ...]  # as written, lower case; the first and the last are silence
    symbols: tuple[str, ...]  # the model's, without the padding at both ends
    owners: tuple[int, ...]  # for each symbol the sign that it belongs to

    @property
    def ids(self) -> tuple[int, ...]:
        """The symbols' numbers, with the padding at both ends."""
        return (0, *(SYMBOLS[symbol] for symbol in self.symbols), 0)

    def durations(self, symbols: Sequence[float]) -> list[float]:
        """What each sign lasts, by what each symbol does (padding included).

        A letter that stands for no symbol shares the time of the one before it in its word, or of the first that is
        pronounced.
        """
        lasts = [0.0] * len(self.signs)
        lasts[0], lasts[-1] = symbols[0], symbols[-1]
        for owner, duration in zip(self.owners, symbols[1:-1], strict=True):
            lasts[owner] += duration
        for group in _pronounced_together(self.signs, set(self.owners)):
            share = sum(lasts[at] for at in group) / len(group)
            for at in group:
                lasts[at] = share
        return lasts


def spell(text: str, language: str) -> Spelling:
    """The symbols of a text. Raises EngineError when a letter or a digit of it would be lost."""
    own = LANGUAGES[language]
    written = _plain(text, language)
    signs, symbols, owners = [SILENCE], [], []
    before = ""
    parts = own.parts.findall(written)
    for at, part in enumerate(parts):
        first = len(signs)
        signs += part
        if not part[0].isalpha():
            symbols.append(part)
            owners.append(first)
            continue
        following = next((other for other in parts[at + 1 :] if other != " "), "")
        for place, said in own.sounds(part, before, following):
            symbols += said
            owners += [first + place] * len(said)
        before = part
    return Spelling((*signs, SILENCE), tuple(symbols), tuple(owners))


def _plain(text: str, language: str) -> str:
    """Lower case, foreign accents off, only signs that the model has; a full stop where the text ends without one."""
    letters, parts = LANGUAGES[language].letters, LANGUAGES[language].parts
    lower = unicodedata.normalize("NFC", text).lower()
    bare = "".join(sign if sign in letters else unicodedata.normalize("NFKD", sign) for sign in lower)
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign)).replace("...", "…").translate(_SIGNS)
    lost = sorted({sign for sign in plain if sign.isalnum() and sign not in letters})
    if lost:
        raise letters_unknown("".join(lost), text, language)
    plain = re.sub(r"\s*-+\s+|\s+-+\s*", " — ", plain)
    plain = " ".join("".join(parts.findall(re.sub(r"\s", " ", plain))).split())
    plain = re.sub(r" (?=[,.!?;:])", "", plain).lstrip(",.;:!?—…) ")
    if not any(sign.isalpha() for sign in plain):
        raise nothing_to_say(text)
    return plain + "." if plain[-1].isalpha() else plain


def _pronounced_together(signs: Sequence[str], heard: set[int]) -> list[list[int]]:
    """The letters of each word in groups: a pronounced one with the silent ones after it, or before the first."""
    groups: list[list[int]] = []
    word: list[list[int]] = []
    for at, sign in enumerate((*signs, SILENCE)):
        if sign.isalpha():
            if not word or (at in heard and any(place in heard for place in word[-1])):
                word.append([])
            word[-1].append(at)
        elif sign not in INSIDE_WORDS:
            groups += word
            word = []
    return groups
