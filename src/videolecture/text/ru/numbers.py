"""Every number still written in digits -> words, together with its unit and in agreement with its noun."""

from __future__ import annotations

import re

from videolecture.text.beside import REACH
from videolecture.text.notation import UNCOUNTED
from videolecture.text.ru import units
from videolecture.text.ru.agreement import Agreement, agree
from videolecture.text.ru.amounts import NUMBER, parse
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.fractions import FRACTION, fraction_at, plainly
from videolecture.text.ru.labels import dotted, labelled, version_part
from videolecture.text.ru.measures import Counted, among, is_first_half, is_round, measured, percentage, unit_at
from videolecture.text.ru.numerals import cardinal, digits, ordinal
from videolecture.text.ru.phrases import following
from videolecture.text.tables import table

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
_CODE = re.compile(r"(?:(?<=ИНН )|(?<=КПП )|(?<=ОГРН )|(?<=ISBN )|(?<=ISSN )|(?<=номер )|(?<=код ))\d{8,}(?![\w.,]\d)")


def read_numbers(text: str) -> str:
    """The text without digits."""
    text = _SECTION.sub(lambda m: f"{cardinal(int(m[1]))} точка {cardinal(int(m[2]))},", text)
    if len(_ANSWER.findall(text)) > 1 or "твет" in text[:8]:
        text = _ANSWER.sub(lambda m: f"{cardinal(int(m[1]))} точка {cardinal(int(m[2]))}", text)
    text = _ONE_IN.sub("1 на ", text)
    text = _DOTTED.sub(lambda m: " точка ".join(version_part(part) for part in m.group().split(".")), text)
    text = re.sub(r"(?<=\w),\s*(?:…|\.\.\.),?\s*(?=\w)", ", и так далее, ", text)
    text = _CODE.sub(lambda m: digits(m.group()), text)
    text = plainly(text)
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
    return re.sub(r"\d+", lambda m: _spaced(m, version_part(m.group())), text).replace(UNCOUNTED, "")


def _spaced(match: re.Match[str], words: str) -> str:
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{words}{' ' if right.isalnum() else ''}"


def _words(text: str, start: re.Match[str]) -> tuple[str, int]:
    """The words for the number at `start`, and where the text goes on."""
    fraction = FRACTION.match(text, start.start("number"))
    if fraction and not start.group("sign") and (said := fraction_at(fraction)):
        return said
    found = _counted(text, start)
    before, after = text[max(0, start.start() - REACH) : start.start()], text[found.end : found.end + REACH]
    if found.percent and (adjective := percentage(found, before, after)):
        return adjective, found.end
    if found.unit or found.power:
        return measured(found, before, after), found.end
    return _plain(found, before, after), found.end


def _counted(text: str, start: re.Match[str]) -> Counted:
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
        return Counted(tuple(amounts), power, units.find(currency.strip()), end)
    if unit := unit_at(text, end, start.start()):
        return Counted(tuple(amounts), power, unit[0], unit[1], text[end : unit[1]].strip() == "%")
    return Counted(tuple(amounts), power, None, end)


def _plain(found: Counted, before: str, after: str) -> str:
    """Numbers without a unit, in agreement with the noun that follows them."""
    last = found.amounts[-1][1]
    if len(found.amounts) > 1 and (numbered := _numbered_range(found, before, after)):
        return numbered
    if len(found.amounts) > 1 and re.search(r"\b[А-ЯЁA-Z]{3,}(?:\s[А-ЯЁA-Z])?\s$", before):
        return " ".join(lead.replace("–", "тире") + dotted(amount) for lead, amount in found.amounts)  # «ГОСТ 7.1-2003»
    if last.point and (labelled(before) or re.search(r"(?:[A-Za-z]|[А-ЯЁ]{2}|[Вв]ерси\w+|v\.?)\s?$", before)):
        return " ".join(lead + dotted(amount) for lead, amount in found.amounts)
    agreement = Agreement() if labelled(before) else agree(last.value, before, after, last.fraction)
    case, gender, animate = agreement.case, agreement.gender, agreement.animate
    if last.is_one_and_half and len(found.amounts) == 1 and following(after).readings:
        return found.amounts[0][0] + last.half(case, gender)
    if agreement.ordinal:
        return " ".join(lead + ordinal(amount.value, case, gender, animate) for lead, amount in found.amounts)
    if agreement.collective:
        return {2: "двое", 3: "трое", 4: "четверо"}[last.value]
    if "ablt" in (asked := left_cases(before)) and asked[0] == case == "gent" and is_round(last, after):
        case = "ablt"
    if "loct" in asked and case == "accs" and is_round(last, "") and among(before, after, sized=False):
        case = "loct"
    shared = bool(following(after).readings)
    return " ".join(
        lead + (a.half(case, gender) if shared and is_first_half(a, last) else a.say(case, gender, animate))
        for lead, a in found.amounts
    )


def _numbered_range(found: Counted, before: str, after: str) -> str | None:
    """«для учеников 5–9 классов»: the fifth to the ninth, not so many."""
    noun = next((r for r in following(after).readings if r.plural and r.case), None)
    if noun is None or noun.lemma not in table("ru_words")["ranged"]["nouns"].split() or left_cases(before):
        return None
    return " ".join(lead + ordinal(amount.value, noun.case or "nomn", "plur") for lead, amount in found.amounts)
