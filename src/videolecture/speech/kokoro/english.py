"""English words as Kokoro reads them.

Words are pronounced by the CMU Pronouncing Dictionary; those that it lacks by letter-to-sound rules learned from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from videolecture.speech.kokoro.heteronyms import heteronym
from videolecture.speech.kokoro.letter_to_sound import phones_of
from videolecture.speech.lips.english import WEAK_WORDS
from videolecture.speech.lips.pronunciation import Phones, phones_by_letter, pronunciation

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


def sounds(word: str, before: str, following: str) -> list[tuple[int, str]]:
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
