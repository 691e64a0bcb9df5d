"""Nouns and adjectives given in the nominative singular -> in a case and a number, in agreement."""

from __future__ import annotations

from dataclasses import dataclass

from videolecture.text.ru.morphology import adjectives, inflect, inflect_feminine, nouns
from videolecture.text.ru.numerals import Case


@dataclass(frozen=True)
class Form:
    """How a noun is to be inflected."""

    case: Case = "nomn"
    plural: bool = False


def gender_of(lemma: str) -> str:
    """masc, femn, neut, or plur for a noun without a singular."""
    found = [r for r in nouns(lemma) if r.case == "nomn"]
    if found and all(r.plural for r in found):
        return "plur"
    return next((r.gender for r in found if not r.plural and r.gender), "masc")


def decline(lemma: str, form: Form) -> str:
    """A noun, perhaps with adjectives before it («научный сотрудник»), in a case and a number."""
    *described, noun = lemma.split()
    gender = gender_of(noun)
    case = form.case
    said = []
    for word in described:
        if not adjectives(word):
            said.append(word)
            continue
        said.append(adjective(word, case, form.plural, gender, animate=_is_animate(noun)))
    if gender == "plur":
        return " ".join([*said, inflect(noun, case, True)])
    return " ".join([*said, inflect(noun, case, form.plural)])


def _is_animate(noun: str) -> bool:
    return any(r.animate for r in nouns(noun)[:1])


def adjective(word: str, case: Case, plural: bool, gender: str, animate: bool = False) -> str:
    """An adjective given in the masculine, in agreement with a noun."""
    if word == "высший":  # the dictionary has it for a form of «высокий»
        return adjective("старший", case, plural, gender, animate).replace("старш", "высш")
    if gender == "femn" and not plural:
        return inflect_feminine(word, case)
    if case == "accs" and (plural or gender in ("masc", "neut", "plur")):
        case = "gent" if animate else "nomn"
    if gender == "neut" and not plural and case == "nomn":
        return inflect_neuter(word)
    return inflect(word, case, plural or gender == "plur")


def inflect_neuter(word: str) -> str:
    """An adjective in the nominative singular of the neuter: «научное»."""
    stem, ending = word[:-2], word[-2:]
    soft = ending == "ий" and stem[-1] not in "гкх"
    return stem + ("ее" if soft else "ое")
