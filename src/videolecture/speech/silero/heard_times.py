"""When each symbol is heard: the sound does not change where the networks' symbols do.

They learned durations that speak well, not those that a listener would give: a word begins with the space before it
(where no pause is), an accent's sign sounds as the consonant before it, and inside a word the sound is ahead.
`python -m quality.speech --only marks` shows what is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.speech.lips.visemes import VOWELS
from videolecture.speech.timing.marks import BEFORE_STRESSED, INSIDE_WORDS

ONSET = 0.02  # seconds before its first symbol that a word begins after a pause
# Seconds that the sound is ahead, by whether the letters before and after are vowels.
AHEAD = {
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
            _give(times, at, at - 1, times[at])
        elif symbol == BEFORE_STRESSED or symbol.isalpha():
            left = at - 2 if before == BEFORE_STRESSED else at - 1
            if left >= 0 and symbols[left].isalpha():
                ahead = AHEAD[language][symbols[left] in VOWELS, symbol in VOWELS]
                _give(times, left, at, min(ahead, times[left] / 2))
            elif before != BEFORE_STRESSED and before not in INSIDE_WORDS:
                between = before == " " and symbols[max(0, at - 2)].isalpha()
                _give(times, at - 1, at, times[at - 1] if between else min(ONSET, times[at - 1]))
    return times


def _give(times: list[float], giver: int, taker: int, seconds: float) -> None:
    times[giver] -= seconds
    times[taker] += seconds
