"""Is a spoken stretch plausible? Cheap checks that catch what speech models do when they fail."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from videolecture.errors import Term
from videolecture.speech.activity import STEP, activity, spans
from videolecture.types import Samples

# Seconds that a character takes; short texts take the constant in addition.
FASTEST, SLOWEST, START = 0.028, 0.16, 0.8
USUAL = 0.07
# Scripts whose signs are syllables, or consonants with their vowels: first and last code point, letters that one is.
SCRIPTS = (
    (0x0600, 0x06FF, 1.4),  # Arabic: short vowels are not written
    (0x0900, 0x0DFF, 1.8),  # Devanagari and its kin
    (0x3040, 0x30FF, 1.8),  # kana
    (0x3400, 0x9FFF, 3.0),  # Chinese signs
    (0xAC00, 0xD7A3, 2.5),  # Hangul
)
LONGEST_SILENCE = 1.2  # seconds inside an utterance
# dB under the loud parts. Speech fades within its last 15 ms: of 194 sentences of a synthesiser one ended louder than
# this (and was cut), of 52 ends in recordings none, of words cut in their middle four of five.
ABRUPT = -20.0
END_STEP, END_WINDOW = 0.005, 0.010  # seconds
QUIET = 40.0  # dB under the loud parts: quieter than the end of a sound
CLIPPED = 0.999  # magnitude
CLIPPED_SHARE = 0.0005  # of the samples
FAINTEST = 0.02  # peak magnitude

SHORT = "too short: {seconds:.2f} s for {letters:.0f} letters"
LONG = "too long: {seconds:.2f} s for {letters:.0f} letters"
CUT_OFF = "cut off at the end: it still sounds at {level:.0f} dB under the loud parts"


def problems(samples: Samples, rate: int, text: str) -> tuple[Term, ...]:
    """What is wrong with an utterance, in words; nothing if it sounds plausible."""
    found = []
    seconds, letters = len(samples) / rate, length(text)
    if seconds < FASTEST * letters:
        found.append(Term(SHORT, code="speech-short", seconds=seconds, letters=letters))
    if seconds > SLOWEST * letters + START:
        found.append(Term(LONG, code="speech-long", seconds=seconds, letters=letters))
    if not np.isfinite(samples).all():
        found.append(Term("not a number", code="speech-not-a-number"))
        return tuple(found)
    if not len(samples) or float(np.abs(samples).max()) < FAINTEST:
        found.append(Term("silent", code="speech-silent"))
        return tuple(found)
    if (level := level_at_end(samples, rate)) > ABRUPT:
        found.append(Term(CUT_OFF, code="speech-cut-off", level=level))
    silence = longest_silence(samples, rate)
    if silence > LONGEST_SILENCE:
        found.append(Term("a silence of {seconds:.1f} s inside", code="speech-pause", seconds=silence))
    share = float(np.mean(np.abs(samples) >= CLIPPED))
    if share > CLIPPED_SHARE:
        found.append(Term("clipped ({percent:.2f} % of the samples)", code="speech-clipped", percent=100 * share))
    return tuple(found)


def length(text: str) -> float:
    """How long a text is to say, in letters of an alphabet: a sign of another script stands for several."""
    return sum(_letters(sign) for sign in text if sign.isalnum())


def length_deviation(samples: Samples, rate: int, text: str) -> float:
    """How far an utterance's length is from the usual one: 0 for that, 1 for e times as long or as short."""
    usual = USUAL * length(text) + START / 4
    return abs(math.log(max(len(samples) / rate, 1e-3) / usual))


def _letters(sign: str) -> float:
    if sign.isdigit():
        return 4.0  # a word
    code = ord(sign)
    return next((letters for first, last, letters in SCRIPTS if first <= code <= last), 1.0)


def level_at_end(samples: Samples, rate: int) -> float:
    """The level of the last 15 ms before the sound's end in dB under the loud parts: whether it faded or was cut."""
    step, window = round(rate * END_STEP), round(rate * END_WINDOW)
    if len(samples) < 4 * window:
        return -QUIET
    squares = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    starts = np.arange(0, len(samples) - window + 1, step)
    level = 10 * np.log10(np.maximum((squares[starts + window] - squares[starts]) / window, 1e-12))
    loud = float(np.percentile(level[level > level.max() - QUIET], 90))
    end = int(np.flatnonzero(level > loud - QUIET)[-1])
    return float(level[max(0, end - 1) : end + 1].max()) - loud


def longest_silence(samples: Samples, rate: int) -> float:
    """Seconds of the longest pause between sounds."""
    active = spans(activity(samples, rate))
    return max((later[0] - earlier[1] for earlier, later in pairwise(active)), default=0) * STEP
