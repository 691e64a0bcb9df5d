"""Roman numerals of centuries, rulers, chapters, congresses -> ordinals that agree."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.labels import labelled
from videolecture.text.ru.morphology import Reading, adjectives, inflect, nouns, readings
from videolecture.text.ru.numerals import Case, cardinal, ordinal
from videolecture.text.ru.phrases import WORD, following
from videolecture.text.tables import words

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LOOKALIKES = str.maketrans("ХІМСУ", "XIMCV")  # Cyrillic letters that are typed for Latin ones
_VALID = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHAPE = r"[IVXLCDMХІ]+"
_ROMAN = re.compile(
    rf"(?<![\w-])(?P<first>{_SHAPE})(?:\s?(?P<joint>[-–—,]|и|или|по|до)\s?(?P<second>{_SHAPE}))?(?P<ending>-[а-яё]{{1,3}})?(?![\w])"
)
_CENTURY = re.compile(r"\s*(?P<word>вв?\.|век(?:а|у|ом|е|ов|ам|ами|ах)?\b|столети\w+|тысячелети\w+|в(?=\s+до\s+н))")
_CENTURY_FORMS = {
    False: {"nomn": "век", "gent": "века", "datv": "веку", "accs": "век", "ablt": "веком", "loct": "веке"},
    True: {"nomn": "века", "gent": "веков", "datv": "векам", "accs": "века", "ablt": "веками", "loct": "веках"},
}


def value(written: str) -> int | None:
    """The number, None where the letters are no Roman numeral."""
    written = written.translate(_LOOKALIKES)
    if not written or not _VALID.fullmatch(written):
        return None
    total = 0
    for this, after in zip(written, [*written[1:], ""], strict=True):
        total += -_VALUES[this] if after and _VALUES[after] > _VALUES[this] else _VALUES[this]
    return total


_HEADED = re.compile(r"^([IVXL])\.(?=\s+[А-ЯЁ«])")  # «I. Периодизация»


def read_roman(text: str) -> str:
    """Roman numerals in words, where what stands beside them shows that they are numerals."""
    text = _HEADED.sub(lambda m: f"{cardinal(value(m.group(1)) or 0)}.", text)
    return _ROMAN.sub(_numeral, text)


def _numeral(match: re.Match[str]) -> str:
    written = [match.group("first"), *filter(None, [match.group("second")])]
    numbers = [value(w) for w in written]
    if any(number is None for number in numbers):
        return match.group()
    found = [n for n in numbers if n is not None]
    before, after = left_of(match), right_of(match)
    if match.group("ending"):
        return f"{found[0]}{match.group('ending')}"
    joint = match.group("joint") or ""
    if century := _CENTURY.match(after):
        case, gender = _century(before if joint not in ("по", "до") else f"{joint} ", century, len(found) > 1)
        said = [ordinal(n, case, gender) for n in found]
        if joint in ("по", "до"):  # «с XVI по XIX век»
            said[0] = ordinal(found[0], "gent", gender)
        return _joined(said, joint)
    if len(found) == 1 and re.match(r"\s?[–—-]\s?(?:нач|кон|сер)[а-яё.]*\s[IVXL]+\b", after):
        return ordinal(found[0])  # «XI – нач. XII в.»
    if re.match(r"\s*(?:четверт|половин|трет[ьи])", after) and not adjectives(after.split()[0]):
        shown = following(after).readings
        asked = left_cases(before)
        noun = next((r for c in asked for r in shown if r.case == c), shown[0] if shown else None)
        return _joined([ordinal(n, (noun.case if noun else None) or "nomn", "femn") for n in found], joint)
    if re.search(
        r"\b(?:кон[а-я]+|начал\w+|середин\w+|половин\w+|четверт\w+|трет\w+|рубеж\w*)\s+$", before, re.IGNORECASE
    ):
        return _joined([ordinal(n, "gent") for n in found], joint)  # «конец XIX – начало XX века»
    if len(found) > 1 and labelled(before):  # «главы I–III»
        return _joined([cardinal(n) for n in found], joint)
    for case, gender, animate in _owner(before, after, written):
        return _joined([ordinal(n, case, gender, animate) for n in found], joint)
    if all(set(w) <= set("IVX") and len(w) > 1 for w in written):
        return _joined([cardinal(n) for n in found], joint)
    return match.group()


def _joined(said: list[str], joint: str) -> str:
    separator = " – " if joint in ("-", "–", "—") else ", " if joint == "," else f" {joint} "
    return separator.join(said)


def _century(before: str, century: re.Match[str], several: bool) -> tuple[Case, str]:
    """Case and gender of «век», written whole or short."""
    word = century.group("word")
    asked = left_cases(before)
    if word[0] == "в" and not word.startswith("век"):
        return _short_century_case(before), "masc"
    options = [r for r in nouns(word) if r.case]
    if several and not asked and word == "века" and not re.search(r"[а-яё]\s*$", before):
        return "nomn", "masc"  # «XIV–XV вв.»
    noun = next((r for c in asked for r in options if r.case == c), options[0] if options else None)
    if noun is None or noun.case is None:
        return "nomn", "masc"
    return noun.case, noun.gender or "masc"


def _short_century_case(before: str) -> Case:
    asked = left_cases(before)
    if asked:
        when = "loct" in asked and not re.search(r"\bна\s+$", before, re.IGNORECASE)  # «пришёлся на XII в.»
        return "loct" if when else asked[0]
    last = re.search(r"([А-Яа-яЁё\u0301]+)\.?\s*$", before)
    if last and (last.group(1) in ("гг", "г") or any(r.part in ("NOUN", "ADJF") for r in readings(last.group(1))[:1])):
        return "gent"
    return "nomn"


def expand_centuries(text: str) -> str:
    """«в XIX в.» -> «в XIX веке», before the numeral itself is read."""

    def expand(match: re.Match[str]) -> str:
        plural = match.group("short") == "вв."
        case = _short_century_case(left_of(match))
        if match.group("short").startswith("тыс"):
            return f"{match.group('head')} {inflect('тысячелетие', case)}"
        # the abbreviation's full stop may be the sentence's
        ends = "." if re.match(r"\s*$", right_of(match)) else ""
        return f"{match.group('head')} {_CENTURY_FORMS[plural][case]}{ends}"

    return _SHORT_CENTURY.sub(expand, text)


_SHORT_CENTURY = re.compile(
    rf"(?P<head>(?<![\w-])(?:{_SHAPE}|\d{{1,2}}(?:-[а-яё]{{1,2}})?)(?:\s?(?:[-–—,]|и)\s?(?:{_SHAPE}|\d{{1,2}}))?)"
    r"\s*(?P<short>вв?\.|(?<=[IVX] )тыс\.(?=\s*(?:до\s+)?н\.))"
)


def _owner(before: str, after: str, written: list[str]) -> list[tuple[Case, str, bool]]:
    """What the numeral belongs to: the ruler or the chapter before it, or the noun after it. At most one."""
    name = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    if name:
        word = name.group(1)
        options = nouns(word)
        owners: list[tuple[Case, str, bool] | None] = []
        if word[0].isupper() and options and (_is_name(options, word) or not _starts(before, word)):
            owners.append(_in_context(options, before[: name.start()], animate=True))
        if options and options[0].lemma in words("ru_words", "labels"):
            owners.append(_in_context(options, before[: name.start()], animate=False))
        if found := [owner for owner in owners if owner]:
            return found[:1]
    phrase = following(after)
    if phrase.readings and (len(written[0]) > 1 or written[0] in ("I", "V", "X")):
        asked = left_cases(before)
        if re.search(r"\bпо\s+$", before, re.IGNORECASE):
            asked = ("datv", "loct", "accs")  # «по I ревизии»
        shown = adjectives(first.group()) if (first := WORD.search(after)) else ()
        fitting = [r for r in phrase.readings if any((a.case, a.plural) == (r.case, r.plural) for a in shown)]
        options = tuple(fitting) or phrase.readings  # «XXII Олимпийские игры»: not of a game
        # «в XII конференции»: one of them, if it can be
        orders = [(c, several) for several in (False, True) for c in asked]
        noun = next((r for order in orders for r in options if (r.case, r.plural) == order), options[0])
        if noun.case:
            each = len(written) > 1 and noun.plural and noun.gender  # «I и II групп»: one each
            gender = noun.gender if each else "plur" if noun.plural else noun.gender
            return [(noun.case, gender or "masc", noun.animate)]
    return []


def _genitives(options: list[Reading], before: str) -> list[Reading]:
    """The masculine genitives among the readings of a name that follows a noun."""
    last = re.search(r"([а-яё\u0301]+)\s+$", before)
    if not last or not any(r.part == "NOUN" for r in readings(last.group(1))[:1]):
        return []
    return [r for r in options if r.gender == "masc" and r.case == "gent"]


def _is_name(options: tuple[Reading, ...], word: str) -> bool:
    return any("Name" in r.tags for r in options) and word[0].isupper()


def _starts(before: str, word: str) -> bool:
    return not before[: before.rfind(word)].strip()


def _in_context(options: tuple[Reading, ...], before: str, animate: bool) -> tuple[Case, str, bool] | None:
    asked = left_cases(before)
    if animate:
        options = tuple(r for r in options if r.animate) or options
        masculine = tuple(r for r in options if r.gender == "masc" and not r.plural)
        if masculine and not any(r.gender == "femn" and "Name" in r.tags for r in options):
            options = masculine  # «Карла XII»
    else:  # «глава IV» is a chapter, not a head of state
        options = tuple(r for r in options if not r.animate) or options
    singular = [r for r in options if not r.plural] or list(options)
    if animate and not asked and (owned := _genitives(singular, before)):
        singular = owned  # «войско Карла XII»: of a king, no «Карла»
    noun = next((r for c in asked for r in singular if r.case == c), singular[0])
    return (noun.case, noun.gender or "masc", noun.animate) if noun.case else None
