"""Numbers with endings: «5-й», «1990-х», «2-м», «5-летний», «3-х»; and numbers that can only be ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.morphology import Reading, nouns
from videolecture.text.ru.numerals import CASES, Case, cardinal, ordinal, plural_form, prefix
from videolecture.text.ru.phrases import following
from videolecture.text.tables import words

_COMPOUND = re.compile(r"(?<![\w.,])(\d+)(?:[-–](\d+))?(?:-?х)?-([а-яё]{4,}|лет[а-яё]*|час[а-яё]+)", re.IGNORECASE)
# «5-ти летний», «10-ти этажный»: one word that many tear apart.
_TORN = re.compile(
    r"(?<![\w.,])(\d+)[-‑](?:ти|и|х|ми)[-\s](?=(?:летн|этажн|минутн|часов|дневн|месячн|тысячн|процентн|томн|комнатн|местн"
    r"|градусн|метров|километров|килограммов|кратн|разов|балльн|недельн|секундн|угольн|мерн)[а-яё]+)"
)
_FRACTIONAL = re.compile(r"(?<![\w.,])(\d+),5-(?=[а-яё]{4,})")
_PERCENT = re.compile(r"(?<![\w.,])(\d+)\s?%-?(н(?:ый|ая|ое|ые|ого|ой|ому|ым|ом|ую|ых|ыми))(?!\w)")
_PERCENT_SHORT = re.compile(r"(?<![\w.,])(?P<number>\d+)\s?%[-‑](?P<ending>[а-яё]{1,3})(?![\w-])")
_ENDING = re.compile(r"(?<![\w.,])(?P<number>\d+)\s?[-–‑](?P<ending>[а-яё]{1,3})(?![\w-])")
_RANGE = re.compile(r"(?<![\w.,])(\d+)\s?[–—-]\s?(?=\d+[-‑][а-яё]{1,3}(?![\w-]))")
_GENDERS = ("masc", "femn", "neut", "plur")
# How cardinals are written with endings: «5-ти», «7-ми», «2-х», «3-мя», «5-ю».
_CARDINAL: dict[str, tuple[Case, ...]] = {
    "ти": ("gent", "datv", "loct"), "и": ("gent", "datv", "loct"), "ми": ("gent", "datv", "loct", "ablt"),
    "х": ("gent", "loct", "accs"), "ух": ("gent",), "ёх": ("gent",), "ех": ("gent",), "мя": ("ablt",),
    "тью": ("ablt",), "ью": ("ablt",), "ю": ("ablt",), "м": ("datv",), "ум": ("datv",), "ём": ("datv",),
    "ста": ("gent",),
}  # fmt: skip


def read_ordinals(text: str) -> str:
    """Numbers with endings in words."""
    text = _FRACTIONAL.sub(
        lambda m: f"{'полутора' if m.group(1) == '1' else prefix(int(m.group(1))) + 'споловиной'}", text
    )
    text = _PERCENT.sub(lambda m: f"{prefix(int(m.group(1)))}процент{m.group(2)}", text)
    text = _PERCENT_SHORT.sub(_percent, text)
    text = _TORN.sub(r"\1-", text)
    text = _COMPOUND.sub(_compound, text)
    text = _RANGE.sub(_range, text)
    text = _LISTED.sub(_listed, text)
    return _ENDING.sub(lambda m: _ending(m, m.group("number"), m.group("ending")), text)


# «5-м и 6-м классах», «5%-м и 10%-м раствором»: what shares the noun that shows the case.
_MORE = re.compile(r"(?:\s?(?:,|и|или|[–—-])\s?\d+\s?%?[-‑][а-яё]{1,3}(?![\w-]))+")


# «в 1-й группе 24 см, во 2-й — 18, в 3-й — 9»: the noun was named before
_NAMED_BEFORE = re.compile(r"\d[-‑][а-яё]{1,3}\s([а-яё]{3,})")
_LESS = re.compile(r"(?:(?<![\w.,])\d+\s?%?[-‑][а-яё]{1,3}\s?(?:,|и|или|[–—-])\s?)+$")


def _asked(match: re.Match[str]) -> tuple[Case, ...]:
    """The cases that the words before this ending and those it is listed with ask for."""
    return left_cases(_LESS.sub("", left_of(match)))


def _nouns_of(match: re.Match[str]) -> tuple[Reading, ...]:
    """What the nouns after this ending can be."""
    after = right_of(match)
    more = _MORE.match(after)
    found = following(after[more.end() :] if more else after).readings
    named = _NAMED_BEFORE.findall(left_of(match)) if not found and not more else []
    return nouns(named[-1]) if named else found


def _percent(match: re.Match[str]) -> str:
    """«5%-м раствором»: «пятипроцентным», by its ending and its noun."""
    head = prefix(int(match.group("number"))) + "процентн"

    def form(case: Case, gender: str) -> str:
        return head + ordinal(1, case, gender).removeprefix("перв")

    return _best(form, match.group("ending"), _asked(match), _nouns_of(match)) or match.group()


# «во 2 и 3 томах», «на 1, 2 и 4 курсах».
_LISTED = re.compile(r"(?<![\w.,])\d{1,2}(?:, \d{1,2}){0,30} (?:и|или) \d{1,2}(?=\s+[а-яё])")


def _listed(match: re.Match[str]) -> str:
    """Two of a kind that has numbers cannot be counts."""
    nouns = following(right_of(match)).readings
    asked = left_cases(left_of(match))
    if one := _each_of_its_own(match, nouns):
        return one
    options = [r for r in nouns if r.plural and r.lemma in words("ru_words", "ordinal")]
    if not options or any(not r.plural and r.case == "gent" for r in nouns) or ("или" in match.group()):
        return match.group()
    noun = next((r for c in asked for r in options if r.case == c), options[0])
    return re.sub(r"\d+", lambda m: ordinal(int(m.group()), noun.case or "nomn", noun.gender or "masc"), match.group())


def _each_of_its_own(match: re.Match[str], nouns: tuple[Reading, ...]) -> str:
    """«1 и 2 семестр»: the noun stands in the singular that the last number could not count."""
    last = int(re.findall(r"\d+", match.group())[-1])
    noun = next((r for r in nouns if not r.plural and r.case in ("nomn", "accs")), None)
    if noun is None or plural_form(last) == 1 or any(r.case == "gent" for r in nouns) or noun.part != "NOUN":
        return ""
    return re.sub(r"\d+", lambda m: ordinal(int(m.group()), "nomn", noun.gender or "masc"), match.group())


def _compound(match: re.Match[str]) -> str:
    first, second, word = match.groups()
    if second:
        return f"{prefix(int(first))}-{prefix(int(second))}{word}"
    return prefix(int(first)) + word


def _range(match: re.Match[str]) -> str:
    """«80–90-х»: the first number has the ending of the second."""
    second = _ENDING.match(match.string, match.end())
    if not second:
        return match.group()
    if match.group(1) in ("80", "90", "70", "60", "50", "40", "30", "20", "10") or len(match.group(1)) == len(
        second.group("number")
    ):
        return f"{_ending(second, match.group(1), second.group('ending'))} – "
    return match.group()


def _ending(match: re.Match[str], written: str, ending: str) -> str:
    number = int(written)
    asked = _asked(match)
    nouns = _nouns_of(match)
    cardinals = _CARDINAL.get(ending, ())
    if cardinals and _is_cardinal(number, ending, asked, nouns):
        beside = [r.case for r in nouns if r.plural]
        case = next((c for c in asked if c in cardinals and c in beside), None)
        case = case or next((c for c in asked if c in cardinals and c != "accs"), None)
        case = case or next((r.case for r in nouns if r.plural and r.case in cardinals), cardinals[0])
        animate = any(r.animate for r in nouns[:1])
        return cardinal(number, case or "gent", animate=animate and case == "accs")
    best = _best(
        lambda case, gender: ordinal(number, case, gender), ending, asked, nouns, number % 10 == 0 and number >= 10
    )
    return best or match.group()


def _is_cardinal(number: int, ending: str, asked: tuple[Case, ...], nouns: tuple[Reading, ...]) -> bool:
    last = number % 10 if number % 100 not in range(11, 15) else 0
    if ending in ("и", "ю") and (last in (1, 2, 3, 4) if ending == "ю" else last == 3):
        return False  # «на 3-и сутки», «3-ю и 4-ю»; three of them are «3-мя»
    if ending in ("ти", "ух", "ёх", "ех", "мя", "тью", "ью", "ум", "ём", "ста", "и"):
        return True
    if ending == "ми":  # «7-ми», «8-ми»; «1990-ми» is an ordinal
        return last in (7, 8) and number < 1000
    if ending == "х":
        return last in (2, 3, 4) and number < 100
    if ending == "м":  # «к 2-м», but «во 2-м»
        return last in (2, 3, 4) and (any(r.plural and r.case == "datv" for r in nouns) or asked[:1] == ("datv",))
    if ending == "ю":
        return bool(nouns) and not any(r.case == "accs" and r.gender == "femn" and not r.plural for r in nouns)
    return False


def _best(
    declined: Callable[[Case, str], str],
    ending: str,
    asked: tuple[Case, ...],
    nouns: tuple[Reading, ...],
    decade: bool = False,
) -> str | None:
    """The form of an adjective that ends so and agrees best with its noun and preposition."""
    candidates: list[tuple[int, str]] = []
    for gender in _GENDERS:
        for case in CASES:
            form = declined(case, gender)
            if not form.replace("ё", "е").endswith(ending.lower().replace("ё", "е")):
                continue
            score = 0
            for rank, noun in enumerate(nouns):
                same = noun.plural if gender == "plur" else (noun.gender == gender and not noun.plural)
                if same and noun.case == case:
                    score = max(score, 8 - min(rank, 4))
                elif noun.plural and noun.case == case and noun.gender == gender:
                    score = max(score, 2)  # «на 5-м и 6-м этажах»: one each
            if case in asked:
                score += 4 - asked.index(case)
            if not nouns:
                score += 2 if (gender == "plur") == (decade and ending in ("е", "х", "м", "ми", "ые", "ых")) else 0
            candidates.append((score, form))
    return max(candidates, key=lambda pair: pair[0])[1] if candidates else None
