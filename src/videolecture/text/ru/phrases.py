"""The noun phrase that stands after a number or a short form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from videolecture.text.ru.morphology import Reading, adjectives, nouns, plain, readings
from videolecture.text.tables import words

WORD = re.compile(r"[А-Яа-яЁё\u0301]+(?:-[А-Яа-яЁё\u0301]+)*")


_ADJUNCTS = frozenset(("PREP", "CONJ", "PRCL", "VERB", "ADVB", "INFN", "PRED", "GRND"))  # no part of a noun phrase


@dataclass(frozen=True)
class Phrase:
    """The words after a number that depend on it."""

    readings: tuple[Reading, ...]  # of the noun that ends it; empty: no noun
    length: int  # characters from the number's end to the noun's end


def following(after: str) -> Phrase:
    """The noun phrase that `after` begins with: at most three adjectives and a noun."""
    position = ended = 0
    described: list[tuple[Reading, ...]] = []
    for _ in range(4):
        match = re.compile(r"[ \u00a0]+").match(after, position)
        found = WORD.match(after, match.end()) if match else None
        if not found:
            break
        word = found.group()
        if word.isupper() and 2 < len(word) < 6 and not described:
            break  # «2 АТФ»
        position = found.end()
        as_noun = nouns(word)
        as_adjective = adjectives(word)
        best = readings(word)[0].part if readings(word) else ""
        if any(r.lemma in words("ru_words", "labels") | words("ru_words", "ordinal") for r in as_noun):
            best, as_adjective = "NOUN", ()  # «том» is a volume here, not «тот»
        if best in _ADJUNCTS:
            break
        if as_adjective and not (as_noun and best == "NOUN"):
            described.append(as_adjective)
            ended = position
            if any(r.lemma in words("ru_short_government", "instrumental") for r in as_adjective):
                break  # «заведующий кафедрой»: what follows depends on it
            continue
        if as_noun and (best == "NOUN" or not as_adjective):
            if plain(word) == "человек":
                # «5 человек»: this genitive plural exists after numbers only, pymorphy3 ranks it second.
                as_noun = tuple(sorted(as_noun, key=lambda r: not r.plural))
            return Phrase(as_noun, position)
        break
    if described:  # «5 больных», «2 рабочих»: adjectives that stand for nouns
        return Phrase(described[-1], ended)
    return Phrase((), 0)
