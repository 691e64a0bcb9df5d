"""Text -> sentences. Knows Russian and English abbreviations and initials, quotations, lists and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from videolecture.text.citations import AFTER_A_STOP
from videolecture.text.en.stops import ends as english_stop
from videolecture.text.others.abbreviations import hidden
from videolecture.text.others.ordinals import DOTTED, ends_a_sentence
from videolecture.text.ru.stops import ends as short_form_ends
from videolecture.text.ru.stops import says_something, short_form
from videolecture.text.tables import table, words

# What ends a sentence in Chinese, Japanese, Hindi and Arabic needs no space after it, and nothing else ends in it.
_FULL = "。！？।؟"
_END = re.compile(rf"(?:[.!?…]+|(?<=[!?])\.+)[\"'»”’)\]]*{AFTER_A_STOP}(?=\s|$)|[{_FULL}]+[\"'»”’)\]」』）]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-–—•*·▪◦]|\(?\d{1,2}[.)]|\(?[a-zа-я]\))[ \t]+")
_BULLET = re.compile(r"^[ \t]*[-–—•*·▪◦][ \t]+")
_LAST_TOKEN = re.compile(r"[^\s«\"“„(\[]*$")
_MARKUP = re.compile(r"\[(?:say|pause|lang):[^\]\n]*\]|\[/lang\]|\$\$?[^$\n]{1,400}\$\$?")
_SOURCE = re.compile(r"\[[^\[\]\n]{0,80}\d[^\[\]\n]{0,80}\]")  # «[2, с. 15]»
_PAUSES = re.compile(r"(?:\s*\[(?:pause:[^\]\n]*|/lang)\])+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,3}\.$")
_OF_A_CLOCK = re.compile(r"(?:[A-Z][\w-]*\s+){1,3}[Tt]ime\b|[A-Z][a-z]+\s\d")  # «New York time», «May 3»
_GOES_ON = re.compile(r"\([^()]{1,50}\)\s?(?:[,;]|[—–]\s|\s[a-zа-яё])")
_PREDICATED = re.compile(r"[а-яё]\s—\s[а-яё]")  # «ДНК — кольцевая, 120 тыс. п. н.»
_CALCULATED = re.compile(r"[\d+×·*,=−]\s?$|\d\s[а-яa-z]{1,4}$|\d\s$")
_COUNTED = re.compile(r"\d\s*(?:(?:sq|cu)\.?\s*)?$")  # «864 sq. ft.»
_REACH = 320  # characters before a stop that may tell what it ends
_MASK = "\ufffc"  # stands for one masked character, so that positions stay


def sentences(text: str, language: str = "") -> Iterator[str]:
    """Each sentence of `text`, stripped, with inner line breaks as spaces. Linear in the text's length.

    `language` (ISO 639-1) matters where a full stop makes an ordinal of a number: «am 3. Oktober» is no end.
    """
    for paragraph in _paragraphs(text):
        masked = hidden(_MARKUP.sub(lambda m: _MASK * len(m.group()), paragraph), language, _MASK)
        masked = _SOURCE.sub(lambda m: m.group().replace(".", _MASK), masked)
        start = 0
        for match in _END.finditer(masked):
            numbered = language in DOTTED and _ORDINAL.search(masked, max(start, match.start() - 5), match.end())
            if numbered and not ends_a_sentence(masked, match.start(), language):
                continue
            if start <= match.start() and match.end() < len(masked) and _ends(masked, start, match, language):
                pause = _PAUSES.match(paragraph, match.end())  # a pause after a sentence belongs to it
                end = pause.end() if pause else match.end()
                yield from _clean(paragraph[start:end])
                start = end
        yield from _clean(paragraph[start:])


def _clean(piece: str) -> Iterator[str]:
    piece = " ".join(piece.split())
    if any(c.isalnum() or not c.isascii() or c in "+=<>%&@#$" for c in piece):
        yield piece


def _paragraphs(text: str) -> Iterator[str]:
    """Stretches that no sentence crosses: paragraphs, items of lists, headings on a line of their own."""
    for block in _PARAGRAPH.split(text):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        width = max(map(len, lines), default=0)
        begun = sum(line.lstrip(' \t«"“„([')[:1].isupper() or line.lstrip()[:1].isnumeric() for line in lines)
        all_begin = begun == len(lines)
        listed = len(lines) > 3 and (all_begin or (begun >= _LISTED * len(lines) and not _is_wrapped(lines, width)))
        held: list[str] = []
        for line in lines:
            if held and _opens(held[-1], line, width, listed):
                yield "\n".join(held)
                held = []
            held.append(_BULLET.sub("", line))
        if held:
            yield "\n".join(held)


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Whether most lines but the last of each paragraph are about as long: prose, however its lines begin."""
    cut = [line for line in lines[:-1] if line[-1:] not in ".!?…:"]
    return width > _NARROWEST and bool(cut) and sum(len(line) > 0.8 * width for line in cut) >= 0.65 * len(cut)


_IN_BRACKETS = re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?\)")
# «на конф. «Язык и общество»», «до ост. «Университет»»: its title follows
_TITLED = re.compile(
    r"(?<!\w)(?:конф|ост|газ|журн|сб|симп|семин|ст\. м|маг|рест|гост|альм|спец\. курс|кн)$", re.IGNORECASE
)
_NARROWEST = 45  # characters of a line of wrapped prose
# «Автор: Ирина Лебедева», «Научный руководитель: доц. Мельников»: a line that says first what it is about
_LABELLED = re.compile(r"[A-ZА-ЯЁ][\w.-]*(?:[ \t][\w.№-]+){0,3}:(?=[ \t]|$)")
_JOINING = frozenset(("и", "или", "а", "and", "or"))
_HEADING = re.compile(
    r"(?:Слайд|Глава|Лекция|Тема|Урок|Раздел|Часть|Slide|Chapter|Lecture|Topic|Lesson|Part|Unit)[ \t][\dIVXL]+[.:]"
)
_ENTRY = re.compile(r"\s[—–]\s")
_LISTED = 0.8  # of the lines begin with a capital or a number: prose that was wrapped has few


def _opens(before: str, line: str, width: int, listed: bool) -> bool:
    """Whether `line` starts a new paragraph after `before`, in a block of lines `width` characters wide.

    `listed`: most lines of the block begin as entries of a list do.
    """
    if _LIST_ITEM.match(line):
        return True
    last = re.search(r"[^\W\d_]+$", before[-20:])
    if last and last.group() in words("breath", "prepositions") | _JOINING:
        return False  # «в / 1905 году»: nothing ends here
    if (_LABELLED.match(line) and before[-1:] not in ",;–—-") or (_HEADING.match(before) and line[:1].isupper()):
        return True
    first = line.lstrip(' \t«"“„([')[:1]
    # A line that ends early was not wrapped: it was a heading, a verse or a paragraph.
    if (
        first.islower()
        and len(before) < 0.5 * width
        and _ENTRY.search(line)
        and (_ENTRY.search(before) or before[-1:] == ")")
    ):
        return True  # «соль — 5 г / перец — 2 г»
    return (first.isupper() or first.isnumeric()) and (listed or len(before) < 0.7 * width) and before[-1:] not in ",;"


def _ends(text: str, start: int, match: re.Match[str], language: str) -> bool:
    """Whether the mark at `match` ends the sentence that begins at `start`."""
    following = text[match.end() : match.end() + 60].lstrip()
    opening = following.lstrip("«\"“„'‘([—–- \u00a0…")
    first = opening[:1]
    if not first or match.group()[0] in _FULL:
        return True
    if re.match(r"\([a-z]\)\s[A-Z]", following):
        return True  # «... 167 (1961). (b) Claims»
    if _IN_BRACKETS.match(following) and text[max(start, match.start() - 5) : match.start()].endswith(
        ("(Ed.)", "(Eds.)", "Trans.)")
    ):
        return False  # «Jones, P. (Ed.). (2011).»
    if first.islower() or (first in "₽$€£¥₴₸₿₹%‰°" and not opening[1:2].isdigit()):
        return False  # «5 тыс. ₽»
    marks = match.group()
    if following[0] in ":;,":
        return False  # «СПб. : Лань»
    if following[0] in "«„" and _TITLED.search(text[max(start, match.start() - 10) : match.start()]):
        return False
    if re.match(r"[-−+=<>×·≈≤≥≠]\s", following) and _CALCULATED.search(
        text[max(start, match.start() - 12) : match.start()]
    ):
        return False  # «1 + 2 + ... + n», «в 2021 г. = 8 %»
    if match.group() == "." and _GOES_ON.match(following):
        return False  # «в 1665 г. (Англия), ядро»
    if following[0] in "—–-" and not first.isupper():
        return False
    if "!" in marks or "?" in marks or "…" in marks or marks.startswith(".."):
        # «Привет!» — Он ушёл: a dash after a closed quotation goes on, a capital without one does not.
        return not (following[0] in "—–" and marks[-1] in '»”"')
    return _full_stop_ends(text, start, match, opening, language)


def _full_stop_ends(text: str, start: int, match: re.Match[str], following: str, language: str) -> bool:
    known = partial(_known, language)
    if len(match.group()) > 1 and match.group()[-1] not in ".":
        if re.match(r"\d{3,4}\s?г", following):
            return False  # «28 янв. (9 февр.) 1881 г.»
        inner = text[max(start, match.start() - 12) : match.start()]
        return _token(inner) not in known("leading")
    before = text[max(start, match.start() - 24) : match.start()]
    found = _LAST_TOKEN.search(before)
    token = found.group() if found else ""
    word = token.lower().strip(".")
    first = _first_word(following)
    opener = first in known("openers")
    if match.start() - start < 40 and _is_enumeration(text[start : match.start()]):
        return False
    if len(token) == 1 and token.isupper():
        earlier = _token(before[:-1].rstrip())
        return opener or earlier in known("lettered")
    if word in known("clock"):
        return first not in known("clock_goes_on") and not _OF_A_CLOCK.match(following)
    head = text[max(start, match.start() - _REACH) : match.start()]
    joined = _joined(before)
    if short := short_form(before) if language in ("", "ru") and joined not in known("trailing") else "":
        return short_form_ends(short, head[: len(head) - len(token)], following)
    if word in words("ru_short_government", "whole") and following[:1].isalpha():
        return True  # «много тел. Физики», a word
    if language != "en" and token.isascii() and word in words("sentences", "numbered") and following[:1].isdigit():
        return False  # «Vol. 84, no. 2» in a list of books
    if language in ("", "en") and token[:1].isascii() and token[:1].isalpha():
        decided = english_stop(token, head[: len(head) - len(token)], following, opener)
        if decided is not None:
            return decided
    if _is_initials(token):
        return (opener and word not in known("leading")) or (word in known("trailing") and opener)
    if joined in known("leading") or (word in known("leading") and joined not in known("trailing")):
        # «см.», «с.», «мин.» after a number are units and may end a sentence.
        return bool(_COUNTED.search(before[: len(before) - len(token)])) and following[:1].isalpha()
    if joined in known("trailing") or word in known("trailing"):
        if following[:1].isdigit():
            return False
        # «В 1799 г. Пушкин»: so short a sentence is not one yet, unless what follows can only open another.
        return opener or (
            (says_something(head) or bool(_PREDICATED.search(head)))
            if "а" <= word[-1] <= "я"
            else len(head.split()) > 4
        )
    return True


def _known(language: str, name: str) -> frozenset[str]:
    """A set of the table of sentences; it is Russian and English. Of other languages the abbreviations are hidden."""
    if language in ("", "ru", "en"):
        return words("sentences", name)
    return words("languages", language) if name == "openers" and language in table("languages") else frozenset()


def _is_enumeration(head: str) -> bool:
    """«1. Введение», «2.3. Метод», «IV. Итоги»: the number of what follows."""
    head = head.strip()
    return bool(re.fullmatch(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Za-zА-Яа-я])", head))


def _is_initials(token: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.-?)+[^\W\d_]", token))


@cache
def _spaced_abbreviations() -> re.Pattern[str]:
    names = sorted(
        (n for n in words("sentences", "leading") | words("sentences", "trailing") if "." in n), key=len, reverse=True
    )
    return re.compile(r"(?:^|[\s(«])(" + "|".join(n.replace(".", r"\.\s*") for n in names) + r")$", re.IGNORECASE)


def _joined(before: str) -> str:
    """The abbreviation of several parts that `before` ends with, without its spaces: «т. е» is «т.е»."""
    found = _spaced_abbreviations().search(before)
    return "".join(found.group(1).lower().split()) if found else ""


def _token(text: str) -> str:
    found = _LAST_TOKEN.search(text)
    return found.group().lower().strip(".") if found else ""


def _first_word(text: str) -> str:
    # «И. И. Мечников», «И. И., 1950 г. р.»: that «И» is no conjunction
    found = re.match(r"([^\W\d_]{2,}|[^\W\d_](?!\.$))(?!\.[\s,;)])", text)
    return found.group().lower() if found else ""
