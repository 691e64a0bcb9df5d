"""Letters of another alphabet that look the same: «Mосква» with a Latin M is «Москва», "Тhe" with a Cyrillic Т "The".

The pairs are those that Unicode's table of confusables (UTS 39) calls the same in upright type; digits that scanning
takes for letters («М0сква») are read as letters where that makes a known word.
"""

from __future__ import annotations

import re
from functools import partial

from videolecture.errors import Term
from videolecture.text.ru.morphology import known, nouns, readings
from videolecture.text.source.lines import Line, Notes
from videolecture.text.tables import table, words

KIND = Term("Letters of another alphabet, read as those that they look like", code="source-lookalikes")
_TO_CYRILLIC = dict(zip("ABCEHKMOPTXYaceopxykëË", "АВСЕНКМОРТХУасеорхукёЁ", strict=True))
_TO_LATIN = dict(zip("АВСЕНКМОРТХУасеорхуіІјЈѕЅһԁԛԝ", "ABCEHKMOPTXYaceopxyiIjJsShdqw", strict=True))
_FROM_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_SCANNED = dict(zip("0346", "озчб", strict=True))
_WORD = re.compile(r"(?:[^\W\d_]\u0301?)+")
_FORMULA = re.compile(
    r"(?<![\w-])(?=[A-Za-z\d₀-₉]*[А-Яа-я])(?=[^\W\d]*[\d₀-₉])(?:[A-ZСНОКВР][a-zасеорхун]?[\d₀-₉]*){1,8}(?![\w-])|\bрН\b"
)
_WITH_DIGITS = re.compile(r"(?<![\w-])[А-Яа-яЁё]*[0346][А-Яа-яЁё]{3,}(?![\w-])")
_ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_CYRILLIC, _LATIN, _GREEK = re.compile("[Ѐ-ԯ]"), re.compile("[A-Za-zËë]"), re.compile("[Α-ω]")
_SHORTEST = 4  # letters of a word all in the wrong alphabet that is taken for one: shorter ones are names as often
# What a preposition of one letter asks for: (case, the same in the wrong alphabet).
_PREPOSITIONS = {"c": "ablt", "o": "loct", "k": "datv", "B": "loct", "b": "loct", "C": "ablt", "O": "loct", "K": "datv"}
_AFTER_AND = frozenset(
    ["также", "потом", "затем", "именно", "если", "когда", "не", "теперь", "вот", "значит", "далее", "дальше"]
)


def meant(line: Line, language: str, notes: Notes) -> Line:
    """The line in the letters that were meant."""
    text = line.text
    if language == "ru" and _WITH_DIGITS.search(text):
        text = _WITH_DIGITS.sub(partial(_scanned, line=line, notes=notes), text)
    if language in ("ru", "en") and _CYRILLIC.search(text):
        text = _FORMULA.sub(partial(_formula, line=line, notes=notes), text)
    if language not in ("ru", "en") or sum(bool(kind.search(text)) for kind in (_CYRILLIC, _LATIN, _GREEK)) < 2:
        return line.but(text)
    return line.but(_WORD.sub(partial(_noted, language=language, line=line, notes=notes), text))


def _scanned(match: re.Match[str], line: Line, notes: Notes) -> str:
    written = match.group()
    word = "".join(_SCANNED.get(c, c) for c in written)
    if len(word) < 5 or sum(c.isdigit() for c in written) > 2 or not known(word):
        return written
    notes.add(KIND, line, written)
    return word.upper() if re.sub(r"\d", "", written).isupper() else word


def _formula(match: re.Match[str], line: Line, notes: Notes) -> str:
    """«Н2О» and «СО2», typed in Cyrillic or half in it, in the letters of chemistry."""
    written = match.group()
    if written == "рН":
        return "pH"
    latin = _translated(re.sub(r"[\d₀-₉]", "\u0301", written), _TO_LATIN, _LATIN)
    symbols = re.findall(r"[A-Z][a-z]?", latin)
    sure = _LATIN.search(written) or (set(symbols) <= {"H", "C", "O"} and len(symbols) > 1)
    if not latin or not sure or not all(symbol in words("formulas_chemistry", "symbols") for symbol in symbols):
        return written
    notes.add(KIND, line, written)
    return "".join(_TO_LATIN.get(c, c) for c in written)


def _noted(match: re.Match[str], language: str, line: Line, notes: Notes) -> str:
    written = match.group()
    word = _read(match, language)
    if word != written:
        notes.add(KIND, line, written)
    return word


def _read(match: re.Match[str], language: str) -> str:
    written = match.group()
    cyrillic, latin, greek = (bool(kind.search(written)) for kind in (_CYRILLIC, _LATIN, _GREEK))
    if greek and (cyrillic or latin) and len(written) > 2:
        plain = "".join(_FROM_GREEK.get(c, c) for c in written)
        if not _GREEK.search(plain):
            return _mixed(plain, language) if cyrillic else plain
    if greek:
        return written
    if cyrillic and latin:
        return _mixed(written, language)
    if language == "ru" and latin:
        return _russian(match)
    return _english(match) if language == "en" and cyrillic else written


def _translated(written: str, pairs: dict[str, str], own: re.Pattern[str]) -> str:
    """The word in one alphabet; empty where a letter has no like in it."""
    said = "".join(c if own.match(c) or c == "\u0301" else pairs.get(c, "\0") for c in written)
    return "" if "\0" in said else said


def _mixed(written: str, language: str) -> str:
    """A word of both alphabets in the one that it was meant in; as it is where it may well be of both («VIPы»)."""
    russian, english = _translated(written, _TO_CYRILLIC, _CYRILLIC), _translated(written, _TO_LATIN, _LATIN)
    if english and len(english) > 1 and _ROMAN.fullmatch(english):
        return english  # «ХIХ век»
    if russian and known(russian.replace("\u0301", "")):
        return russian
    if russian and english:
        return russian if language == "ru" else english
    if russian and re.match(r"[A-Z]{2,}[а-яё]", written):
        return written  # «PCы»
    return russian or english or written


def _russian(match: re.Match[str]) -> str:
    """A word of Latin letters in a Russian text that is a Russian word throughout: «MOCKBA», «c помощью»."""
    written = match.group()
    before, after = _around(match)
    if len(written) == 1:
        return _TO_CYRILLIC[written] if _is_little(written, before, after) else written
    if len(written) < _SHORTEST or written.lower() in table("ru_latin")["words"]:
        return written
    if not (_beside(before, after) or written.isupper()):
        return written
    russian = _translated(written, _TO_CYRILLIC, _CYRILLIC)
    return russian if russian and known(russian) else written


def _around(match: re.Match[str]) -> tuple[str, str]:
    return match.string[max(0, match.start() - 40) : match.start()], match.string[match.end() : match.end() + 60]


def _beside(before: str, after: str) -> bool:
    """Whether the word stands among Russian ones."""
    left, right = re.search(r"([^\W\d_]+)\W{1,3}$", before), re.match(r"\W{1,3}([^\W\d_]+)", after)
    near = [word[1] for word in (left, right) if word]
    return bool(near) and all(_CYRILLIC.match(word) for word in near)


def _is_little(letter: str, before: str, after: str) -> bool:
    """Whether a Latin letter that stands alone is a preposition or conjunction, and no variable or point."""
    following = re.match(r" ([а-яёА-ЯЁ]+)(?![\w-])(?!\s*[=<>≤≥+*/^])", after)
    previous = re.search(r"([^\W\d_]+)[ ]$", before)
    if not following or re.search(r"[=<>≤≥+*/^(\d-]\s?$", before[-4:]):
        return False
    if before.strip() and not previous and not re.search(r"[,.;:!?»—–] $", before[-3:]):
        return False
    word = following[1].lower()
    if letter in "aA":
        return word in _AFTER_AND
    found = readings(word)[:3]
    if letter in "yY":
        return any(r.part == "NPRO" and r.case == "gent" for r in found)
    case = _PREPOSITIONS.get(letter)
    if case is None or (
        previous and nouns(previous[1])[:1] and readings(previous[1])[0].part == "NOUN" and letter not in "c"
    ):
        return False
    if letter in "bB" and previous and letter == "b":
        return False
    if letter in "cC" and not (previous and any(r.part == "NOUN" for r in readings(previous[1])[:1])):
        return any(r.case in (case, "gent") and r.part in ("NOUN", "ADJF", "NPRO", "NUMR") for r in found)
    return any(r.case == case and r.part in ("NOUN", "ADJF", "NPRO", "PRTF", "NUMR") for r in found) and not (
        case == "loct" and before.strip() and any(r.case == "gent" and r.part == "NOUN" for r in found[:1])
    )


def _english(match: re.Match[str]) -> str:
    """A word of Cyrillic letters in an English text that looks like a Latin one: «а», «сор»."""
    written = match.group()
    if len(written) > 2 and known(written):
        return written
    before, after = _around(match)
    left, right = re.search(r"([^\W\d_]+)\W{1,3}$", before), re.match(r"\W{1,3}([^\W\d_]+)", after)
    near = [word[1] for word in (left, right) if word]
    english = _translated(written, _TO_LATIN, _LATIN)
    return english if english and near and all(word[0].isascii() for word in near) else written
