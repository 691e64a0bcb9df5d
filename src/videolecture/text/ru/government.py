"""Which case a noun stands in after the words before it: government by prepositions, nouns and verbs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from videolecture.text.ru.agreement import is_complement
from videolecture.text.ru.asked import after_verb, left_cases
from videolecture.text.ru.declension import Form, gender_of
from videolecture.text.ru.morphology import adjectives, inflect, nouns, plain, readings
from videolecture.text.ru.numerals import Case, plural_form
from videolecture.text.ru.phrases import Phrase
from videolecture.text.tables import table, words

REACH = 160  # characters before a word that may decide its case
_WORD = r"[А-Яа-яЁё\u0301]+(?:-[А-Яа-яЁё\u0301]+)*"
_LAST_WORD = re.compile(rf"({_WORD})\s*$")
_ORDINAL_ENDING = re.compile(r"(?:\b[IVX]+|\b\d+(?:\s?[-‑][а-яё]{1,3})?)\s*$")
_JOINED_TO = re.compile(rf"({_WORD})(?:\s+(?:и|или|либо)|,)\s+$", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\w.,])(\d+)\s+$")
# «2 профессора, 5 », «1 заведующий кафедрой и 2 »: what is counted before shares what the first number is asked for.
_COUNTED_BEFORE = re.compile(r"(?<![\w.,])\d+\s+[а-яё-]+(?:\s+[а-яё-]+){0,2}(?:,|\s+(?:и|или))\s+$")


def rewrite(pattern: re.Pattern[str], text: str, say: Callable[[re.Match[str], str, str], str | None]) -> str:
    """`re.sub`, whose callback gets the text before the match as it is spoken, and the text after it.

    None leaves what was written. Linear: the callback sees the nearest 160 characters on both sides.
    """
    pieces: list[str] = []
    before, position = "", 0
    for match in pattern.finditer(text):
        between = text[position : match.start()]
        before = (before + between)[-REACH:]
        said = say(match, before, text[match.end() : match.end() + REACH])
        said = match.group() if said is None else said
        pieces += [between, said]
        before += said
        position = match.end()
    return "".join([*pieces, text[position:]])


def closing(short: str, after: str) -> str:
    """The full stop of a short form, where it was the sentence's too."""
    return "." if short.endswith(".") and re.match(r"[»\")\]]*\s*$", after) else ""


def noun_case(before: str) -> Case:
    """The case of a noun after these words: «на» says where, «по» takes the dative, as they do before nouns."""
    asked = left_cases(before)
    if not asked:
        return "nomn"
    last = re.search(r"(\w+)\s*$", before)
    if last and last.group(1).lower() in ("под", "за"):
        return "ablt"
    if last and last.group(1).lower() == "по":
        return "datv"
    return "loct" if "loct" in asked else asked[0]


def preposition(before: str) -> str:
    """The last word of `before`, in lower case; "" where none stands there."""
    found = _LAST_WORD.search(before)
    return plain(found.group(1)) if found else ""


def form_after(before: str, lemma: str) -> Form:
    """Case and number of the noun `lemma` (nominative singular) that follows `before`."""
    head, shown = _without_adjectives(before, lemma)
    if (counted := _COUNT.search(head)) and not shown:
        return _counted(int(counted.group(1)), head[: counted.start()], lemma)
    numeral = readings(preposition(head))[:1] if preposition(head) else ()
    if numeral and numeral[0].part == "NUMR" and numeral[0].case:
        small = numeral[0].lemma in ("два", "три", "четыре") and numeral[0].case in ("nomn", "accs")
        return Form("gent", not small) if numeral[0].case in ("nomn", "accs") else Form(numeral[0].case, True)
    if preposition(head) in words("ru_short_government", "many"):
        return Form("gent", True)
    asked = _asked(head)
    singular = [case for case, plural in shown if not plural]
    plural = [case for case, plural in shown if plural]
    if shown:
        possible, several = (singular, False) if singular else (plural, True)
        both = [case for case in asked if case in possible]
        if not both and singular and plural and any(case in plural for case in asked):
            possible, several = plural, True
            both = [case for case in asked if case in possible]
        return Form(both[0] if both else possible[0], several)
    return Form(asked[0] if asked else "nomn")


def asked_of_phrase(before: str) -> tuple[Case, ...]:
    """The cases that a noun phrase after `before` can stand in, the likeliest first; empty: nothing asks."""
    return _asked(before)


def _counted(number: int, before: str, lemma: str) -> Form:
    """«5 каф.»: as a noun follows its number; «на 2 эт.»: on the second one; «ауд. 301 гл. корп.»: of it."""
    label = re.search(rf"(?:({_WORD})|№)(?P<stop>\.?)\s+$", before)
    # «с 2 проф.» is no page
    if label and (label.group("stop") or len(label.group()) > 2) and _is_label(label.group(1) or "№"):
        return Form("gent")
    while listed := _COUNTED_BEFORE.search(before):
        before = before[: listed.start()]
    many = Phrase(nouns(inflect(lemma, "gent", True)), 0)
    asked = _asked(before) if left_cases(before) or after_verb(before) or is_complement(before, many) else ()
    animate = any(r.animate for r in many.readings)
    case = "ablt" if animate and asked[:2] == ("gent", "ablt") else asked[0] if asked else "nomn"
    form = plural_form(number)
    if lemma in words("ru_words", "ordinal") and "loct" in asked:
        return Form("loct")
    if form == 1:
        return Form(case)
    if case in ("nomn", "accs") and ((case == "accs" and animate) or not many.readings):
        return Form("gent", True)  # «пригласили двух профессоров», «два заведующих»
    return Form("gent", form == 5) if case in ("nomn", "accs") else Form(case, True)


def _is_label(word: str) -> bool:
    """Whether a number after this word is its number: «ауд. 301», «№ 5»."""
    if word == "№" or f"{word.lower()}." in table("ru_abbreviations")["numbered"]:
        return True
    return any(r.lemma in words("ru_words", "labels") for r in nouns(word)[:2])


def _without_adjectives(before: str, lemma: str) -> tuple[str, tuple[tuple[Case, bool], ...]]:
    """`before` without the adjectives at its end that agree with `lemma`, and what case and number they show."""
    gender = gender_of(lemma)
    shown: tuple[tuple[Case, bool], ...] = ()
    head = before
    for _ in range(4):
        if short := short_adjectives().search(head):
            head = head[: short.start()]
        ordinal = _ORDINAL_ENDING.search(head)
        if ordinal and "-" in ordinal.group():
            head = head[: ordinal.start()]
            continue
        found = _LAST_WORD.search(head)
        options = adjectives(found.group(1)) if found else ()
        best = readings(found.group(1))[0].part if found else ""
        if found and any(r.lemma in words("ru_short_government", "instrumental") for r in readings(found.group(1))):
            break  # «заведующего отделом»
        if not found or not options or (best not in ("ADJF", "PRTF") and not found.group(1)[0].isupper()):
            break
        agreeing = tuple(
            (r.case, r.plural) for r in options if r.case and (r.plural or r.gender in (gender, "") or gender == "ms-f")
        )
        if not agreeing:
            break
        shown = tuple(dict.fromkeys(a for a in agreeing if not shown or a in shown)) or shown
        head = head[: found.start()]
    return head, shown


@cache
def short_adjectives() -> re.Pattern[str]:
    """Adjectives written short at the end of a text."""
    several = [row for row, senses in table("ru_short")["several"].items() if re.search(r"(?:ый|ий|ой)(?:;|$)", senses)]
    rows = sorted((re.escape(row) for row in [*table("ru_short")["adjectives"], *several]), key=len, reverse=True)
    # Where a sentence goes on after it, an unknown word with a stop is one, too.
    return re.compile(rf"(?:(?<![\w.])(?:{'|'.join(rows)}|[а-яё-]{{3,}}\.(?=\s))\s*)+$", re.IGNORECASE)


def _asked(before: str) -> tuple[Case, ...]:
    """What the words before a noun phrase ask for, the likeliest first; empty: nothing does."""
    before = re.sub(r"(?<!\w)[IVXL]+\s+$", "", before)  # «участие в XII конф.»
    last = preposition(before)
    if last in ("и", "или") and re.search(r"\bмежду\s[^.;:!?]*$", before, re.IGNORECASE):
        return ("ablt",)
    joined = _JOINED_TO.search(before)
    if joined and (case := _case_of_joined(joined.group(1), before[: joined.start()])):
        return (case,)
    if last and any(r.lemma in words("ru_short_government", "instrumental") for r in readings(last)):
        return ("ablt",)
    asked = left_cases(before)
    if asked and readings(last)[:1] and readings(last)[0].part in ("PREP", "CONJ", "PRCL", "ADVB", "INTJ"):
        return _after_preposition(last, before, asked)
    if asked:
        return asked
    reading = readings(last)[0] if last and not re.search(r"[.,;:!?()«»—–]\s*$", before) else None
    if reading is None:
        return ()
    if reading.lemma in words("ru_short_government", "dative") and reading.part != "NOUN":
        return ("datv",)
    if reading.part == "NOUN":
        return ("gent",)
    if reading.part in ("VERB", "INFN", "GRND", "PRTS", "ADJS") and reading.lemma in words(
        "ru_short_government", "becoming"
    ):
        return ("ablt",)
    if reading.part in ("VERB", "INFN", "GRND") and "tran" in reading.tags and after_verb(before):
        return ("accs",)
    return ()


def _after_preposition(last: str, before: str, asked: tuple[Case, ...]) -> tuple[Case, ...]:
    """«поступил на каф.», «встреча с дир.», «по каф.»: which of the preposition's cases, by what it depends on."""
    if last == "по":
        return ("datv", "accs")
    if last == "за" and re.search(r"\bответ\w*\s+за\s*$", before, re.IGNORECASE):
        return ("accs", "ablt")
    if last in ("под", "за"):
        return ("ablt", "accs")
    if last in ("с", "со"):
        together = _depends_on(before, "together")
        return ("ablt", "gent") if together else ("gent", "ablt")
    if last in ("в", "во", "на"):
        taking_part = re.search(r"\bучаст\w+\s+в\s*(?:[IVXL]+\s+|\d+-[а-я]+\s+)?$", before)
        return ("accs", "loct") if _depends_on(before, "motion") and not taking_part else ("loct", "accs")
    return asked


def _depends_on(before: str, kind: str) -> bool:
    """Whether the clause holds a word of that kind: a verb of motion, a meeting with somebody."""
    clause = re.split(r"[.!?;:()—–]", before)[-1]
    found = [r for word in re.findall(_WORD, clause)[-7:-1] for r in readings(word)[:1]]
    return any(r.lemma in words("ru_short_government", kind) for r in found)


def _case_of_joined(word: str, before: str) -> Case | None:
    """«на кафедре и в»: the case of the noun that a noun is joined to; None where it shows none."""
    options = [r.case for r in nouns(word) if r.case]
    if not options:
        return None
    asked = _asked(_without_adjectives(before, readings(word)[0].lemma)[0])
    return next((c for c in asked if c in options), options[0] if "nomn" not in options else None)
