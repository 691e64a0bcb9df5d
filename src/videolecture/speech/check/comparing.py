"""What was heard against what was to be said: how much is wrong, and what kind of fault it looks like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from videolecture.errors import Term

ERROR_LIMIT = 0.35  # of the letters; a small recogniser is itself wrong in a tenth of them
FEWEST = 8  # letters of a text below which a recogniser is unreliable
SHORT_TEXT_LIMIT = 0.7  # the same for such a text: beyond, something else was spoken, or nothing
CUT = 0.25  # of the text's letters missing at its end: the end was cut
LAST = 0.6  # or as much of its last word
LEAST_CUT = 3  # letters
CUT_LETTERS = 2  # fewer in the last word that was heard, if it is another word
EXTRA = 0.3  # as large a share of letters after the text's end: the model went on speaking
LEAST_PAIR = 7  # letters of two words that are said again
WITHIN = 6  # words after them that the repetition begins in
DIFFERENT = 0.6  # of the letters: another text was spoken
OTHERWISE = "{percent:.0f} % of the letters were heard otherwise: «{heard}»"

# What recognisers write after a number for what was said in words.
_SIGNS = {
    "ru": {
        "км/ч": "километров в час", "км": "километров", "кг": "килограммов", "см": "сантиметров",
        "мм": "миллиметров", "м": "метров", "°C": "градусов цельсия", "°": "градусов", "%": "процентов",
        "$": "долларов", "€": "евро", "₽": "рублей", "руб": "рублей", "тыс": "тысяч", "млн": "миллионов",
        "млрд": "миллиардов",
    },
    "en": {
        "km/h": "kilometers per hour", "mph": "miles per hour", "km": "kilometers", "kg": "kilograms",
        "cm": "centimeters", "mm": "millimeters", "m": "meters", "°C": "degrees celsius",
        "°F": "degrees fahrenheit", "°": "degrees", "%": "percent", "$": "dollars", "€": "euros", "£": "pounds",
    },
}  # fmt: skip
_NUMBER = re.compile(r"\d+[.,]\d{1,2}(?!\d)|\d{1,3}(?:[ ,\u00a0]\d{3})+(?!\d)|\d+")
_NOT_LETTERS = re.compile(r"[^\w]+|_")


def letters(text: str) -> str:
    """What of a text can be heard: lower-case letters and digits; ё as е, stress marks off."""
    plain = unicodedata.normalize("NFC", text.lower()).replace("\u0301", "").replace("+", "").replace("ё", "е")
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFC", plain))


def error_rate(said: str, heard: str) -> float:
    """Edits (Levenshtein) that turn what was heard into what was to be said, over the letters of that."""
    wanted, got = letters(said), letters(heard)
    return _edits(wanted, got)[-1] / max(len(wanted), 1)


def faults(said: str, heard: str) -> tuple[Term, ...]:
    """What is wrong with a recording of `said` in which `heard` was recognised, in words; nothing if it will do."""
    wanted, got = letters(said), letters(heard)
    if not wanted:
        return ()
    edits = _edits(wanted, got)
    rate = edits[-1] / len(wanted)
    if len(wanted) < FEWEST:
        other = Term("something else was heard: «{heard}»", code="heard-other", heard=heard.strip()[:60])
        return (other,) if rate > SHORT_TEXT_LIMIT else ()
    found = []
    if repeated := _repetition(said, heard):
        found.append(Term("«{words}» is said again", code="heard-again", words=repeated))
    # The beginning of the text that all that was heard fits best, and the beginning of that which the text fits best.
    beginnings = _edits(got, wanted)
    reached = min(range(len(wanted) + 1), key=lambda end: (beginnings[end], -end))
    last = max(LEAST_CUT, LAST * len(_words(said)[-1]))
    if len(wanted) - reached >= min(last, max(LEAST_CUT, CUT * len(wanted))) and rate < DIFFERENT + CUT:
        missing = wanted[reached : reached + 20]
        found.append(Term("the end is missing, from «{missing}» on", code="heard-no-end", missing=missing))
    elif rate <= ERROR_LIMIT and _is_beginning(_words(heard), _words(said)[-1]):
        found.append(Term("the last word is cut: «{word}»", code="heard-cut-word", word=_words(heard)[-1]))
    used = min(range(len(got) + 1), key=lambda end: (edits[end], end))
    if len(got) - used >= max(4, EXTRA * len(wanted)):
        extra = got[used : used + 20]
        found.append(Term("after the end there is «{extra}»", code="heard-extra", extra=extra))
    if rate > ERROR_LIMIT:
        found.append(Term(OTHERWISE, code="heard-otherwise", percent=100 * rate, heard=heard.strip()[:60]))
    return tuple(found)


def in_words(heard: str, language: str) -> str:
    """What was heard with its numbers in words: recognisers write digits for what was said in words."""
    if not any(character.isdigit() for character in heard):
        return heard
    from num2words import num2words

    for sign, word in _SIGNS.get(language, {}).items():
        heard = re.sub(rf"(?<=\d)\s?{re.escape(sign)}(?!\w)\.?", f" {word}", heard)

    def said(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found.group())
        decimal = re.fullmatch(r"(\d+)[.,](\d{1,2})", found.group())
        year = len(digits) == 4 and len(found.group()) == 4 and "1100" <= digits < "2100"
        try:
            if decimal:
                return f" {num2words(f'{decimal[1]}.{decimal[2]}', lang=language)} "
            return f" {num2words(int(digits[:15]), lang=language, to='year' if year else 'cardinal')} "
        except (NotImplementedError, OverflowError):  # a language that it does not have: the digits stay
            return found.group()

    return _NUMBER.sub(said, heard)


def _edits(wanted: str, got: str) -> list[int]:
    """Edits between the whole of `wanted` and every beginning of `got`."""
    row = list(range(len(got) + 1))
    for place, letter in enumerate(wanted, 1):
        last, row[0] = row[0], place
        for other, found in enumerate(got, 1):
            last, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, last + (letter != found))
    return row


def _is_beginning(heard: Sequence[str], word: str) -> bool:
    """Whether the last word heard is too short, by letters that a recogniser does not leave out of its own."""
    last = heard[-1] if heard else ""
    return len(word) - len(last) >= CUT_LETTERS and _edits(word, last)[-1] >= CUT_LETTERS


def _repetition(said: str, heard: str) -> str:
    """A run of words that is heard twice in a row though it is said once; empty if there is none."""
    wanted, got = _words(said), _words(heard)
    for length in range(min(6, len(got) // 2), 0, -1):
        for start in range(len(got) - 2 * length + 1):
            run = got[start : start + length]
            if run != got[start + length : start + 2 * length] or sum(map(len, run)) < 4:
                continue
            if not any(wanted[at : at + 2 * length] == [*run, *run] for at in range(len(wanted))):
                return " ".join(run)
    # Said again with a slip, or after one: two words that return within a few.
    for start in range(len(got) - 1):
        pair = got[start : start + 2]
        if sum(map(len, pair)) < LEAST_PAIR or pair not in _pairs(got[start + 2 : start + 2 + WITHIN]):
            continue
        if _pairs(wanted).count(pair) < 2:
            return " ".join(pair)
    return ""


def _pairs(words: Sequence[str]) -> list[Sequence[str]]:
    return [words[at : at + 2] for at in range(len(words) - 1)]


def _words(text: str) -> Sequence[str]:
    return [word for word in (letters(part) for part in text.split()) if word]
