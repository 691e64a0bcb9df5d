"""The case of a post, a degree or a title beside a person's name: «проф. Ивановой», «Белову А. А., доц. каф. химии»."""

from __future__ import annotations

import re

from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.declension import Form
from videolecture.text.ru.government import form_after, preposition
from videolecture.text.ru.morphology import Reading, adjectives, nouns, readings
from videolecture.text.ru.numerals import Case
from videolecture.text.tables import words

_WORDS = re.compile(r"[А-Яа-яЁё\u0301]+")
# Other titles, degrees and what they are of may stand between a title and its name: «проф. каф. истории И. И. Белова».
_NAME = re.compile(
    r"(?P<between>(?:[,\s]+(?:и\s+)?[а-яё\u0301-]+(?:\.(?:-?\s?[а-яё]+\.)*)?){0,8}?)"
    r"[,\s]+(?:[А-ЯЁ]\.\s?){0,2}(?P<name>[А-ЯЁ][а-яё\u0301]+(?:-[А-ЯЁ][а-яё\u0301]+)?)"
)
_NAME_BEFORE = re.compile(
    r"(?P<name>[А-ЯЁ][а-яё\u0301]+)(?:\s[А-ЯЁ]\.){0,2}(?P<between>(?:,\s[а-яё\u0301-]+(?:\s[а-яё\u0301-]+){0,4})*),\s*$"
)
_TITLE_BEFORE = re.compile(r"(?P<title>[а-яё\u0301-]+(?:\s[а-яё\u0301-]+){0,4})(?:,|\sи)\s+$", re.IGNORECASE)


# «доктор филологических наук, проф.»: in the form of the degree before it.
_DEGREE_BEFORE = re.compile(r"\b(?P<degree>(?:доктор|кандидат)[а-я]*)(?:\s[а-я-]+\.?)?\sнаук,\s+(?:[а-я -]+,\s+)*$")


def case_of_person(before: str, after: str, lemma: str) -> Form:
    """Case and number of a title, by the preposition and the noun before it and by the name it belongs to."""
    if degree := _DEGREE_BEFORE.search(before):
        shown = next((r for r in nouns(degree.group("degree")) if r.case), None)
        if shown and not shown.plural:
            return Form(shown.case or "nomn")
    name = _NAME.match(after)
    if name and any(r.part in ("VERB", "PRTS") for w in _WORDS.findall(name.group("between")) for r in readings(w)[:1]):
        name = None
    if not name and (_several(before) or _each_has_one(before)):
        return Form("gent", True)
    if shared := _of_neighbour(before, name is None):
        return shared
    form = form_after(before, lemma)
    named = _of_name(name.group("name")) if name else []
    options = [r.case for r in named if r.case]
    asked = left_cases(before)
    if asked and options:
        possible = [c for c in asked if c in options]
        if "ablt" in possible and preposition(before) in ("с", "со", "за", "под"):
            return Form("ablt")
        return Form(form.case if form.case in options else possible[0]) if possible else form
    if asked:
        return Form("ablt") if preposition(before) in ("с", "со") and form.case == "gent" else form
    if not options or name is None:
        return form
    if form.case in options and (form.case not in ("nomn", "accs") or "nomn" not in options):
        return form
    if "nomn" not in options:
        return Form(options[0])
    return Form(_ambiguous(before, after[name.end() :], named))


def _of_name(written: str) -> list[Reading]:
    found = [r for r in nouns(written) or adjectives(written) if r.case and not r.plural]
    return [r for r in found if {"Surn", "Name", "Patr"} & r.tags] or found


def _several(before: str) -> bool:
    """«для студ. вузов», «кол-во студ.»: of several persons."""
    last = preposition(before)
    lemmas = {r.lemma for r in readings(last)[:2]} if last else set()
    return last == "для" or bool(lemmas & words("ru_short_government", "groups"))


def _each_has_one(before: str) -> bool:
    """«дипломы канд. наук»: as many persons as there are documents."""
    last = preposition(before)
    return any(r.plural and r.lemma in words("ru_short_government", "papers") for r in readings(last)[:2] if last)


def _of_neighbour(before: str, unnamed: bool) -> Form | None:
    """The form of the name or of the title before this one: «Белову А. А., доц.», «доктору наук, проф.».

    `unnamed`: no name follows, so that there may be several: «кандидатов наук и докт.».
    """
    if found := _NAME_BEFORE.search(before):
        cases = [r.case for r in _of_name(found.group("name")) if r.case]
        head = before[: found.start()]
        asked = [c for c in left_cases(head) if c in cases]
        if asked:
            return Form("ablt" if "ablt" in asked and preposition(head) in ("с", "со") else asked[0])
        return Form(cases[0]) if cases else None
    if found := _TITLE_BEFORE.search(before):
        titles = [[r for r in nouns(w) if r.animate and r.case] for w in _WORDS.findall(found.group("title"))]
        title = next((shown[0] for shown in reversed(titles) if shown), None)
        if title and not {"Name", "Surn"} & title.tags and (unnamed or not title.plural):
            return Form(title.case or "nomn", title.plural)
    return None


def _ambiguous(before: str, after: str, named: list[Reading]) -> Case:
    """«Проф. Петрова читает», but «Проф. Петрова слушают», «доклад проф. Петрова»: by the noun or the verb beside."""
    kinds = {(r.gender, r.case) for r in named}
    if not {("femn", "nomn"), ("masc", "gent")} <= kinds or ("masc", "nomn") in kinds:
        return named[0].case or "nomn"
    previous = _WORDS.findall(re.split(r"[.!?;:—–]", before)[-1])[-3:]
    if previous and any(r.part == "NOUN" for r in readings(previous[-1])[:1]):
        return "gent"
    for word in [*re.findall(r"[а-яё\u0301]+", re.split(r"[.,!?;:]", after)[0])[:2], *reversed(previous)]:
        for reading in readings(word)[:1]:
            if reading.part == "VERB":
                return "gent" if reading.plural or reading.gender == "masc" else "nomn"
    return "nomn"
