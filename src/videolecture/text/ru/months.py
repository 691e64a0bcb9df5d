"""Months written short, in the case that is asked for: «1 янв.» -> «1 января», «за окт. и нояб.», «в нач. сент.»."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.government import closing, form_after, preposition, rewrite
from videolecture.text.ru.morphology import inflect, readings
from videolecture.text.tables import table

_FULL = r"(?:январ|феврал|март|апрел|ма(?=[йяюе])|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]*"
_DAY = re.compile(r"(?<![\d.,:])(?:[0-3]?\d(?:-?(?:го|е|му|м))?(?:\s?[–—,-]\s?|\s+(?:и|по|до|на)\s+)?)+\s*$")
_YEAR = re.compile(r"\s*,?\s*(?:(?:1\d|20)\d\d|['’]\d\d)(?!\d)")


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((row.removesuffix(".") for row in table("ru_calendar")["months"]), key=len, reverse=True)
    either = "|".join(f"[{n[0]}{n[0].upper()}]{n[1:]}|{n.upper()}" for n in names)
    return re.compile(
        rf"(?<![\w\u0301.-])(?P<month>(?:{either}))(?P<stop>\.?)(?![\w\u0301]|-[а-яё]{{4,}}(?<!рь)(?<!ль))"
    )


@cache
def _list_before() -> re.Pattern[str]:
    year = r"(?:\s+(?:1\d|20)\d\d(?:\s*г\.|\s+года?)?)?"
    return re.compile(rf"(?:{_FULL}{year}(?:\s?[–—/-]\s?|,\s+|\s+(?:и|или|либо)\s+))+$", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    names = "|".join(row.removesuffix(".") for row in table("ru_calendar")["months"])
    return re.compile(rf"\s?(?:[–—/-]|,|и|или|по|до)\s?(?:(?:{names})\b|{_FULL})", re.IGNORECASE)


@cache
def _hyphened() -> re.Pattern[str]:
    names = "|".join(row.removesuffix(".") for row in table("ru_calendar")["months"])
    return re.compile(rf"(?<!\w)((?:{names})\.)-(?=(?:{names})\.|{_FULL})", re.IGNORECASE)


def read_months(text: str) -> str:
    """The months whole; before the dates are read."""
    return rewrite(_pattern(), _hyphened().sub(r"\1–", text), _month)


def _month(match: re.Match[str], before: str, after: str) -> str | None:
    name = match.group("month").lower()
    lemma = str(table("ru_calendar")["months"][name + "."])
    day = _DAY.search(before)
    listed = bool(_list_before().search(before)) or bool(_beside().match(after))
    if not match.group("stop") and not (day or listed or _YEAR.match(after)):
        return None  # «мар», «сен»: a word
    end = closing(match.group(), after)
    if day:
        return inflect(lemma, "gent") + end
    before = _list_before().sub("", before)
    word = preposition(before)
    if word in ("за", "на", "через", "про"):
        return inflect(lemma, "accs") + end
    if word in ("с", "со"):
        return inflect(lemma, "gent") + end
    if word == "по":
        each = not re.search(rf"\b(?:с|со|от)\s+(?:\d+\s+)?{_FULL}[^.;]*\sпо\s+$", before, re.IGNORECASE)
        return inflect(lemma, "datv" if each and not _YEAR.match(after) else "accs") + end
    if word in ("и", "или", "а", "но"):
        before = re.sub(r"[^\s]+\s+$", "", before)
    last = readings(word)[0] if word else None
    form = form_after(before, lemma)
    if last and last.part == "VERB" and form.case == "accs":
        return lemma + end
    return inflect(lemma, form.case) + end
