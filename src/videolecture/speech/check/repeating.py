"""Is something said twice that the text says once? Told by the sound alone: recognisers leave out what is said again.

A stretch of speech is laid over what was said up to a few seconds before it, at any tempo between half and twice
(segmental dynamic time warping, Park and Glass 2008). What is said again fits for as long as it lasts, in the same
voice; other words fit for a sound or two. What the text itself says again may be said again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import Term
from videolecture.speech.activity import STEP, activity
from videolecture.speech.check.comparing import letters
from videolecture.speech.check.plausibility import length
from videolecture.speech.conversion.speaker_encoder import MELS, RATE, mel
from videolecture.types import Samples

CEPSTRA = 13
FLOOR = 12.0  # natural logarithm of power under the loud parts
SLOPE = 0.7  # weight of the cepstra's motion beside themselves
ALIKE = 0.4  # cosine of two moments of speech above which they may be the same sound
SOONEST, LATEST = 0.2, 4.0  # seconds after which something is said again
STRETCH = 0.3  # what a step at half or twice the tempo costs
# Surplus of likeness, summed over steps of 10 ms: sounds that are alike by chance have less, three words more.
LIMIT = 15.0
LETTER = 5.0  # as much more for each letter in a row that the text itself says again
CHANCE = 3  # such letters that most texts have

Floats = NDArray[np.float64]


def repetitions(samples: Samples, rate: int, text: str) -> tuple[Term, ...]:
    """What is repeated in an utterance though not in its text, in words; nothing if nothing is."""
    score, end = likeness(samples, rate)
    if score <= limit(text):
        return ()
    return (Term("what ends at {seconds:.1f} s is said again", code="heard-repetition", seconds=end),)


def limit(text: str) -> float:
    """The likeness that good speech of a text stays under."""
    signs, longest, most = letters(text), 0, 0.0
    for start in range(len(signs)):
        while signs[start : start + longest + 1] in signs[start + longest + 1 :] and start + longest < len(signs):
            longest += 1
            most = max(most, length(signs[start : start + longest]))
    return LIMIT + LETTER * max(0.0, most - CHANCE)


def likeness(samples: Samples, rate: int) -> tuple[float, float]:
    """How much a stretch of speech is like one before it, and where it ends, in seconds.

    Local alignment (Smith and Waterman 1981): a path moves by (1, 1), (1, 2) or (2, 1) steps in the earlier and the
    later stretch and starts anew where it falls below zero. Scores stand by how much later the later one is.
    """
    moments, speaks = _moments(samples, rate)
    soonest, latest = round(SOONEST / STEP), round(LATEST / STEP)
    best, end = 0.0, 0
    last = before = np.zeros(latest - soonest)
    for step in range(len(moments) - soonest):
        later = slice(step + soonest, step + latest)
        alike = np.where(speaks[later] & speaks[step], moments[later] @ moments[step] - ALIKE, -ALIKE)
        slower, faster = np.concatenate(([0.0], last[:-1])), np.concatenate((before[1:], [0.0]))
        row = np.zeros_like(last)
        row[: len(alike)] = np.maximum(last, np.maximum(slower, faster) - STRETCH)[: len(alike)] + alike
        before, last = last, np.maximum(0.0, row)
        if last.max() > best:
            best, end = float(last.max()), later.start + int(last.argmax())
    return best, end * STEP


def _moments(samples: Samples, rate: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Directions of the cepstra and their motion every 10 ms, shape (steps, 26), and whether somebody speaks there."""
    import soxr

    sound = np.asarray(soxr.resample(np.nan_to_num(samples), rate, RATE), dtype=np.float32)
    speaks = activity(sound, RATE)
    bands = np.log(mel(sound)[: len(speaks)].astype(np.float64) + 1e-10)
    if not speaks.any():
        return np.zeros((len(bands), 2 * CEPSTRA)), speaks
    bands = np.maximum(bands, np.percentile(bands[speaks], 95) - FLOOR)
    cosines = np.cos(np.pi * np.outer(np.arange(1, CEPSTRA + 1), np.arange(MELS) + 0.5) / MELS)
    cepstra = bands @ cosines.T
    motion = np.zeros_like(cepstra)
    motion[2:-2] = cepstra[4:] - cepstra[:-4]
    own = cepstra[speaks]
    spread = motion[speaks].std(axis=0) + 1e-9
    both = np.concatenate([(cepstra - own.mean(axis=0)) / (own.std(axis=0) + 1e-9), SLOPE * motion / spread], axis=1)
    return both / (np.linalg.norm(both, axis=1, keepdims=True) + 1e-9), speaks
