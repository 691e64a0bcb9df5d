"""How English words are said: the CMU Pronouncing Dictionary, its phones laid over the letters of the word.

The letters are what is timed; the phones say what each of them sounds like and which vowel is stressed. Every letter
makes no phone, one or two; the cheapest way through is taken, where a letter costs nothing for a phone that it often
stands for. Thus «b eau t i f u l» shares out B, Y UW1, T, AH0, F, AH0, L.
"""

from __future__ import annotations

from functools import cache

from videolecture.errors import MissingError
from videolecture.weights import weight_path

WEIGHTS = "cmudict"
Phones = tuple[str, ...]
"""ARPAbet, vowels with their stress: 1 main, 2 second, 0 none."""

OFTEN = {  # what a letter may stand for
    "a": "AA AE AH AO AW AY EH ER EY IH OW",
    "b": "B",
    "c": "K S CH SH",
    "d": "D T JH",
    "e": "AH EH ER EY IH IY UW Y",
    "f": "F V",
    "g": "G JH ZH F",
    "h": "HH",
    "i": "AH AY ER IH IY Y",
    "j": "JH Y ZH",
    "k": "K",
    "l": "L",
    "m": "M",
    "n": "N NG",
    "o": "AA AH AO AW ER IH OW OY UH UW",
    "p": "P F",
    "q": "K",
    "r": "R ER",
    "s": "S Z SH ZH",
    "t": "T TH DH CH SH D",
    "u": "AH EH ER IH UH UW W Y",
    "v": "V F",
    "w": "W V",
    "x": "Z S",
    "y": "AY IH IY Y",
    "z": "Z S T",
}
PAIRS = {  # what one letter may stand for at once
    **dict.fromkeys("lmnr", ("AH L", "AH M", "AH N", "AH R")),  # «little», «rhythm»
    "o": ("W AH",),  # «one»
    "q": ("K W",),
    "u": ("Y UW", "Y UH", "Y AH", "Y ER"),
    "x": ("K S", "G Z", "K SH", "G ZH"),
    "z": ("T S",),
}
VOWELS = "aeiouy"
# Costs of a letter that stands for no phone: by letter, of any other letter, and of one that doubles the one before.
SILENT = {**dict.fromkeys("aeiouy", 0.5), "h": 0.5, "g": 0.6, "w": 0.6, "r": 0.7}
SILENT_OTHER, DOUBLE = 0.9, 0.1
RARE, WRONG_KIND = (
    1.0,
    3.0,
)  # costs of a phone that the letter rarely stands for; of a vowel for a consonant or the reverse
PAIR, RARE_PAIR = 0.2, 2.0  # costs of two phones for a letter: a usual pair, any other


def pronunciation(word: str) -> Phones:
    """The first pronunciation of a lower-case word; empty where the dictionary lacks it or is not installed."""
    if not word.strip("'"):
        return ()
    dictionary = _dictionary()
    at = dictionary.find(f"\n{word} ")
    if at < 0:
        return ()
    line = dictionary[at + 1 : dictionary.index("\n", at + 1)]
    return tuple(line.partition("#")[0].split()[1:])


@cache
def _dictionary() -> str:
    """Kept as text, which is searched: a table of it all would take many times the memory."""
    try:
        return "\n" + weight_path(WEIGHTS).read_text(encoding="utf-8") + "\n"
    except MissingError:
        return "\n"


def phones_by_letter(word: str, phones: Phones) -> list[Phones]:
    """The phones of each letter of a word, in order and nothing left out."""
    least: list[list[tuple[float, int]]] = [
        [(0.0, 0)] + [(float("inf"), 0)] * len(phones)
    ]  # cost, phones of the letter
    for at, letter in enumerate(word):
        before = least[-1]
        double = at > 0 and word[at - 1] == letter
        row = []
        for said in range(len(phones) + 1):
            ways = [
                (before[said - count][0] + _cost(letter, phones[said - count : said], double), count)
                for count in range(min(2, said) + 1)
            ]
            row.append(min(ways))
        least.append(row)
    found: list[Phones] = []
    said = len(phones)
    for row in reversed(least[1:]):
        count = row[said][1]
        found.append(phones[said - count : said])
        said -= count
    return found[::-1]


def _cost(letter: str, phones: Phones, double: bool) -> float:
    bare = [phone.rstrip("012") for phone in phones]
    if not bare:
        return DOUBLE if double else SILENT.get(letter, SILENT_OTHER)
    if len(bare) == 2:
        return PAIR if " ".join(bare) in PAIRS.get(letter, ()) else RARE_PAIR
    if bare[0] in OFTEN.get(letter, "").split():
        return 0.0
    return RARE if (letter in VOWELS) == phones[0][-1].isdigit() else WRONG_KIND
