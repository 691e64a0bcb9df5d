"""When each symbol is heard: the sound does not change where the networks' symbols do.

Their durations serve synthesis, and differ from those that a listener would annotate: a word begins with the space
before it (where there is no pause), an accent's sign sounds as the consonant before it, and inside a word the sound
comes earlier than the symbol.
`python -m quality.speech --only marks` shows what is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.speech.lips.visemes import VOWELS
from videolecture.speech.timing.marks import BEFORE_STRESSED, INSIDE_WORDS

ONSET = 0.02  # seconds before its first symbol that a word begins after a pause
# Seconds that the sound precedes its symbol, by whether the letters before and after are vowels.
LEAD = {
    "ru": {(True, False): 0.025, (False, True): 0.0, (False, False): 0.0125, (True, True): 0.0125},
    "en": {(True, False): 0.02, (False, True): 0.035, (False, False): 0.0125, (True, True): 0.02},
}


def as_heard(symbols: Sequence[str], durations: Sequence[float], language: str) -> list[float]:
    """The symbols' durations in seconds, their sum unchanged, so that each begins and ends where it is heard to.

    The first symbol is the silence at the start, as in a Spelling.
    """
    times = list(durations)
    for at in range(1, len(symbols)):
        symbol, before = symbols[at], symbols[at - 1]
        if symbol == BEFORE_STRESSED and before.isalpha():
            _move(times, at, at - 1, times[at])
        elif symbol == BEFORE_STRESSED or symbol.isalpha():
            left = at - 2 if before == BEFORE_STRESSED else at - 1
            if left >= 0 and symbols[left].isalpha():
                lead = LEAD[language][symbols[left] in VOWELS, symbol in VOWELS]
                _move(times, left, at, min(lead, times[left] / 2))
            elif before != BEFORE_STRESSED and before not in INSIDE_WORDS:
                between = before == " " and symbols[max(0, at - 2)].isalpha()
                _move(times, at - 1, at, times[at - 1] if between else min(ONSET, times[at - 1]))
    return times


def _move(times: list[float], source: int, target: int, seconds: float) -> None:
    times[source] -= seconds
    times[target] += seconds
