"""English text as Kokoro reads it: phonetic symbols, each of which knows the letter that it is written with.

Kokoro was trained on an alphabet close to the IPA in which some diphthongs and affricates are one sign. Words are
pronounced by the CMU Pronouncing Dictionary; those that it lacks by letter-to-sound rules learned from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from videolecture.speech.input_errors import letters_unknown, nothing_to_say
from videolecture.speech.kokoro.heteronyms import heteronym
from videolecture.speech.kokoro.letter_to_sound import phones_of
from videolecture.speech.lips.english import WEAK_WORDS
from videolecture.speech.lips.pronunciation import Phones, phones_by_letter, pronunciation
from videolecture.speech.timing.marks import INSIDE_WORDS

# The model's symbols that English needs, with their numbers in its embedding (the published config.json).
SYMBOLS = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, "(": 12, ")": 13, " ": 16, "A": 24, "I": 25,
    "O": 31, "W": 39, "Y": 41, "b": 44, "d": 46, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55,
    "n": 56, "p": 58, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "z": 68, "ɑ": 69, "ɐ": 70, "æ": 72, "ɔ": 76,
    "ð": 81, "ʤ": 82, "ə": 83, "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɪ": 102, "ŋ": 112, "θ": 119, "ɹ": 123, "ɾ": 125, "ʃ": 131,
    "ʧ": 133, "ʊ": 135, "ʌ": 138, "ʒ": 147, "ˈ": 156, "ˌ": 157, "ᵻ": 177,
}  # fmt: skip
# ARPAbet to the model's alphabet.
_IPA = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
_REDUCED = {"AH0": "ə", "ER0": "əɹ"}
_STRESS = {"1": "ˈ", "2": "ˌ"}
_ARTICLE = {"a": "ɐ"}  # unlike any unstressed vowel inside a word
# Words whose first pronunciation in the dictionary is too weak for careful speech.
FULL_FORMS: dict[str, Phones] = {"and": ("AE1", "N", "D"), "for": ("F", "AO1", "R"), "an": ("AE1", "N")}
_SIGNS = str.maketrans(
    dict.fromkeys('«»„“”″"<>*_#~|/\\=^`{}+', " ")
    | {"‘": "'", "’": "'", "ʼ": "'", "′": "'", "‑": "-", "‐": "-", "−": "-", "–": "—", "[": "(", "]": ")"}
)
_PARTS = re.compile(r"[a-z]+(?:['-][a-z]+)*|[;:,.!?—…()]| ")
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


def spell(text: str) -> Spelling:
    """The symbols of a text. Raises EngineError when a letter or a digit of it would be lost."""
    written = _plain(text)
    signs, symbols, owners = [SILENCE], [], []
    before = ""
    parts = _PARTS.findall(written)
    for at, part in enumerate(parts):
        first = len(signs)
        signs += part
        if not part[0].isalpha():
            symbols.append(part)
            owners.append(first)
            continue
        following = next((other for other in parts[at + 1 :] if other != " "), "")
        for place, said in _word(part, before, following):
            symbols += said
            owners += [first + place] * len(said)
        before = part
    return Spelling((*signs, SILENCE), tuple(symbols), tuple(owners))


def _plain(text: str) -> str:
    """Lower case, accents off, only signs that the model has; a full stop where the text ends without one."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    plain = bare.replace("...", "…").lower().translate(_SIGNS)
    lost = sorted({sign for sign in plain if sign.isalnum() and not "a" <= sign <= "z"})
    if lost:
        raise letters_unknown("".join(lost), text, "en")
    plain = re.sub(r"\s*-+\s+|\s+-+\s*", " — ", plain)
    plain = " ".join("".join(_PARTS.findall(re.sub(r"\s", " ", plain))).split())
    plain = re.sub(r" (?=[,.!?;:])", "", plain).lstrip(",.;:!?—…) ")
    if not any(sign.isalpha() for sign in plain):
        raise nothing_to_say(text)
    return plain + "." if plain[-1].isalpha() else plain


def _word(word: str, before: str, following: str) -> list[tuple[int, str]]:
    """The symbols of a word by the places of its letters, in order."""
    if word in _ARTICLE:
        return [(0, _ARTICLE[word])]
    said: list[tuple[int, str]] = []
    place = 0
    for part in word.split("-"):
        phones = _phones(part, before, following)
        letters = [place + at for at, sign in enumerate(part) if sign.isalpha()]
        groups = _shared_out("".join(word[at] for at in letters), phones)
        flat = [phone for group in groups for phone in group]
        number = 0
        for at, group in zip(letters, groups, strict=True):
            symbols = "".join(_symbols(flat, number + n, part) for n in range(len(group)))
            said += [(at, symbols)] if symbols else []
            number += len(group)
        place += len(part) + 1
    return said


def _phones(word: str, before: str, following: str) -> Phones:
    """How a word is pronounced after and before others."""
    if word == "the":
        return ("DH", "IY0") if following[:1] in tuple("aeiou") else ("DH", "AH0")
    phones = FULL_FORMS.get(word) or heteronym(word, before) or pronunciation(word)
    if not phones and word.endswith("'s"):
        base = _phones(word[:-2], before, "")
        phones = (*base, *_plural(base[-1]))
    phones = phones or phones_of(word.replace("'", ""))
    return (
        tuple(phone.rstrip("12") + "0" if phone[-1] in "12" else phone for phone in phones)
        if word in WEAK_WORDS
        else phones
    )


def _plural(last: str) -> Phones:
    """What a final «'s» sounds like after a phone."""
    if last in ("S", "Z", "SH", "ZH", "CH", "JH"):
        return ("AH0", "Z")
    return ("S",) if last in ("P", "T", "K", "F", "TH") else ("Z",)


def _shared_out(letters: str, phones: Phones) -> list[Phones]:
    """The phones of each letter; evenly where a word has more phones than its letters can stand for («mr»)."""
    if len(phones) <= 2 * len(letters):
        return phones_by_letter(letters, phones)
    edges = [round(at * len(phones) / len(letters)) for at in range(len(letters) + 1)]
    return [phones[start:end] for start, end in pairwise(edges)]


def _symbols(phones: Sequence[str], at: int, word: str) -> str:
    """The symbols of one phone of a word."""
    phone = phones[at]
    bare, stress = (phone[:-1], phone[-1]) if phone[-1].isdigit() else (phone, "")
    if phone in ("IH0", "AH0") and at == len(phones) - 2 and word.endswith(("es", "ed")) and phones[-1] in ("Z", "D"):
        return "ᵻ"
    if bare == "T" and _flapped(phones, at):
        return "ɾ"
    mark = "" if word in WEAK_WORDS else _STRESS.get(stress, "")
    return mark + _REDUCED.get(phone, _IPA[bare])


def _flapped(phones: Sequence[str], at: int) -> bool:
    """Whether a T is the American tap: between vowels, the second of them unstressed («water», not «button»)."""
    if not 0 < at < len(phones) - 1:
        return False
    vowel_before = phones[at - 1][-1].isdigit() or phones[at - 1] == "R"
    nasal = phones[at + 1] == "AH0" and phones[at + 2 : at + 3] == ["N"]
    return vowel_before and phones[at + 1].endswith("0") and not nasal


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
