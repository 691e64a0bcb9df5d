"""Imprints of books: «М.: Наука, 2010. – 256 с.» -> «Москва: Наука, 2010. – 256 страниц»."""

from __future__ import annotations

import re

_TOWNS = {"М": "Москва", "Л": "Ленинград", "СПб": "Санкт-Петербург", "Пг": "Петроград", "К": "Киев",
          "Н. Новгород": "Нижний Новгород", "Ростов н/Д": "Ростов-на-Дону"}  # fmt: skip
_TOWN = re.compile(r"(?<![\w.])(?P<town>М|Л|СПб|Пг|К|Н\. Новгород|Ростов н/Д)\.?\s?(?=[:;]\s*[А-ЯЁA-Z«])")
_PAGES = re.compile(r"(?P<before>(?:1[6-9]|20)\d\d\s?(?:г\.)?\s*[.,]\s*(?:[–—-]\s*)?)(?P<count>\d{1,4})\s?с\.")
_ALONE = re.compile(r"^\s*(?:[–—-]\s*)?(?P<count>\d{2,4})\s?с\.$")  # the pages after «2010.»
_VOLUMES = re.compile(r"(?<=[вВ] )(?P<count>\d{1,2})\s?т\.(?=\s*(?:$|[.,:;)–—-]|Т\.|[а-яё]*\s?[А-ЯЁ]))")
_WORKS = re.compile(r"\b(?:соч|собр|изд|издани[а-я]*|сочинени[а-я]*|собрани[а-я]*|труд[а-я]*|тр)\.?\s+[вВ]\s$")


def read_imprints(text: str) -> str:
    """Towns, pages and volumes; before the numbers and the units are read."""
    if "." not in text and ":" not in text:
        return text
    text = _ALONE.sub(r"\g<count> стр.", text)
    text = _TOWN.sub(lambda m: _TOWNS[m.group("town")], text)
    text = _PAGES.sub(r"\g<before>\g<count> стр.", text)
    return _VOLUMES.sub(_volumes, text)


def _volumes(match: re.Match[str]) -> str:
    """«собр. соч. в 10 т.»: volumes, not tons."""
    if not _WORKS.search(match.string[max(0, match.start() - 40) : match.start()]):
        return match.group()
    ends = "." if not match.string[match.end() :].strip() else ""
    return f"{match.group('count')} томах{ends}"
