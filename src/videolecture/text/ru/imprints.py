"""Imprints of books, sheets and copies: «М.: Наука, 2010. – 256 с.», «Приложение: акт на 2 л. в 1 экз.»."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of
from videolecture.text.ru.declension import Form
from videolecture.text.ru.government import closing, form_after, preposition, rewrite
from videolecture.text.ru.morphology import inflect, nouns
from videolecture.text.ru.numerals import plural_form

_TOWNS = {"М": "Москва", "Л": "Ленинград", "СПб": "Санкт-Петербург", "Пг": "Петроград", "К": "Киев",
          "Н. Новгород": "Нижний Новгород", "Ростов н/Д": "Ростов-на-Дону"}  # fmt: skip
_TOWN = re.compile(
    r"(?<![\w.])(?P<town>М|Л|СПб|Пг|К|Н\. Новгород|Ростов н/Д)\.?\s?(?=[:;]\s*[А-ЯЁA-Z«]|,\s?(?:1[5-9]|20)\d\d)"
)
_YEAR = re.compile(
    r"(?P<before>(?:^|[.–—-]\s|[;/]\s)(?P<town>[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ]?[а-яё]+){0,2})"
    r"(?:\s?:\s?[^,:;.]{2,60})?,\s)(?P<year>(?:1[5-9]|20)\d\d)(?=\s*(?:[.;]|$)|,\s\d)"
)
_PAGES = re.compile(r"(?P<before>(?:1[6-9]|20)\d\d\s?(?:г\.)?\s*[.,]\s*(?:[–—-]\s*)?)(?P<count>\d{1,4})\s?с\.")
_ALONE = re.compile(r"^\s*(?:[–—-]\s*)?(?P<count>\d{2,4})\s?с\.$")  # the pages after «2010.»
_PREFACED = re.compile(r"^\s*(?:[–—-]\s*)?(?P<roman>[IVXLC]+,\s)(?P<count>\d{2,4})\s?с\.$")  # «— IV, 27 с.»
_VOLUMES = re.compile(r"(?<=[вВ] )(?P<count>\d{1,2})\s?т\.(?=\s*(?:$|[.,:;)–—-]|Т\.|[а-яё]*\s?[А-ЯЁ]))")
_WORKS = re.compile(
    r"\b(?:соч|собр|изд|издани[а-я]*|сочинени[а-я]*|собрани[а-я]*|труд[а-я]*|тр)\.?\s?:?\s+[вВ]\s$|\s:\s+[вВ]\s$"
)
_SHEETS = re.compile(r"(?P<on>\b[Нн]а\s)?(?<![\d.,])(?P<count>\d{1,4})\s?лл?\.(?!\s?[нсд]\.)")
_OF_PAPER = re.compile(r",?\s(?:в\s)?\d+\s?экз\b|\s(?:формата|текста|машинопис|рукопис|ил\.|черт|дела\b|прилаг)")
_AFTER_COPIES = re.compile(r"экз(?:\.|емпляр[а-я]*)(?:,|\s(?:по|на))?\s$")
_PAPER = re.compile(
    r"\b(?:приложени|справк|акт|договор|копи|документ|письм|протокол|отч[её]т|реферат|диссертаци|доклад|заявлени|черт[её]ж"
    r"|рукопис|книг|тетрад|дел|том|выписк|приказ|блокнот|автореферат|опис|список|списк|ксерокопи|программ|таблиц|план|перечень)"
    r"[а-яё]{0,4}\b[^.;!?]*$",
    re.IGNORECASE,
)
_COPIES = re.compile(r"(?<=[вВ] )(?P<count>\d{1,3})\s?экз\.")
_EDITION = re.compile(r"\b(?:тираж|издани|парти|заказ|размер|объ[её]м)[а-яё]*\s+в\s$", re.IGNORECASE)


def read_imprints(text: str) -> str:
    """Towns, pages and volumes, sheets and copies; before the numbers and the units are read."""
    if "." not in text and ":" not in text:
        return text
    text = _ALONE.sub(r"\g<count> стр.", text)
    text = _PREFACED.sub(r"\g<roman>\g<count> стр.", text)
    text = _TOWN.sub(lambda m: _TOWNS[m.group("town")], text)
    text = _PAGES.sub(r"\g<before>\g<count> стр.", text)
    text = rewrite(_SHEETS, text, _sheets)
    text = rewrite(_COPIES, text, _copies)
    text = _YEAR.sub(_year, text)
    return _VOLUMES.sub(_volumes, text)


def _year(match: re.Match[str]) -> str:
    """«Москва, 1968», «СПб. : Лань, 2003»: which year, not how many."""
    town = match.group("town")
    if town not in _TOWNS.values() and not any("Geox" in r.tags for r in nouns(town)):
        return match.group()
    return f"{match.group('before')}{match.group('year')}-й"


def _sheets(match: re.Match[str], before: str, after: str) -> str | None:
    """«акт на 3 л.» -> «акт на 3 листах»; None for litres."""
    on = match.group("on") or ""
    if not (
        _OF_PAPER.match(after)
        or re.search(r"\b(?:[Бб]умаг[аи]|[Тт]етрад[ьи]|[Бб]локнот|[Аа]льбом)[^.;]*$", before)
        or _AFTER_COPIES.search(before)
        or (on and _PAPER.search(before))
    ):
        return None
    form = Form("loct", plural_form(int(match.group("count"))) != 1)
    if not on:
        asked = "" if preposition(before) == "по" else before  # «по 3 листа»
        form = form_after(f"{asked}{match.group('count')} ", "лист")
    return f"{on}{match.group('count')} {inflect('лист', form.case, form.plural)}{closing(match.group(), after)}"


def _copies(match: re.Match[str], before: str, after: str) -> str | None:
    """«в 2 экз.» -> «в 2 экземплярах», how it is made out; but «тиражом в 500 экз.»."""
    if _EDITION.search(before):
        return None
    several = plural_form(int(match.group("count"))) != 1
    return f"{match.group('count')} {inflect('экземпляр', 'loct', several)}{closing(match.group(), after)}"


def _volumes(match: re.Match[str]) -> str:
    """«собр. соч. в 10 т.»: volumes, not tons."""
    if not _WORKS.search(match.string[max(0, match.start() - 40) : match.start()]):
        return match.group()
    ends = "." if not right_of(match).strip() else ""
    return f"{match.group('count')} томах{ends}"
