"""What Russian texts refer to: cases and orders by their numbers, formulas, articles and parts, books, groups."""

from __future__ import annotations

import re
from collections.abc import Callable

from videolecture.text.beside import right_of
from videolecture.text.notation import UNCOUNTED
from videolecture.text.ru.declension import Form, adjective, decline
from videolecture.text.ru.government import closing, form_after, noun_case, rewrite
from videolecture.text.ru.morphology import inflect, nouns
from videolecture.text.ru.numerals import digits, plural_form
from videolecture.text.ru.units import find

# «№ 2-1345/2021», «№ 417-с»; but «№ 3–5» is a span.
_CASE = re.compile(r"(?P<label>№\s?)(?P<number>\d{1,6}(?:[-–/]\d{1,6})+)(?![\w/]|-[а-яё]{4}|\.\d)")
# «из формулы (3.7)», «по (3.7) и (3.8)»
_FORMULA = re.compile(
    r"(?P<before>\b(?:формул|уравнени|выражени|соотношени|неравенств|равенств|услови|тождеств|систем|определени|закон)[а-яё]*\s"
    r"|\b(?:из|в|во|по|с|со|к|на|согласно|см\.)\s|точка\s\d{1,3}\s?(?:,|и|или|[–—-])\s?)"
    r"\((?P<number>\d{1,2}\.\d{1,3}(?:\.\d{1,2})?[а-я]?)\)",
    re.IGNORECASE,
)
_FORMULA_TOO = re.compile(
    r"(?P<before>)\((?P<number>\d{1,2}\.\d{1,3}(?:\.\d{1,2})?[а-я]?)\)"
)  # where one is for certain
_ARTICLES = re.compile(r"\bст\.\s?ст\.(?=\s?\d)")
_SUBPART = re.compile(r"(?<!\w)п{1,2}\.\s?(?=«[а-я]»)")
_IN_THE_WORDING = re.compile(r"(?<=\()(?:в\s)?ред\.(?=\s+(?:от|Федер|Указ|приказ|пост))")
# «по М. о.»
_REGION = re.compile(r"(?<![\w.])(?P<letter>[МЛ])\.\s?о\.(?!\s?[А-ЯЁ])")
_REGIONS = {"М": "московский", "Л": "ленинградский"}
_APPROVED = re.compile(r"(?P<noun>[А-Яа-яё]+)(?P<mark>,?\s)утв\.(?=\s+[а-яёА-ЯЁ])")
_GROUP = re.compile(r"(?<!\w)гр\.\s?(?=[А-ЯЁA-Z]{1,5}[а-яё]{0,2}-\d)")
_DONE_BY = re.compile(r"(?<![\w.])Исп\.(?=:|\s+[А-ЯЁ])")
_BOOK = re.compile(r"(?P<name>\bISB?S?N:?\s)(?P<number>\d[\d -]{6,16}[\dXxХ])(?!\w)")
_VOLUME = re.compile(r"(?<!\w)(?:[Vv]ol\.\s?(?=[\dIVX])|[Nn]o\.\s?(?=\d)|[Pp]p?\.\s?(?=\d))")
_DOI = re.compile(r"(?P<name>\bDOI:?\s|doi\.org/)(?P<one>\d+)\.(?P<other>\d+)", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"(?P<before>\b(?:[Оо]т|[Сс]|[Ии]з)\s+(?:(?:др|ср|нов)\.-)?)"
    r"(?P<name>лат|греч|англ|нем|фр|франц|ит|итал|исп|араб|яп|кит|санскр|польск|тюрк|перс|рус)\.(?=\s)"
)
_LANGUAGES = {
    "лат": "латинского", "греч": "греческого", "англ": "английского", "нем": "немецкого", "фр": "французского",
    "франц": "французского", "ит": "итальянского", "итал": "итальянского", "исп": "испанского", "араб": "арабского",
    "яп": "японского", "кит": "китайского", "санскр": "санскритского", "польск": "польского", "тюрк": "тюркского",
    "перс": "персидского", "рус": "русского",
}  # fmt: skip
_STUDENTS = re.compile(
    r"\b(?P<who>(?:студент|магистрант|бакалавр|слушател|курсант|аспирант|обучающ|учащ|ординатор)[а-яё]*)\s(?P<year>[1-6])(?=\sкурса\b)",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"(?<![\w.])(?P<which>[Вв]х|[Ии]сх)\.\s?(?=№)")
_SCHOOL_YEAR = re.compile(
    r"(?P<before>(?:\b(?P<asks>[а-яёА-ЯЁ]+)\s)?(?:19|20)\d\d\s?[/–-]\s?\d{2,4})\s+уч\.\s?(?:г\.|года?)"
)
_JOINED = re.compile(r"(?<![\w/])(?P<name>ж/д|с/х)(?![\w/])")
_ADJECTIVES = {"ж/д": "железнодорожный", "с/х": "сельскохозяйственный"}
_YEARS = {1: "год", 2: "года", 5: "лет"}
_PLAN = re.compile(r"(?<![\w.])Б\d(?:\.(?:[А-Я]{1,3}|\d{1,2}))+(?!\w)")  # «Б1.О.14» of a syllabus
_ALONE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<![\w.])[Сс]р\.(?=:)"), "сравни"),
    (re.compile(r"(?<![\w.])(?P<n>[Нн])аб\.\s?кан\."), r"\g<n>абережная канала"),
    (re.compile(r"(?<![\w.])(?P<n>[Нн])аб\.\s?(?:р\.|реки)(?=\s[А-ЯЁ])"), r"\g<n>абережная реки"),
    (re.compile(r"(?P<what>\b(?:Приложени[еяию]|Вариант[а-я]?"
        r"|Раздел[а-я]?|Часть|Группа|Корпус)\s[А-ЯЁA-Z])\.\s(?=[А-ЯЁ][а-яё])"), r"\g<what>: "),
    (re.compile(r"°\s?0?(?=\d)"), "° "),  # «65°02′»
    (re.compile(r"′\s?0?(?=\d{1,2}″)"), "′ "),
    (re.compile(r"(?<![\w/])ч/з(?![\w/])"), "через"),
    (re.compile(r"(?<![\w/])п/гр\.?(?!\w)"), "подгруппа"),
    (re.compile(r"(?<![\w/])р/с(?=\s?[:№\d])"), "расчётный счёт"),
    (re.compile(r"(?<![\w/])к/с(?=\s?[:№\d])"), "корреспондентский счёт"),
    (re.compile(r"(?<![\w/])з/п(?![\w/])"), "зарплата"),
    (re.compile(r"(?<![\w/])г/г(?![\w/])"), "год к году"),
    (re.compile(r"(?<![\w/])м/м(?![\w/])"), "месяц к месяцу"),
    (re.compile(r"(?<![\w/])кв/кв(?![\w/])"), "квартал к кварталу"),
    (re.compile(r"над\s+ур\.\s?м(?:оря\b|\.)"), "над уровнем моря"),
    (re.compile(r"(?<=[,(] )(?P<n>\d{1,2})\s?эт\.(?=[\s,;)]|$)"), r"\g<n>-й этаж"),
    (re.compile(r"\bкл\.\s?т(?:очн)?\.(?=\s?\d)"), "класс точности"),
    (re.compile(r"(?<=[A-Za-zΑ-Ωα-ω])_?ср(?!\w|\.\w)"), " среднее"),
    (re.compile(r"(?<=[A-Za-zΑ-Ωα-ω])_(?:макс|max)(?![\w.])"), " максимальное"),
    (re.compile(r"(?<=[A-Za-zΑ-Ωα-ω])_(?:мин|min)(?![\w.])"), " минимальное"),
    (re.compile(r"(?<!\w)[TТ](?:\s?½|1/2|₁/₂)(?!\w)"), "период полувыведения"),
    (re.compile(r"(?<=\d-й )мин\."), "минуте"),
    (re.compile(r"\bза шт\.(?=[\s,;)]|$)"), "за штуку"),
    (re.compile(r"(?<![\w.])N\. ?Y\.(?=[,:])"), "Нью-Йорк"),
    (re.compile(r"(?P<when>:\d\d) · (?=\d)"), r"\g<when>, "),
    (re.compile(r"(?P<one>(?<=[=(] )[А-Я])/(?P<other>[А-Я])(?=\s?[×·*+−=)])"), r"\g<one> делить на \g<other>"),
    (re.compile(r"\s×\s?(?=100\s?%)"), " умножить на "),
    (
        re.compile(
            r"(?P<what>\b[Сс]рок (?:годности|хранения|службы|гарантии|эксплуатации)[^.;\d]{0,20}?\d+)\s?г\.(?!\s?до)"
        ),
        lambda m: f"{m['what']} {_YEARS[plural_form(int(re.findall(r'[0-9]+', m['what'])[-1]))]}",
    ),
    (re.compile(r"(?<![\w.])[Вв]вед\.(?=\s+\d)"), "введён"),
    (re.compile(r"(?<!\w)Ø\s?(?=\d)"), "диаметром "),
    (re.compile(r"(?<!\w)г\.\s(?=[А-ЯЁ][а-яё]+ая\b|Эльбрус|Казбек|Эверест|Монблан|Белух|Арарат|Олимп\b)"), "гора "),
    (re.compile(r"(?<![\w.])[Хх]р\.(?=\s+[А-ЯЁ])"), "хребет"),
    (re.compile(r"(?<=\d)\s?жит\.(?=\W|$)"), " жителей"),
    (re.compile(r"(?<![\w.])авт\.\s?(?=\d+[а-я]?(?:,|\sи)\s\d)"), "автобусы "),
    (re.compile(r"(?<![\w.])авт\.\s?(?=№|\d)"), "автобус "),
    (re.compile(r"(?<=, )доп\.(?=\s[—–]\s\d+:\d)"), "дополнительное"),
)  # fmt: skip


def read_references(text: str) -> str:
    """References in words or as other rules read them; before the numbers are read."""
    if not any(sign in text for sign in './№(ISØ°·×½_"') and " курса" not in text:
        return text
    for pattern, said in _ALONE:
        text = pattern.sub(said, text)
    if '"' in text and not re.search(r'(?<![\d½¼¾])"', text):
        text = re.sub(r'(?<=[\d½¼¾])"(?!\w)', "″", text)  # «15,6"»: inches, where no quotation is
    text = _PLAN.sub(lambda m: " ".join(re.findall(r"[А-Я]+|\d+", m.group())), text)
    text = _LANGUAGES_NAMED.sub(_languages, text)
    text = _FOR_EACH.sub(_for_each, text)
    text = _CASE.sub(_case, text)
    if (made := _FORMULA.sub(_formula, text)) != text:
        text = _FORMULA_TOO.sub(_formula, made)
    text = _ARTICLES.sub("ст.", text)
    text = _IN_THE_WORDING.sub("в редакции", text)
    text = _DONE_BY.sub("Исполнитель", text)
    text = _BOOK.sub(lambda m: m.group("name") + _spelled(m.group("number")), text)
    text = _VOLUME.sub(_volume, text)
    text = _DOI.sub(rf"\g<name>\g<one>{UNCOUNTED} точка \g<other>", text)
    text = _LANGUAGE.sub(lambda m: m.group("before") + _LANGUAGES[m.group("name")], text)
    text = _STUDENTS.sub(r"\g<who> \g<year>-го", text)
    text = _PAPERS.sub(lambda m: {"в": "входящий ", "и": "исходящий "}[m.group("which")[0].lower()], text)
    text = _SCHOOL_YEAR.sub(_school_year, text)
    text = rewrite(_GROUP, text, lambda _, before, __: decline("группа", form_after(before, "группа")) + " ")
    text = rewrite(_SUBPART, text, lambda _, before, __: inflect("подпункт", noun_case(before)) + " ")
    text = rewrite(_REGION, text, _region)
    text = _APPROVED.sub(_approved, text)
    return rewrite(_JOINED, text, _joined)


# «руб./акц.», «10 кг/ведро»: for each of what is written whole or short.
_FOR_EACH = re.compile(
    r"(?:(?<=[\d½] )|(?<=тыс\. )|(?<=млн )|(?<=млрд ))(?P<unit>шт|кг|г|мг|мл|л|м|км|руб|р|коп|чел|₽|[$€])"
    r"(?P<stop>\.?)/(?P<what>[а-яё]{2,}(?P<short>\.)?)(?![\w/²³])"
)
_EACH = {
    "уп": "упаковка",
    "упак": "упаковка",
    "ед": "единица",
    "акц": "акция",
    "шт": "штука",
    "чел": "человек",
    "стр": "страница",
}


def _for_each(match: re.Match[str]) -> str:
    written = match.group("what").rstrip(".").lower()
    lemma = _EACH.get(written) if match.group("short") or written in _EACH else written
    if lemma is None or find(written) or not any(r.case == "nomn" and not r.plural for r in nouns(lemma)):
        return match.group()
    per = "за" if match.group("unit") in ("руб", "р", "коп", "₽", "$", "€") else "на"
    said = "человека" if lemma == "человек" else inflect(lemma, "accs")
    return f"{match.group('unit')}{match.group('stop')} {per} {said}"


_LANGUAGES_NAMED = re.compile(
    r"(?P<before>\b[Яя]зыки?(?: [а-яё]+)?\s?[:—–-]\s)"
    r"(?P<names>(?:(?:рус|англ|нем|фр|франц|исп|кит|итал)\.(?:,\s|\sи\s)?)+)"
)


def _languages(match: re.Match[str]) -> str:
    """«Рабочие языки: рус., англ.»"""
    names = re.sub(r"[а-я]+(?=\.)", lambda m: _LANGUAGES[m.group()].replace("ого", "ий"), match.group("names"))
    ends = "." if not right_of(match).strip() else ""
    return match.group("before") + names.replace(".", "") + ends


def _case(match: re.Match[str]) -> str:
    """A number with parts is no span: its second part is as long as the first and larger in one."""
    written = match.group("number")
    parts = re.split(r"[-–/]", written)
    if len(parts) == 2 and "/" not in written and int(parts[0]) < int(parts[1]) and len(parts[1]) - len(parts[0]) < 2:
        return match.group()
    signs = re.findall(r"[-–/]", written)
    said = "".join(
        f"{part}{UNCOUNTED} {'дробь' if sign == '/' else 'тире'} " for part, sign in zip(parts, signs, strict=False)
    )
    return f"{match.group('label')}{said}{parts[-1]}"


def _formula(match: re.Match[str]) -> str:
    """«(3.7)»: a number with a stop inside is no decimal."""
    return match.group("before") + match.group("number").replace(".", f"{UNCOUNTED} точка ")


def _spelled(number: str) -> str:
    """«978-5-8459-1984-7»: digit by digit, a pause at each hyphen."""
    groups = [group for group in re.split(r"[ -]+", number) if group]
    return ", ".join(digits(group[:-1]) + " икс" if group[-1] in "XxХ" else digits(group) for group in groups)


def _volume(match: re.Match[str]) -> str:
    """«Vol. 521, no. 7», «P. 436–444» of a source in English, in a Russian text."""
    name = match.group().lower().rstrip(". ")
    several = re.match(r"\d+\s?[–—-]\s?\d", right_of(match))
    return {"vol": "том ", "no": "номер "}.get(name, "страницы " if several else "страница ")


def _school_year(match: re.Match[str]) -> str:
    asks = (match.group("asks") or "").lower()
    said = "учебном году" if asks in ("в", "во") else "учебный год" if asks in ("на", "за") else "учебного года"
    return f"{match.group('before')} {said}"


def _approved(match: re.Match[str]) -> str:
    """«Положения, утв. решением»: in agreement with what was approved."""
    found = next((r for r in nouns(match.group("noun")) if r.case), None)
    form = Form(found.case or "nomn", found.plural) if found else Form()
    said = adjective("утверждённый", form.case, form.plural, (found.gender if found else "") or "masc")
    return f"{match.group('noun')}{match.group('mark')}{said}"


def _region(match: re.Match[str], before: str, after: str) -> str:
    """«по М. о.» -> «по Московской области»."""
    form = form_after(before, "область")
    said = adjective(_REGIONS[match.group("letter")], form.case, False, "femn")
    return f"{said.capitalize()} {inflect('область', form.case)}{closing('о.', after)}"


def _joined(match: re.Match[str], before: str, after: str) -> str | None:
    """«от ж/д вокзала»: in agreement with the noun after it."""
    word = re.match(r"\s+([а-яё\u0301]+)", after)
    found = next((r for r in nouns(word.group(1)) if r.case), None) if word else None
    if not found:
        return _ADJECTIVES[match.group("name")]
    asked = noun_case(before)
    fitting = next((r for r in nouns(word.group(1) if word else "") if r.case == asked), found)
    return adjective(_ADJECTIVES[match.group("name")], fitting.case or "nomn", fitting.plural, fitting.gender or "masc")
