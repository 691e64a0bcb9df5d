"""When words and letters sound, by forced alignment: PocketSphinx and the English acoustic model inside its package.

An aligner of its own kind: hidden Markov models of English phones (Huggins-Daines et al. 2006) that know nothing of
our engine. Russian is aligned by the nearest English phones: where a stop gives way to a vowel can be heard in any
language. Words that have as many phones as letters tell the letters' times as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from videolecture.speech.timing.marks import STRESS
from videolecture.types import Mark, Samples

RATE = 16_000  # Hz
LOUD = 0.8  # of full scale: PocketSphinx wants whole numbers

VOWELS = {"а": "AA", "о": "AO", "у": "UW", "э": "EH", "ы": "IH", "и": "IY", "е": "EH", "ё": "AO", "ю": "UW", "я": "AA"}
REDUCED = {"о": "AH", "а": "AH", "е": "IH", "я": "IH"}
IOTATED = "еёюя"
# The letters and their phones, side by side.
RUSSIAN = "б в г д ж з й к л м н п р с т ф х ч ш щ", "B V G D ZH Z Y K L M N P R S T F HH CH SH SH"
ENGLISH = "b d h j l m p q t v w z", "B D HH JH L M P K T V W Z"
CONSONANTS = {**dict(zip(*map(str.split, RUSSIAN), strict=True)), "ц": "T S"}
FINAL = {"B": "P", "V": "F", "G": "K", "D": "T", "ZH": "SH", "Z": "S"}
SPELLED = {  # English letters, and the phones that each of them alone may stand for
    **dict(zip(*map(str.split, ENGLISH), strict=True)),
    **dict.fromkeys("aeiouy", "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW"),
    "c": "K S",
    "f": "F V",
    "g": "G JH",
    "k": "K",
    "n": "N NG",
    "r": "R ER",
    "s": "S Z",
}


@dataclass(frozen=True)
class Aligned:
    """A word as aligned, its phones, and its letters if each of them is one phone."""

    start: float  # seconds
    end: float
    phones: tuple[tuple[str, float], ...]  # names, as the English dictionary has them, and starts
    letters: tuple[tuple[Mark, float], ...]  # the letters' marks and where they start


class Aligner:
    """Aligns one language's utterances."""

    def __init__(self, language: str) -> None:
        self._russian = language == "ru"
        self._known: set[str] = set()

    def align(self, samples: Samples, rate: int, marks: Sequence[Mark]) -> Iterator[tuple[Mark, Aligned]]:
        """The words among the marks beside their aligned times; none where the alignment fails."""
        import soxr

        words = [(mark, _letters(mark, marks)) for mark in marks if mark.kind == "word"]
        names = [self._learned(mark.text.lower(), [letter.text for letter in letters]) for mark, letters in words]
        if not all(names):
            return
        sound = np.asarray(soxr.resample(samples, rate, RATE))
        found = self._found((sound / np.abs(sound).max() * LOUD * 32767).astype(np.int16).tobytes(), names)
        for (mark, letters), (start, end, phones) in zip(words, found, strict=False):
            spelled = [SPELLED.get(letter.text, "") for letter in letters]
            if self._russian:
                spelled = russian([letter.text for letter in letters])
            single = len(letters) == len(phones) and all(
                phone in own.split() and (not self._russian or own == phone)
                for own, (phone, _) in zip(spelled, phones, strict=True)
            )
            times = zip(letters, (at for _, at in phones), strict=True) if single else ()
            yield mark, Aligned(start, end, tuple(phones), tuple(times))

    def _found(self, sound: bytes, names: Sequence[str]) -> list[tuple[float, float, list[tuple[str, float]]]]:
        decoder = self._decoder
        decoder.set_align_text(" ".join(names))
        self._listen(sound)
        if decoder.hyp() is None:
            return []
        decoder.set_alignment()  # from words to phones
        try:
            self._listen(sound)
        except RuntimeError:  # one of the phones is too short to be found
            return []
        # The border between two frames lies between the middles of what they look at.
        late, step = decoder.config["wlen"] / 2 - 0.5 / decoder.config["frate"], 1 / decoder.config["frate"]
        found = []
        alignment = decoder.get_alignment()  # must live as long as its words
        for word in alignment.words():
            if word.name.partition("(")[0] in names:
                phones = [(phone.name.rstrip("012"), phone.start * step + late) for phone in word]
                found.append((word.start * step + late, (word.start + word.duration) * step + late, phones))
        return found if len(found) == len(names) else []

    def _listen(self, sound: bytes) -> None:
        self._decoder.start_utt()
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()

    def _learned(self, word: str, letters: Sequence[str]) -> str:
        """The word's name in the decoder's dictionary; empty for an English word that is not in it."""
        if not self._russian:
            return word if self._decoder.lookup_word(word) else ""
        name = "".join(letters)
        if name not in self._known:
            self._decoder.add_word(name, " ".join(" ".join(russian(letters)).split()), update=True)
            self._known.add(name)
        return name

    @cached_property
    def _decoder(self) -> Any:
        from pocketsphinx import Decoder

        return Decoder(lm=None, loglevel="FATAL", beam=1e-80, wbeam=1e-60, pbeam=1e-80)


def russian(letters: Sequence[str]) -> list[str]:
    """The English phones of each letter of a word, in a string; a stressed letter carries U+0301."""
    word = "".join(letters).replace(STRESS, "")
    several = sum(letter in VOWELS for letter in word) > 1
    phones = []
    for at, (letter, marked) in enumerate(zip(word, letters, strict=True)):
        before = word[at - 1] if at else "ь"
        if letter in VOWELS:
            vowel = REDUCED.get(letter, VOWELS[letter]) if several and STRESS not in marked else VOWELS[letter]
            phones.append(f"Y {vowel}" if letter in IOTATED and before in (*VOWELS, "ь", "ъ") else vowel)
        else:
            phone = "" if letter == before else CONSONANTS.get(letter, "")
            phones.append(FINAL.get(phone, phone) if at == len(word) - 1 else phone)
    return phones


def _letters(word: Mark, marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.kind == "letter" and word.start <= mark.start and mark.end <= word.end]
