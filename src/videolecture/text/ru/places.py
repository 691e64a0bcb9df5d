"""Streets, towns, rivers written short, before their name or after it: «в г. Твери», «на Садовой ул.», «у р.»."""

from __future__ import annotations

import re

from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.declension import adjective, decline
from videolecture.text.ru.government import closing, form_after
from videolecture.text.ru.morphology import adjectives, nouns, readings

_NAME = re.compile(
    r"\s*[«\"]?(?P<name>[А-ЯЁ][А-Яа-яё\u0301-]*)(?P<initial>(?<=\b[А-ЯЁ])\.)?|\s*(?:метро\b|[мр]\.\s|\d+-[йяе]\b)"
)
_ADJECTIVE_BEFORE = re.compile(r"(?P<name>[А-ЯЁ][а-яё\u0301]+(?:-[А-ЯЁа-яё\u0301]+)?)\s+$")
_ALONE = ("р.", "о.", "ул.", "оз.", "пл.", "обл.", "респ.", "наб.", "мкр.", "пос.", "дер.", "гор.")


def say(written: str, lemma: str, before: str, after: str) -> str | None:
    """The word in its case; None where the letters stand for something else."""
    letters = len(written) == 2
    if letters and (re.search(r"\d\s*$", before) or re.search(r"(?<!\w)[а-яё]\.\s?$", before, re.IGNORECASE)):
        return None  # «в 1990 г. Москва»: a year; «м. н. с. Иванова»
    name = _NAME.match(after)
    if name and name.group("initial") and not re.match(r"\s*Св\.", after):
        return None if letters or lemma in ("переулок", "станция") else decline(lemma, form_after(before, lemma))
    if _name_precedes(lemma, before, letters):
        return decline(lemma, form_after(before, lemma)) + closing(written, after)
    if name is None:
        return _alone(written, lemma, before, after)
    if (
        letters
        and written[0].isupper()
        and lemma != "шоссе"
        and not (_is_place(name.group("name")) or (lemma == "остров" and _is_first_name(name.group("name"))))
    ):
        return None  # «Д. Иванов»: an initial
    if written in ("С.", "Д.", "П.", "Х.") and not before.strip():
        return None  # «С. Карно ещё не знал»
    if lemma == "остров" and _is_first_name(name.group("name")):
        lemma = "отец"
    return _named(lemma, name.group("name") or "", before)


def _name_precedes(lemma: str, before: str, letters: bool) -> bool:
    """«на Садовой ул.»: its name stands before it. `letters`: it is written with one letter."""
    name = _ADJECTIVE_BEFORE.search(before)
    if not name or not adjectives(name.group("name")):
        return False
    if letters:
        return lemma in ("проспект", "шоссе", "река", "остров")
    return lemma not in ("город", "метро", "станция", "село", "деревня", "святой")


def _is_place(name: str | None) -> bool:
    return bool(name) and any("Geox" in r.tags for r in nouns(name or ""))


def _is_first_name(name: str | None) -> bool:
    """«о. Александр»: a priest; «о. Сахалин»: an island."""
    found = nouns(name or "")
    return any("Name" in r.tags and r.gender == "masc" for r in found[:2]) and not any("Geox" in r.tags for r in found)


def _named(lemma: str, name: str, before: str) -> str:
    """A town and a person stand in the case of their name, where it shows one."""
    form = form_after(before, lemma)
    if lemma == "святой":
        saint = next((r for r in nouns(name) if r.case and not r.plural and r.case == form.case), None)
        saint = saint or next((r for r in nouns(name) if r.case and not r.plural), None)
        case = saint.case or form.case if saint else form.case
        return adjective(lemma, case, False, saint.gender if saint else "masc", animate=True)
    if lemma == "город" and not _is_place(name):
        return decline(lemma, form)
    options = [r.case for r in nouns(name) if r.case and not r.plural]
    if lemma in ("город", "отец", "князь", "граф", "святой", "река") and options:
        possible = [c for c in left_cases(before) if c in options]
        if possible:  # «в г. Москву»: whereto; «в г. Тверь» may be both
            return decline(lemma, form if form.case in possible or "nomn" in options else type(form)(possible[0]))
        if not left_cases(before) and form.case == "nomn" and "nomn" not in options and lemma != "город":
            return decline(lemma, type(form)(options[0]))
    return decline(lemma, form)


def _alone(written: str, lemma: str, before: str, after: str) -> str | None:
    """«у р. стоял дом», «на этой ул.»: without a name, where what stands before it asks for a noun."""
    if written not in _ALONE or re.match(r"\s*\d", after):
        return None
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    if not last:
        return None
    part = readings(last.group(1))[0].part
    if part not in ("PREP", "ADJF", "PRTF", "NOUN") or (len(written) == 2 and last.group(1).lower() == "и"):
        return None
    return decline(lemma, form_after(before, lemma)) + closing(written, after)
