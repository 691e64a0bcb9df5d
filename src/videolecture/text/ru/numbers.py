"""Every number still written in digits -> words, together with its unit and in agreement with its noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from videolecture.text.beside import REACH, left_of, right_of
from videolecture.text.notation import UNCOUNTED
from videolecture.text.ru import units
from videolecture.text.ru.agreement import Agreement, agree
from videolecture.text.ru.amounts import NUMBER, VULGAR, Amount, parse, parts, wholes
from videolecture.text.ru.asked import after_verb, left_cases
from videolecture.text.ru.morphology import adjectives, inflect, inflect_feminine, readings
from videolecture.text.ru.numerals import Case, cardinal, counted, digits, ordinal, prefix
from videolecture.text.ru.phrases import following
from videolecture.text.ru.units import Unit
from videolecture.text.tables import table, words

_START = re.compile(rf"(?<![\w.,\u0301])(?P<sign>[-−–+±]?)(?P<currency>[$€£¥₽₴₸₿]\s?)?(?P<number>{NUMBER})")
_DOTTED = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w])")
_SECTION = re.compile(
    r"^(\d{1,2})\.(\d{1,2})\.?\*?(?=\s+(?:[А-ЯЁ«A-Z][^\W\d]|[АВИКОСУЯ]\s[а-яё]))"
)  # «1.1. Закон Кулона»
_ANSWER = re.compile(r"(?:(?<=[:;]\s)|^)(\d{1,2})\.(\d{1,2})(?=\s[—–]\s)")  # «Ответы: 5.1 — 300 м; 5.2 — 25 м»
_ONE_IN = re.compile(r"(?<![\w/.,])1/(?=\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d))")  # «< 1/10 000»
_RANGE = re.compile(
    rf"(?P<sep>\s?(?:–|—|-|−|…|\.\.\.|÷)\s?|\s?[×xхX]\s?)(?P<sign>[-−–+]?)(?P<number>{NUMBER})(?![\w-])"
)
_POWER = re.compile(r"\s?(?P<name>тыс|млн|млрд|трлн)\b\.?", re.IGNORECASE)
_POWERS = {"тыс": 1, "млн": 2, "млрд": 3, "трлн": 4}
_SIGNS = {"-": "минус ", "−": "минус ", "–": "минус ", "+": "плюс ", "±": "плюс-минус ", "": ""}
_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d+)[ \u00a0])?(?P<above>\d{1,3})\s?[/⁄]\s?(?P<below>\d{1,4})(?![\w/]|[.,]\d)"
)
_CODE = re.compile(r"(?:(?<=ИНН )|(?<=КПП )|(?<=ОГРН )|(?<=ISBN )|(?<=ISSN )|(?<=номер )|(?<=код ))\d{8,}(?![\w.,]\d)")
_PERIODIC = re.compile(r"(?<![\w.,])(\d+)[.,](\d*)\((\d+)\)")
_VULGAR = re.compile(rf"(?:(?P<whole>\d+)\s?)?(?P<sign>[{''.join(VULGAR)}])")


@dataclass(frozen=True)
class _Counted:
    """A number, or several that share a unit, as found in the text."""

    amounts: tuple[tuple[str, Amount], ...]  # each with what is said before it
    power: int  # 1 thousands, 2 millions...
    unit: Unit | None
    end: int
    percent: bool = False


def read_numbers(text: str) -> str:
    """The text without digits."""
    text = _SECTION.sub(lambda m: f"{cardinal(int(m[1]))} точка {cardinal(int(m[2]))},", text)
    if len(_ANSWER.findall(text)) > 1 or "твет" in text[:8]:
        text = _ANSWER.sub(lambda m: f"{cardinal(int(m[1]))} точка {cardinal(int(m[2]))}", text)
    text = _ONE_IN.sub("1 на ", text)
    text = _DOTTED.sub(lambda m: " точка ".join(_version_part(part) for part in m.group().split(".")), text)
    text = re.sub(r"(?<=\w),\s*(?:…|\.\.\.),?\s*(?=\w)", ", и так далее, ", text)
    text = _CODE.sub(lambda m: digits(m.group()), text)
    text = _PERIODIC.sub(_periodic, text)
    text = _VULGAR.sub(_vulgar, text)
    pieces: list[str] = []
    position = 0
    while start := _START.search(text, position):
        said, end = _words(text, start)
        before = text[position : start.start()]
        pieces += [before, " " if before[-1:].isalnum() else "", said]
        position = end
        if text[position : position + 1].isalnum():
            pieces.append(" ")
    pieces.append(text[position:])
    return _leftover("".join(pieces))


def _leftover(text: str) -> str:
    """Digits inside words and codes: «B2B», «А4», «COVID-19»."""
    return re.sub(r"\d+", lambda m: _spaced(m, _version_part(m.group())), text).replace(UNCOUNTED, "")


def _spaced(match: re.Match[str], words: str) -> str:
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{words}{' ' if right.isalnum() else ''}"


def _version_part(written: str) -> str:
    return digits(written) if (written[0] == "0" and len(written) > 1) or len(written) > 15 else cardinal(int(written))


def _periodic(match: re.Match[str]) -> str:
    """«0,1(6)»: «ноль целых одна десятая и шесть в периоде»."""
    whole, decimals, period = match.groups()
    amount = parse(f"{whole},{decimals}") if decimals else None
    said = amount.say() if amount else wholes(int(whole), "nomn")
    return f"{said} и {_version_part(period)} в периоде"


def _vulgar(match: re.Match[str]) -> str:
    above, below = VULGAR[match.group("sign")]
    if match.group("whole") == "1" and below == 2:
        return "1,5"  # «1½ литра»: one and a half
    return f"{match.group('whole') or ''} {above}/{below}".strip()


def _fraction(match: re.Match[str]) -> tuple[str, int] | None:
    """«одна вторая», «две целых три четвёртых метра», with its unit; None where it is no fraction."""
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    if below < 2 or above == 0:
        return None
    if labelled(left_of(match)) and not whole:  # «дом 15/2», «приказ номер 3/4»
        return f"{cardinal(above)} дробь {cardinal(below)}", match.end()
    if above == below or (above > below >= 10 and not whole):  # «140/90 мм рт. ст.»: no share of anything
        said = f"{cardinal(above)} на {cardinal(below)}"
        unit = _unit(match.string, match.end(), match.start())
        return (f"{said} {unit[0].counted(below, 'nomn')}", unit[1]) if unit else (said, match.end())
    case = _case_of_measure(left_of(match), right_of(match), None, not whole)
    if case == "nomn" and re.search(r"[а-яё]{3}ую\s$", left_of(match)):
        case = "accs"  # «остальную 1/3»
    if whole and (above, below) == (1, 2):
        return _and_a_half(match, int(whole), case)
    said = parts(above, below, case)
    if whole:
        said = f"{wholes(int(whole), case)} {said}"
    if unit := _unit(match.string, match.end(), match.start()):
        return f"{said} {unit[0].counted(1, 'nomn', True)}", unit[1]
    return said, match.end()


def _and_a_half(match: re.Match[str], whole: int, case: Case) -> tuple[str, int]:
    """«два с половиной часа»: what is counted follows the whole number."""
    after = right_of(match)
    unit = _unit(match.string, match.end(), match.start())
    noun = next((r for r in following(after).readings), None)
    said = cardinal(whole, case, unit[0].gender if unit else noun.gender or "masc" if noun else "masc") + " с половиной"
    return (f"{said} {unit[0].counted(whole, case)}", unit[1]) if unit else (said, match.end())


def _words(text: str, start: re.Match[str]) -> tuple[str, int]:
    """The words for the number at `start`, and where the text goes on."""
    fraction = _FRACTION.match(text, start.start("number"))
    if fraction and not start.group("sign") and (said := _fraction(fraction)):
        return said
    found = _counted(text, start)
    before, after = text[max(0, start.start() - REACH) : start.start()], text[found.end : found.end + REACH]
    if found.percent and (adjective := _percentage(found, before, after)):
        return adjective, found.end
    if found.unit or found.power:
        return _measured(found, before, after), found.end
    return _plain(found, before, after), found.end


def _counted(text: str, start: re.Match[str]) -> _Counted:
    sign = start.group("sign")
    if sign and text[start.start() - 1 : start.start()] not in ("", " ", "\u00a0", "(", "=", "[", "«", "\n", ":"):
        sign = ""
    amounts = [(_SIGNS[sign], parse(start.group("number")))]
    end = start.end()
    while following_one := _RANGE.match(text, end):
        separator = following_one.group("sep").strip()
        between = "на " if separator in "×xхX" else "– "
        amounts.append((between + _SIGNS[following_one.group("sign")], parse(following_one.group("number"))))
        end = following_one.end()
    power = 0
    if multiplier := _POWER.match(text, end):
        power = _POWERS[multiplier.group("name").lower()]
        end = multiplier.end()
    if currency := start.group("currency"):
        return _Counted(tuple(amounts), power, units.find(currency.strip()), end)
    if unit := _unit(text, end, start.start()):
        return _Counted(tuple(amounts), power, unit[0], unit[1], text[end : unit[1]].strip() == "%")
    return _Counted(tuple(amounts), power, None, end)


@cache
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<space>[ \u00a0\u202f\u2009]?)(?P<unit>{units.pattern()})(?![\w/]|[-–][а-яё])"
        r"(?P<dot>\.(?=\s*[а-яёa-z,;)]))?"  # its own full stop, not the sentence's
    )


def _unit(text: str, position: int, start: int) -> tuple[Unit, int] | None:
    """The unit at `position`, if the letters there are one, and where it ends."""
    match = _unit_pattern().match(text, position)
    if not match:
        return None
    written = match.group("unit").replace("\u00a0", " ")
    before = text[max(0, start - REACH) : start]
    fraction = written == "с" and "," in text[start:position]  # «12,4 с занял»: no preposition follows a fraction
    if not fraction and not _is_unit(written, before, right_of(match), bool(match.group("space"))):
        return None
    arc = written == "″" and before.rstrip().endswith("′")  # seconds of arc, not inches
    unit = units.find("сек" if arc else written)
    return (unit, match.end()) if unit else None


def _is_unit(written: str, before: str, after: str, spaced: bool) -> bool:
    """Whether a short word after a number is a unit there rather than a preposition, a class, a volume."""
    if written in ("об", "рад"):
        return False
    if written == "с":
        timed = re.search(r"(?:через|за|течение|около|время|равно|длится|длилось|длился|[=≈])\s*$", before)
        return (
            bool(timed) or not re.match(r"\s*[а-яё\d]", after) or bool(re.match(r"\s+(?:и|или|до|на|после)\b", after))
        )
    if written == "А" and not spaced:
        return False  # «дом 5А»
    if written in ("А", "В", "К"):
        return not re.match(r"\s*(?:класс|групп)", after)
    if written == "л" and re.match(r"\.?\s?н\.", after):
        return False  # «65 млн л. н.»: years ago
    if written == "т":
        return not re.match(r"\.\s?[екдпнч]\.", after)
    return spaced or not (len(written) == 1 and written.isascii() and written.isalpha())


def _measured(found: _Counted, before: str, after: str) -> str:
    """Numbers with a unit or a power of a thousand: «пять тысяч рублей», «двух целых пяти десятых метра»."""
    last = found.amounts[-1][1]
    unit = found.unit
    case = _case_of_measure(before, after, unit, found.percent)
    if case == "accs" and unit and not found.power and not last.fraction and last.value == 1 and _EACH.search(before):
        case = "datv"  # «по 1 таб.»
    if case == "accs" and unit and unit.words[-1] == "человек" and _intransitive(before):
        case = "nomn"  # «участвовали 1,1 млн чел.»
    if found.power and case == "gent" and "ablt" in left_cases(before) and _is_round(Amount("1000"), after):
        case = "ablt"  # «с 5 млн жителей»
    if unit and not found.power and unit.words[-1] == "сутки" and last.value in (2, 3, 4) and case in ("nomn", "accs"):
        return {2: "двое", 3: "трое", 4: "четверо"}[last.value] + " суток"
    if unit and not found.power and len(last.decimals) == 2 and unit.words[-1] in _CENTS and not unit.tail:
        return _money(found, case, unit)
    gender = "femn" if found.power == 1 else "masc" if found.power else unit.gender if unit else "masc"
    one_and_half = last.is_one_and_half and len(found.amounts) == 1
    said = [
        lead + (a.half(case, gender) if one_and_half or _is_first_half(a, last) else a.say(case, gender))
        for lead, a in found.amounts
    ]
    if found.power:
        said.append(_power(found.power, last, case))
        if unit:
            said.append(unit.form("gent", True))
    elif unit and one_and_half and case not in ("nomn", "accs"):
        said.append(unit.form(case, True))
    elif unit:
        said.append(unit.counted(last.value, case, last.fraction))
    return " ".join(said)


_EACH = re.compile(r"\bпо\s+$", re.IGNORECASE)


def _intransitive(before: str) -> bool:
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    found = readings(last.group(1))[:1] if last else ()
    return any(r.part == "VERB" and "intr" in r.tags for r in found)


def _power(power: int, amount: Amount, case: Case) -> str:
    if amount.is_one_and_half and case not in ("nomn", "accs"):
        return counted(power, 5, case)
    if amount.fraction:
        return counted(power, 1, "gent")
    return counted(power, amount.value % 1000 or 5, case)


_CENTS = {"рубль": "копейка", "доллар": "цент", "евро": "цент", "фунт": "пенс"}


def _money(found: _Counted, case: Case, unit: Unit) -> str:
    said = []
    for lead, amount in found.amounts:
        cents = int(amount.decimals or 0)
        said.append(lead + cardinal(amount.value, case, unit.gender) + " " + unit.counted(amount.value, case))
        if cents:
            small = Unit((_CENTS[unit.words[-1]],))
            said.append(cardinal(cents, case, small.gender) + " " + small.counted(cents, case))
    return " ".join(said)


def _case_of_measure(before: str, after: str, unit: Unit | None, share: bool = False) -> Case:
    """`share`: a part of what follows, «95 % случаев»."""
    asked = left_cases(before)
    if asked:
        if "loct" in asked and (share or not unit) and _among(before, after, share):
            return "loct"
        # «в 5 км от города»: a distance from somewhere is where something is.
        if "loct" in asked and unit and unit.words[-1].endswith("метр") and re.match(r"\s+(?:от|к|на)\b", after):
            return "loct"
        if unit and _accompanies(before, after):
            return "ablt"
        return asked[0]
    while shared := re.search(r"\d[\d/.,]*(?:\s[а-яё]+\.?){0,3}\s*(?:и|или|,)\s*$", before):
        before = before[: shared.start()]
    if after_verb(before):
        return "accs"
    return "gent" if unit and _belongs(before, after, unit) else "nomn"


def _among(before: str, after: str, sized: bool) -> bool:
    """«в 95 % случаев», «в 1000 школ»: where; but «доля в 30 % акций», «отряд в 1000 человек»: how much.

    `sized`: only some nouns have such a size after them, not any.
    """
    found = re.search(r"(?:(?P<word>[А-Яа-яЁё\u0301]+)\s+)?\b[Вв]о?\s+$", before)
    if not found or not any(r.case == "gent" for r in following(after).readings):
        return False
    head = readings(found.group("word"))[:1] if found.group("word") else ()
    if any(r.lemma in words("ru_words", "sized") for r in head):
        return False
    return sized or not any(r.part == "NOUN" for r in head)


def _belongs(before: str, after: str, unit: Unit) -> bool:
    """«цена 1 т нефти», «нагревание 2 кг воды»: of so much; but «давление 3 атм», «цена 5 руб.»."""
    found = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    head = next((r for r in readings(found.group(1))[:1] if r.part == "NOUN"), None) if found else None
    if head is None:
        return False
    if head.lemma in table("ru_words")["priced"]["nouns"].split():
        return unit.words[-1] not in units.money()
    return head.lemma.endswith("ние") and any(r.case == "gent" for r in following(after).readings)


def _accompanies(before: str, after: str) -> bool:
    """«раствор с 5 % соли», «бак с 20 л воды»: with; but «рост с 5 до 7 %», «прыгнул с 5 м»: from."""
    found = re.search(r"([А-Яа-яЁё\u0301]+)\s+со?\s+$", before)
    thing = readings(found.group(1))[:1] if found else ()
    from_to = re.match(r"[^.;:]*?\s(?:до|по|на)\s", after)
    return not from_to and any(
        r.part == "NOUN" and r.lemma not in table("ru_words")["measured"]["nouns"].split() for r in thing
    )


def _percentage(found: _Counted, before: str, after: str) -> str | None:
    """«5% раствор»: «пятипроцентный раствор», where the noun is not in the genitive."""
    amount = found.amounts[0][1]
    phrase = following(after)
    if re.match(r"\s(?:год|месяц|квартал) к ", after):
        return None  # «+13 % г/г»
    if len(found.amounts) > 1 or amount.fraction or found.power or not phrase.readings:
        return None
    if any(reading.case == "gent" for reading in phrase.readings):
        return None
    previous = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    if previous and any(r.plural for r in adjectives(previous.group(1))):
        return None  # «из этих 15 % половина»
    asked = left_cases(before)
    noun = next((r for c in asked for r in phrase.readings if r.case == c), phrase.readings[0])
    word = prefix(amount.value) + "процентный"
    if noun.case is None:
        return None
    if noun.gender == "femn" and not noun.plural:
        return inflect_feminine(word, noun.case)
    return inflect(word, "nomn" if noun.case == "accs" and not noun.animate else noun.case, noun.plural)


def _plain(found: _Counted, before: str, after: str) -> str:
    """Numbers without a unit, in agreement with the noun that follows them."""
    last = found.amounts[-1][1]
    if len(found.amounts) > 1 and (numbered := _numbered_range(found, before, after)):
        return numbered
    if len(found.amounts) > 1 and re.search(r"\b[А-ЯЁA-Z]{3,}(?:\s[А-ЯЁA-Z])?\s$", before):
        return " ".join(
            lead.replace("–", "тире") + _dotted(amount) for lead, amount in found.amounts
        )  # «ГОСТ 7.1-2003»
    if last.point and (labelled(before) or re.search(r"(?:[A-Za-z]|[А-ЯЁ]{2}|[Вв]ерси\w+|v\.?)\s?$", before)):
        return " ".join(lead + _dotted(amount) for lead, amount in found.amounts)
    agreement = Agreement() if labelled(before) else agree(last.value, before, after, last.fraction)
    case, gender, animate = agreement.case, agreement.gender, agreement.animate
    if last.is_one_and_half and len(found.amounts) == 1 and following(after).readings:
        return found.amounts[0][0] + last.half(case, gender)
    if agreement.ordinal:
        return " ".join(lead + ordinal(amount.value, case, gender, animate) for lead, amount in found.amounts)
    if agreement.collective:
        return {2: "двое", 3: "трое", 4: "четверо"}[last.value]
    if "ablt" in (asked := left_cases(before)) and asked[0] == case == "gent" and _is_round(last, after):
        case = "ablt"
    if "loct" in asked and case == "accs" and _is_round(last, "") and _among(before, after, sized=False):
        case = "loct"
    shared = bool(following(after).readings)
    return " ".join(
        lead + (a.half(case, gender) if shared and _is_first_half(a, last) else a.say(case, gender, animate))
        for lead, a in found.amounts
    )


def _is_first_half(amount: Amount, last: Amount) -> bool:
    """«в 1,5–2 раза»: «в полтора – два раза»."""
    return amount.is_one_and_half and amount is not last and not last.fraction


def _dotted(amount: Amount) -> str:
    """«три точка пять»: a number that has parts, not decimals."""
    return cardinal(amount.value) + (f" точка {_version_part(amount.decimals)}" if amount.decimals else "")


def labelled(before: str) -> bool:
    """Whether the noun before a number is one that is numbered: «глава», «рисунок»."""
    before = re.sub(r"(?:\d[\d.]*\s?(?:,|и|или)\s){1,8}$", "", before)  # «статьи 10, 14.1 и 20.25»
    label = re.search(r"([А-Яа-яё\u0301]+)\s*№?\s*$", before)
    return label is not None and any(
        r.lemma in words("ru_words", "labels") and r.part == "NOUN" for r in readings(label.group(1))[:2]
    )


def _numbered_range(found: _Counted, before: str, after: str) -> str | None:
    """«для учеников 5–9 классов»: the fifth to the ninth, not so many."""
    noun = next((r for r in following(after).readings if r.plural and r.case), None)
    if noun is None or noun.lemma not in table("ru_words")["ranged"]["nouns"].split() or left_cases(before):
        return None
    return " ".join(lead + ordinal(amount.value, noun.case or "nomn", "plur") for lead, amount in found.amounts)


def _is_round(amount: Amount, after: str) -> bool:
    """A noun is in the genitive after thousands and millions anyway: «с» before them is «with» if no «to» follows."""
    return amount.value >= 1000 and amount.value % 1000 == 0 and not re.match(r"\s*(?:\w+\s+){0,2}(?:до|по)\b", after)
