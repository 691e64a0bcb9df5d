"""Days of the week written short, in the case that is asked for: «кроме сб. и ср.», «по пт.», «с пн. по чт.»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from videolecture.text.beside import left_of
from videolecture.text.ru.declension import adjective, gender_of, inflect_neuter
from videolecture.text.ru.government import asked_of_phrase, closing, preposition, rewrite, short_adjectives
from videolecture.text.ru.morphology import Reading, adjectives, inflect, inflect_feminine, nouns, readings
from videolecture.text.ru.numerals import CASES, Case
from videolecture.text.ru.phrases import following
from videolecture.text.tables import table

_CLEAR = ("пн", "вт", "чт", "пт", "сб", "вс", "ср")  # written without a stop, too
_FULL = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[а-яё]*"
_TIME = re.compile(r"\s*[:—–-]?\s*(?:с\s+|до\s+|в\s+)?\d{1,2}(?:[:.]\d\d|\s*(?:ч|час)|\s*[–-]\s*\d{1,2}[:.]\d\d)")
_PREPOSITION = re.compile(
    r"(?:^|[\s(«,])(?P<word>в|во|на|по|к|ко|с|со|до|от|из|за|про|через|кроме|после|перед|между|о|об|при|для|без|под"
    r"|вместо|около|накануне|начиная с|помимо|и|или|либо|а|но|,)\s+$",
    re.IGNORECASE,
)
# «в 18:00 пт.», «до 18:00 пт.»
_AFTER_A_TIME = re.compile(r"(?:\b(?P<asks>[а-яА-Я]+)\s|^|[,;(]\s?)(?:[01]?\d|2[0-3])[:.][0-5]\d\s$")
_DATE = re.compile(r"\s*,?\s*\d{1,2}(?:\.\d\d|\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))")


@cache
def _set(section: str, key: str) -> frozenset[str]:
    return frozenset(table("ru_calendar")[section][key].split())


@cache
def _determiners() -> Mapping[str, str]:
    """Every singular form of the adjectives that stand before a day -> the masculine nominative."""
    return {
        form: lemma
        for lemma in sorted(_set("days", "determiners"))
        for case in CASES
        for form in (inflect(lemma, case), inflect_feminine(lemma, case), inflect_neuter(lemma))
    }


@cache
def _name() -> str:
    rows = [row.removesuffix(".") for row in table("ru_calendar")["weekdays"]]
    names = sorted(rows, key=len, reverse=True)
    dotted = "|".join(f"[{n[0]}{n[0].upper()}]{n[1:]}" for n in names)
    return rf"(?:{dotted})"


@cache
def _pattern() -> re.Pattern[str]:
    bare = "|".join(f"{n}|{n.capitalize()}|{n.upper()}" for n in _CLEAR)
    described = "|".join(f"[{n[0]}{n[0].upper()}]{n[1:]}" for n in sorted(_determiners()))
    return re.compile(
        rf"(?<![\w\u0301.])(?:(?P<described>{described})(?P<gap>\s+))?"
        rf"(?P<day>(?:{_name()})\.|(?:{bare})(?![.\w]))(?![\w\u0301]|-[а-яё]{{4,}})"
    )


@cache
def _list_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_FULL}(?:\s?[–—-]\s?|,\s+|\s+(?:и|или|либо|а также)\s+))+$", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    """Another day of the week after this one."""
    bare = "|".join(f"{n}|{n.capitalize()}|{n.upper()}" for n in _CLEAR)
    return re.compile(
        rf"\s?(?:[–—-]|,|и|или|либо|/|по|на|до|;)\s?(?:в\s|во\s)?(?:(?:{_name()})\.|(?:{bare})(?!\w)|{_FULL})"
    )


def read_weekdays(text: str) -> str:
    """The days whole; «ср.» is also «сравни», «средний» and «в среднем», «сб.» a collection: those stay."""
    said = rewrite(_pattern(), text, _day)
    if said == text:
        return _MEAN.sub(_mean, text)
    said = re.sub(r"\b([Вв])о?(?=\s+вторник)", r"\1о", said)
    said = re.sub(r"\b([СсКк])о?(?=\s+(?:сред[ыу]|вторник))", r"\1о", said)
    said = re.sub(r"\b([Кк])о(?=\s+среде)|\b([Вв])о(?=\s+(?:сред|пятниц|понед|четв|субб|воскр))", r"\1\2", said)
    return _MEAN.sub(_mean, said)


def _day(match: re.Match[str], before: str, after: str) -> str | None:
    written, described, gap = match.group("day"), match.group("described") or "", match.group("gap") or ""
    head, before = before, before + described + gap
    name = written.removesuffix(".").lower()
    lemma = table("ru_calendar")["weekdays"][name + "."]
    if timed := _AFTER_A_TIME.search(before):
        at = (timed.group("asks") or "").lower() in ("", "в")
        said = f"{'во' if lemma == 'вторник' else 'в'} {inflect(lemma, 'accs')}" if at else inflect(lemma, "gent")
        return said + closing(written, after)
    if re.search(r"\d\s?$", before) and name in ("пт", "вт"):
        return None  # «12 пт», «60 Вт»
    listed = bool(_list_before().search(before)) or bool(_beside().match(after))
    if not listed and not _is_day(written, name, before, after):
        return None
    agreeing = _agreeing(described, lemma, head) + gap
    return agreeing + _in_case(lemma, head + agreeing) + closing(written, after)


def _agreeing(described: str, lemma: str, before: str) -> str:
    """«каждый пт.» -> «каждую»: the adjective in the day's gender, which the short form does not show."""
    shown = _shown(described)
    gender = gender_of(lemma)
    if not shown or any(r.plural or r.gender in (gender, "") for r in shown):
        return described
    by_verb = any(r.part in ("VERB", "INFN", "GRND") for r in readings(preposition(before) or described)[:1])
    when: Case = "accs" if shown[0].lemma == "каждый" or by_verb else "nomn"
    case = next((c for c in (*asked_of_phrase(before), when) if any(r.case == c for r in shown)), shown[0].case)
    said = adjective(_determiners()[described.lower()], case or "nomn", False, gender)
    return said.capitalize() if described[0].isupper() else said


def _shown(described: str) -> list[Reading]:
    """What an adjective before a day shows; days are not animate."""
    return [r for r in adjectives(described) if r.case and not (r.case == "accs" and r.animate)]


def _is_day(written: str, name: str, before: str, after: str) -> bool:
    """Whether a short form that stands alone is a day."""
    timed = bool(_TIME.match(after) or _DATE.match(after) or re.match(r"\s?[—–:]", after))
    if not written.endswith("."):
        if written.isupper() or (name == "вт" and written[0].isupper()):
            return timed  # «ВС РФ», «мощность в Вт»
        asked = bool(_PREPOSITION.search(before)) or preposition(before) in _determiners()
        return timed or (asked and name in ("пн", "чт", "пт", "вт", "вс", "сб"))
    if name == "ср":
        return _is_wednesday(before, after, timed)
    if name == "сб":
        first = re.match(r"\s+([А-Яа-яё]+)", after)
        collected = first and any(r.case == "gent" for r in nouns(first.group(1))) and not timed
        short = re.match(r"\s*(?:[«\"]|(?:науч|тр|ст|докл|мат|матер|тез|задач|избр|уч)\b)", after)
        return not collected and not short
    if name == "вт":
        return not re.match(r"\s*(?:пол|четв|трет|кв)", after)
    if name in ("четв", "пон"):
        return bool(_PREPOSITION.search(before)) and not re.match(r"\s*(?:[IVX\d]|век)", after)
    return True


def _is_wednesday(before: str, after: str, timed: bool) -> bool:
    if re.match(r"\s*р\.", after):
        return False
    if timed and not re.match(r"\s?[—–]\s?\d", after):
        return True
    word = preposition(before)
    if word in _determiners():
        return not (_mean_noun(after) and _agrees(word, after))  # «этот ср. балл»
    if not _PREPOSITION.search(before) or word in ("и", "или", "а", "но", "либо"):
        return False
    if re.match(r"\s*(?:на|за|по|около|до|от|с)\s+(?:\d|[а-яё]+ам\b|стран|год|регион)|\s*\d", after) and word in (
        "в",
        "на",
    ):
        return False  # «в ср. на 10 % больше»: on average
    return not _mean_noun(after)


def _agrees(described: str, after: str) -> bool:
    """Whether an adjective agrees with the noun after what is written short."""
    found = [r for r in following(" " + after.lstrip()).readings if r.case]
    return any((a.case, a.plural, a.gender) == (r.case, r.plural, r.gender) for a in _shown(described) for r in found)


def _in_case(lemma: str, before: str) -> str:
    before = short_adjectives().sub("", _list_before().sub("", before))
    found = _PREPOSITION.search(before)
    word = found.group("word").lower() if found else ""
    if word == "по":
        if re.search(rf"\b(?:с|со)\s+(?:[а-яё]+\s+)?{_FULL}[^.;]{{0,40}}\sпо\s+$", before, re.IGNORECASE):
            return inflect(lemma, "accs")
        return inflect(lemma, "datv", True)
    if word in ("в", "во", "на", "за", "через", "про", "под"):
        return inflect(lemma, "accs")
    if word in ("с", "со"):
        return inflect(lemma, "gent")
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    shown = _shown(last.group(1)) if last else []
    if last and shown and readings(last.group(1))[0].part in ("ADJF", "PRTF"):
        agreeing = [r for r in shown if r.plural or r.gender == gender_of(lemma)] or shown
        head = before[: last.start()]
        asked: tuple[Case, ...] = asked_of_phrase(head)
        best = next((r for c in ("accs", *asked) for r in agreeing if r.case == c), agreeing[0])
        if re.search(r"\bпо\s+$", head, re.IGNORECASE):
            best = next((r for r in agreeing if r.case == "datv"), best)
        return inflect(lemma, best.case or "nomn", best.plural)
    if last and not found and readings(last.group(1))[0].part == "NOUN":
        gentle = readings(last.group(1))[0].lemma in _set("days", "parts")
        return inflect(lemma, "gent" if gentle else "nomn")
    asked = asked_of_phrase(before)
    return inflect(lemma, asked[0] if asked and found else "nomn")


# «ср. температура», «в ср. 5 раз»: what is no day.
_MEAN = re.compile(
    r"(?<![\w\u0301.])(?P<before>[Вв]\s+)?(?P<short>[Сс]р)\.(?P<hyphen>-)?(?=\s*(?P<after>\S.*))", re.DOTALL
)


def _mean_noun(after: str) -> bool:
    """Whether a noun follows that «средний» can describe."""
    if re.match(r"\s*(?:кв|арифм|геом|взв|учеб|уч|мес|год|сут|знач|темп|стат|проф|обр|спец|общ)\.", after):
        return True
    phrase = following(" " + after.lstrip()).readings
    return any(r.lemma in _set("means", "nouns") or "Geox" in r.tags for r in phrase)


def _mean(match: re.Match[str]) -> str:
    after, before = match.group("after"), left_of(match)
    at = match.group("before") or ""
    if re.match(r"р\.", after):
        return match.group()  # «ср. р.», see shortened.py
    if re.match(r"рода?\b", after):
        return f"{at}{'среднем' if at else 'среднего'}" if re.search(r"[а-яё]\s+$", before) or at else "средний"
    if _mean_noun(after):
        found = [r for r in following(" " + after).readings if r.case]
        asked = asked_of_phrase(before + at)
        noun = next((r for c in asked for r in found if r.case == c), None)
        if noun is None and not asked and found and found[0].case == "accs":
            return match.group()  # «ср. температуру с»: compare
        noun = noun or (found[0] if found else None)
        if noun is None:
            return at + ("среднем" if at else "средний")
        return at + adjective("средний", noun.case or "nomn", noun.plural, noun.gender or "masc", noun.animate)
    if at:
        return f"{at}среднем"
    return match.group()
