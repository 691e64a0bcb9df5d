"""Russian dates and years -> words in their case."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.morphology import readings
from videolecture.text.ru.numerals import Case, ordinal, plural_form
from videolecture.text.ru.phrases import following

_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря")  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_MONTH_ANY = r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяюе]м?|март[ауе]?|ма[йяюе]|август[ауе]?"
_MOST_LISTED = 30  # days or years in a row: without a limit, a list of numbers would be looked through again from each
_YEAR = r"(?P<year>\d{3,4})(?P<tail>-го(?:\s+года)?|\s*(?:года|г\.|г(?=[\s,;)]|$)))?"
_DAYS = re.compile(
    rf"(?<![\w.,])(?P<days>\d{{1,2}}(?:\s*(?:,|и|или|по|до|на|[-–—])\s*\d{{1,2}}){{0,{_MOST_LISTED}}})\s+(?P<month>{_MONTH})\b(?:\s+{_YEAR}(?!\s*(?:человек|\d)))?"
)
_DAY = re.compile(r"(?P<joint>\s*(?:,|и|или|по|до|на|[-–—])\s*)?(?P<day>\d{1,2})")
_NUMERIC = re.compile(
    r"(?<![\w.,/-])(?:(?P<d>\d{1,2})(?P<s>[./])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2}))"
    r"(?:\s*(?:года|г\.))?(?![\w/-]|\.\d)"
)
_D_M = r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\w.,]?\d|\s?[%°])"
# Before a unit it is a measure with a decimal point after all.
_TWO = (
    r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\w.,]?\d|\s?[%°$€₽]"
    r"|\s?(?:руб|процент|балл|градус|раз|тыс|млн|млрд|кг|см|мм|км|[мглстВАК]\b|мл|Вт|кВт|МПа|Гц|лет|год|час|мин|сек|секунд|литр|метр))"
)
_WITHOUT_YEAR = re.compile(
    rf"(?<![\w.,/-])(?:(?P<from>[Сс]о?\s){_D_M}(?=\s?(?:по|до|[–—-])\s?{_D_M})|(?<=по\s){_D_M}|(?<=дня\s){_D_M}"
    rf"|(?P<day>(?i:понедельник|вторник|сред[ауы]|четверг|пятниц[ауы]|суббот[ауы]|воскресенье|[Пп]н|[Вв]т|[Сс]р|[Чч]т|[Пп]т|[Сс]б|[Вв]с)\.?,?\s\(?){_D_M}"
    rf"|0[1-9]\.0[1-9](?![\w.,]?\d|\s?[%°])"
    rf"|(?:(?<=[Дд]о\s)|(?<=[Кк]\s)|(?<=[Оо]т\s)|(?<=[Нн]а\s)|(?<=[Зз]а\s)|(?<=[Сс]\s)){_TWO}"
    rf"|(?:(?<=^)|(?<=[(;:]\s)|(?<=\())(?=\d\d\.){_TWO}(?=\s?(?:$|[,;:)]|[—–]\s))"
    rf"|(?:(?<=[—–]\s)){_TWO}(?=\s?(?:\.?$|[,;)]))|{_TWO}(?=\sв\s\d\d?[.:]\d\d)"
    rf"|(?<=, )(?=\d\d\.){_TWO}(?=\s?(?:\)|\sв\s\d)))"
)
_OF_A_CODE = re.compile(
    r"(?:направлени|специальност|подготовк|профил|шифр|\bкод)[^.;]{0,40}$", re.IGNORECASE
)  # «01.03.02 Математика»
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH_ANY})\s+{_YEAR}(?!\d|\s*(?:год|человек|руб))", re.IGNORECASE)
_NAMING = frozenset("сегодня завтра вчера послезавтра это дата было будет".split())  # noqa: SIM905

_SPAN = re.compile(
    r"\b(?P<from>[Сс]о?|[Оо]т)\s+(?P<first>\d{3,4})(?P<word>\s*(?:года?|г\.))?\s+(?P<to>по|до)\s+(?P<second>\d{3,4})"
    r"(?P<tail>\s*(?:год[а]?|гг?\.)(?![а-яё]))?(?!\s*(?:руб|человек|%|[₽$€]|км|кг|[мгтл]\b))"
)
_YEARS = re.compile(
    r"(?<![\w.,-])(?P<years>\d{1,4}(?:\s*(?:,|и|или|[-–—/])\s*\d{2,4}){0,30})\s*"
    r"(?P<described>(?:учебн|финансов|хозяйственн|календарн|бюджетн|отчётн)[а-яё]+\s+)?"
    r"(?P<word>годами|годах|годам|годов|годы|годом|году|года|годе|год|гг\.?|г\.|г(?=\s+[а-яё]|[,;)]|$))(?![\w-])"
)
_EACH = re.compile(r"(?P<joint>\s*(?:,|и|или|[-–—/])\s*)?(?P<year>\d{1,4})")
_CASE_OF_WORD: dict[str, tuple[Case, ...]] = {
    "год": ("nomn", "accs"), "года": ("gent",), "году": ("loct", "datv"), "годом": ("ablt",), "годе": ("loct",),
    "годы": ("nomn", "accs"), "годов": ("gent",), "годам": ("datv",), "годами": ("ablt",), "годах": ("loct",),
}  # fmt: skip
_FORMS = {
    False: {"nomn": "год", "gent": "года", "datv": "году", "accs": "год", "ablt": "годом", "loct": "году"},
    True: {"nomn": "годы", "gent": "годов", "datv": "годам", "accs": "годы", "ablt": "годами", "loct": "годах"},
}
_DECADES = re.compile(r"(?P<number>\b\d+(?:\s?[–—-]\s?\d+)?[-‑](?P<ending>е|ые|х|ых|м|ым|ми|ыми))\s*гг?\.(?!\w)")
_BARE = re.compile(
    r"(?<![\w.,:/№-])(?P<before>(?:\b(?:[Вв]о?|[Сс]о?|[Дд]о|[Кк]о?|[Пп]о|[Пп]осле|[Оо]коло|[Оо]т|[Нн]ачиная с)\s+)|\()"
    r"(?P<years>(?:1\d|20)\d\d(?:\s?[-–—]\s?(?:(?:1\d|20)\d\d|\d\d(?=\))))?)(?![\w-]|[.,:/]\d|\s?[%°×$€₽]|\s\d)"
)


_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_MONTH = re.compile(
    rf"(?<![\w./])(?P<day>[12]?\d|3[01])[/.]"
    rf"(?P<month>{'|'.join(sorted(_ROMAN_MONTHS, key=len, reverse=True))})(?![\w/])"
)


def read_dates(text: str) -> str:
    """Dates and years in words; other numbers stay."""
    text = _ROMAN_MONTH.sub(lambda m: f"{m.group('day')} {_MONTHS[_ROMAN_MONTHS.index(m.group('month'))]}", text)
    text = _NUMERIC.sub(_numeric, text)
    text = _WITHOUT_YEAR.sub(_without_year, text)
    text = _TWO_STYLES.sub(_two_styles, text)
    text = _DAYS.sub(_days, text)
    text = _SPAN.sub(_span, text)
    text = _DECADES.sub(_decades, text)
    text = _MONTH_YEAR.sub(lambda m: f"{m.group('month')} {ordinal(int(m.group('year')), 'gent')} года", text)
    if re.search(r"\d{4} год ", text):  # «2000 год был високосным, а 1900 — нет»
        text = re.sub(r"(?<=, а )(?:1\d|20)\d\d(?=\s[—–])", lambda m: ordinal(int(m.group())), text)
    text = _YEARS.sub(_years, text)
    return _BARE.sub(_bare, text)


def _without_year(match: re.Match[str]) -> str:
    """«с 03.06 по 28.06», «пн. 26.02», «01.03»: days and months, no decimals, which have a comma."""
    day, month = re.findall(r"\d+", match.group())
    return f"{match.group()[: match.group().index(day)]}{int(day)} {_MONTHS[int(month) - 1]}"


# «26 мая (6 июня) 1799 г.»: the date in brackets stands in the case of the one before it.
_OLD_STYLE = re.compile(rf"(?<!\d)(?:\d{{1,2}}|[а-яё]+(?: [а-яё]+)?) {_MONTH} \(\s*$")


_TWO_STYLES = re.compile(rf"(?<![\w.,])(?P<old>\d{{1,2}})\s?\((?P<new>\d{{1,2}})\)(?=\s{_MONTH}\b)")


def _two_styles(match: re.Match[str]) -> str:
    """«2 (15) марта»: the day in the old style, then in the new one."""
    case = _day_case(left_of(match), right_of(match))
    return f"{ordinal(int(match.group('old')), case, 'neut')} ({ordinal(int(match.group('new')), case, 'neut')})"


def _day_case(before: str, after: str) -> Case:
    asked = left_cases(before)
    if asked:
        return asked[0]
    words = re.findall(r"[а-яё]+", before.lower())
    if re.match(r"\s+в\s+\d", after):
        return "gent"  # «Экзамены: 12 мая в 10:00»: when
    if {"это", "было"} == set(words[-2:]) or words[-2:] == ["это", "будет"]:
        return "gent"  # «Это было 3 марта»; but «Вчера было 3 марта»
    if (words and words[-1] in _NAMING) or re.search(r"[:(—–]\s*$", before):
        return "nomn"
    if re.match(r"\s*[—–]", after) and re.search(rf"{_MONTH}\b.*, (?:а|и|но) $", before):
        return "gent"  # «21 июня — 17 часов, а 21 декабря — ровно 7»
    if re.match(r"\s*(?:[—–]|это\b)", after) or not (words or re.search(r"\w", after)):
        return "nomn"
    return "gent"


def _days(match: re.Match[str]) -> str:
    days = [int(d) for d in re.findall(r"\d+", match.group("days"))]
    if not all(1 <= day <= 31 for day in days):
        return match.group()
    before = left_of(match)
    if old := _OLD_STYLE.search(before):
        before = before[: old.start()]
    case = _day_case(before, right_of(match))
    said = []
    for found in _DAY.finditer(match.group("days")):
        joint = (found.group("joint") or "").strip()
        if joint in ("по", "до", "на"):
            case = "gent" if joint == "до" else "accs"
        said.append(f"{' ' if joint and joint != ',' else ''}{joint} " if joint else "")
        said.append(ordinal(int(found.group("day")), case, "neut"))
    words = f"{''.join(said)} {match.group('month')}"
    return f"{words} {ordinal(int(match.group('year')), 'gent')} года" if match.group("year") else words


def _numeric(match: re.Match[str]) -> str:
    day, month = int(match.group("d") or match.group("d2")), int(match.group("m") or match.group("m2"))
    year = int(match.group("y") or match.group("y2"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match.group()
    if len(match.group("y") or "0000") == 2 and _OF_A_CODE.search(left_of(match)):
        return match.group()
    if len(match.group("y") or "0000") == 2:
        year += 2000 if year < 50 else 1900
    case = _day_case(left_of(match), right_of(match))
    return f"{ordinal(day, case, 'neut')} {_MONTHS[month - 1]} {ordinal(year, 'gent')} года"


def _span(match: re.Match[str]) -> str:
    """«с 1990 по 1995 год»."""
    first, second = int(match.group("first")), int(match.group("second"))
    if not match.group("tail") and not (1000 <= first <= second <= 2100):
        return match.group()
    case: Case = "accs" if match.group("to") == "по" else "gent"
    word = " года" if match.group("word") else ""
    tail = f" {_FORMS[False][case]}" if match.group("tail") else ""
    return f"{match.group('from')} {ordinal(first, 'gent')}{word} {match.group('to')} {ordinal(second, case)}{tail}"


def _years(match: re.Match[str]) -> str:
    word = match.group("word").lower()
    years = [int(y) for y in re.findall(r"\d+", match.group("years"))]
    if word.startswith("год") and not _is_ordinal(years, word):
        return match.group()
    if word == "г" and not (len(years) == 1 and 1000 <= years[0] <= 2100):
        return match.group()
    if word == "г." and years[-1] < 1000 and not _evidently_year(match):
        return match.group()  # «500 г.»: grams
    plural = word.startswith("гг") or word in ("годы", "годов", "годам", "годами", "годах")
    if word.startswith("гг"):
        plural = len(years) > 1 or years[0] % 10 != 0 or True
    case = _year_case(left_of(match), word)
    said = _listed(match.group("years"), case)
    if word.startswith("г") and not word.startswith("год"):
        word = _FORMS[plural][case]
        # the abbreviation's full stop may be the sentence's
        return f"{said} {match.group('described') or ''}{word}" + ("." if re.match(r"\s*$", right_of(match)) else "")
    return f"{said} {match.group('described') or ''}{match.group('word')}"


def _evidently_year(match: re.Match[str]) -> bool:
    """Whether a small number before «г.» is a year: «в 988 г.», «500 г. до н. э.»."""
    before, after = left_of(match), right_of(match)
    when = re.search(r"\b(?:в|к|с|до|от|после|около|начиная с)\s+$", before, re.IGNORECASE)
    return bool(when) or bool(re.match(r"\s*(?:до\s+)?н(?:ашей|\.\s*э)", after))


def _decades(match: re.Match[str]) -> str:
    """«в 90-х гг.»: the ending shows the case."""
    case: Case = {"е": "nomn", "х": "gent", "м": "datv", "и": "ablt"}[match.group("ending")[-1]]  # type: ignore[assignment]
    if case == "gent" and "loct" in left_cases(left_of(match)):
        case = "loct"
    ends = "." if re.match(r"\s*$", right_of(match)) else ""
    return f"{match.group('number')} {_FORMS[True][case]}{ends}"


def _is_ordinal(years: list[int], word: str) -> bool:
    """Whether these are numbers of years, not how many years there were."""
    if word in ("году", "годе"):
        return True
    if word in ("годы", "годах", "годам", "годами", "годов"):
        return years[0] >= 100
    return years[0] >= 100 and not (word == "года" and plural_form(years[-1]) == 2 and years[-1] < 1000)


def _listed(years: str, case: Case) -> str:
    said: list[str] = []
    first = ""
    for found in _EACH.finditer(years):
        joint = (found.group("joint") or "").strip()
        year = found.group("year")
        if first and len(year) == 2 and len(first) == 4:
            year = first[:2] + year  # 1941–45
        first = first or year
        if joint:
            said.append(", " if joint == "," else " – " if joint in "-–—/" else f" {joint} ")
        said.append(ordinal(int(year), case))
    return "".join(said)


def _year_case(before: str, word: str) -> Case:
    asked = left_cases(before)
    if word in _CASE_OF_WORD:
        possible = _CASE_OF_WORD[word]
        return next((c for c in asked if c in possible), possible[0])
    if asked:
        # «в 1990 г.»: when, not into what.
        return "loct" if "loct" in asked and re.search(r"\b[ВвОо]о?б?\s*$", before) else asked[0]
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s*$", before)
    if re.search(rf"{_MONTH}\s*\)\s*$", before):
        return "gent"
    if last and any(r.part in ("NOUN", "ADJF", "PRTF") for r in readings(last.group(1))[:1]):
        return "gent"
    return "nomn"


def _bare(match: re.Match[str]) -> str:
    """A year without the word: «в 1990», «(1799–1837)»."""
    before, years = match.group("before"), match.group("years")
    numbers = [int(y) for y in re.findall(r"\d+", years)]
    after = right_of(match)
    if before == "(":
        if not re.match(r"\s*[);,]", after):
            return match.group()
        return "(" + _listed(years, "nomn")
    if numbers[0] % 100 == 0 and not before.lower().startswith(("в", "с 1", "с 2")):
        return match.group()
    if _counts_something(after):
        return match.group()
    asked = left_cases(before)
    case: Case = "loct" if before.lower().strip() in ("в", "во") else asked[0] if asked else "gent"
    return before + _listed(years, case)


def _counts_something(after: str) -> bool:
    """Whether a noun in the genitive plural follows: then the number says how many."""
    if re.match(r"\s*[A-Za-z]|\s+(?:тыс|млн|руб|км|кг|чел|раз)\b", after):
        return True
    return any(r.case == "gent" and r.plural for r in following(after).readings[:1])
