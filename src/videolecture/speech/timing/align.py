"""When each letter of a known text sounds, from the sound alone: for engines that do not tell.

A left-to-right hidden Markov model of the letters, with optional pauses, is aligned with the sound by the Viterbi
algorithm (Rabiner 1989). A letter's class emits two features of every 10 ms: level and high-band energy. Their means
start at common values and are re-estimated from each utterance, so no trained model is needed, any voice will do, and
the same sound gives the same times.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.activity import STEP, activity, levels
from videolecture.speech.timing.marks import BEFORE_STRESSED, letters_and_words
from videolecture.types import Mark, Samples

Floats = NDArray[np.float64]

VOWELS = frozenset("аеёиоуыэюяaeiouyäöüàâáãåæèéêëìíîïòóôõøùúûœąęőű")
SONORANTS = frozenset("мнлрйmnlrwjñłń")
FRICATIVES = frozenset("сшщцчхфsxzfcçśšžźżčß")
VOICED = frozenset("зжвvzj")
SILENT = frozenset("ьъ")

# Class -> (level in dB under the loud parts, high band in dB over the low band, steps that a letter lasts).
CLASSES = ("vowel", "sonorant", "fricative", "voiced fricative", "stop", "pause")
START = np.array([[-4.0, -26.0], [-10.0, -28.0], [-18.0, 0.0], [-14.0, -14.0], [-22.0, -14.0], [-48.0, -10.0]])
SPREAD = np.array([[5.0, 8.0], [6.0, 8.0], [8.0, 10.0], [7.0, 10.0], [9.0, 12.0], [10.0, 20.0]])
STEPS = np.array([8.0, 6.0, 8.0, 6.0, 6.0, 12.0])
PRIOR_STEPS = 200.0  # steps that the common values count for when a class's means are re-estimated
ROUNDS = 3  # of alignment and re-estimation
# A letter is a run of states, which bounds its duration from below: this share of the average steps of a letter.
STATES, MOST_STATES = 0.9, 9
TEMPI = (0.5, 2.0)  # how much faster and slower than STEPS
SHORTEST = 1.05  # steps that a state lasts at least
SKIP = 4.0  # what leaving out one of the states costs (short letters): natural logarithm
QUIETEST = -60.0  # dB under the loud parts


@dataclass(frozen=True)
class _Chain:
    """The states of the model in order, some to a letter."""

    kinds: NDArray[np.int64]  # class of each state
    symbols: NDArray[np.int64]  # which character of the text each state is; -1: the silence at an edge
    optional: NDArray[np.bool_]  # may be left out at no cost
    steps: Floats  # that each state lasts on the average


def align(samples: Samples, rate: int, text: str) -> tuple[Mark, ...]:
    """Marks of kind "word" and "letter" of an utterance. Empty for a text without letters or a sound without speech."""
    symbols = list(unicodedata.normalize("NFC", text.lower()))
    features = _features(samples, rate)
    chain = _chain(symbols, int(activity(samples, rate).sum()), len(features))
    if len(chain.kinds) < 3 or len(features) < int((~chain.optional).sum()) or not features.any():
        return ()
    means, spreads = START.copy(), SPREAD
    path = np.zeros(0, dtype=np.int64)
    for _ in range(ROUNDS):
        path = _best_path(chain, features, means, spreads)
        means = _reestimated(chain, features, path)
    durations = np.zeros(len(symbols))
    lead = 0.0
    for state in path:
        place = chain.symbols[state]
        if place >= 0:
            durations[place] += STEP
        elif not durations.any():
            lead += STEP
    marks = letters_and_words(symbols, [float(duration) for duration in durations])
    end = len(samples) / rate
    return tuple(Mark(mark.kind, mark.text, min(end, mark.start + lead), min(end, mark.end + lead)) for mark in marks)


def _chain(symbols: list[str], spoken: int, steps: int) -> _Chain:
    """The states for a text said in `spoken` steps of speech, in a sound of `steps` in all."""
    kinds, places, optional = [CLASSES.index("pause")], [-1], [True]
    for place, symbol in enumerate(symbols):
        if symbol == BEFORE_STRESSED or symbol in SILENT or unicodedata.combining(symbol):
            continue
        if symbol.isalpha() or symbol.isdigit():
            kinds.append(CLASSES.index(_kind(symbol)))
            places.append(place)
            optional.append(False)
        elif places[-1] >= 0 and kinds[-1] != CLASSES.index("pause"):
            kinds.append(CLASSES.index("pause"))
            places.append(place)
            optional.append(True)
    while kinds[-1] == CLASSES.index("pause") and len(kinds) > 1:
        del kinds[-1], places[-1], optional[-1]
    kind, owner = np.array([*kinds, CLASSES.index("pause")]), np.array([*places, -1])
    leave = np.array([*optional, True])
    letters = max(1, int((~leave).sum()))
    states = min(round(STATES * spoken / letters), steps // letters, MOST_STATES)
    runs = np.where(kind == CLASSES.index("pause"), 1, max(1, states))
    tempo = np.clip(spoken / max(STEPS[kind[~leave]].sum(), 1.0), *TEMPI)
    lasts = np.where(kind == CLASSES.index("pause"), STEPS[kind], np.maximum(STEPS[kind] * tempo / runs, SHORTEST))
    return _Chain(*(np.repeat(values, runs) for values in (kind, owner, leave, lasts)))


def _kind(letter: str) -> str:
    for letters, kind in (
        (VOWELS, "vowel"),
        (SONORANTS, "sonorant"),
        (FRICATIVES, "fricative"),
        (VOICED, "voiced fricative"),
    ):
        if letter in letters:
            return kind
    return "stop"


def _features(samples: Samples, rate: int) -> Floats:
    """Level under the loud parts and high band over low band, in dB, of every 10 ms, shape (steps, 2)."""
    level = levels(samples, rate)
    if not len(level) or level.max() < -80:
        return np.zeros((0, 2))
    step, window = round(rate * STEP), round(rate * 0.03)
    padded = np.pad(samples.astype(np.float64), (window // 2, window + step))
    at = np.arange(len(level))[:, None] * step + np.arange(window)[None]
    power = np.abs(np.fft.rfft(padded[at] * np.hanning(window), axis=1)) ** 2
    frequencies = np.fft.rfftfreq(window, 1 / rate)
    low = power[:, (frequencies >= 100) & (frequencies < 1000)].sum(axis=1)
    high = power[:, frequencies >= 3500].sum(axis=1)
    high_band = 10 * np.log10((high + 1e-9) / (low + 1e-9))
    loud = np.percentile(level, 95)
    return np.stack([np.clip(level - loud, QUIETEST, 3.0), np.clip(high_band, -40.0, 20.0)], axis=1)


def _best_path(chain: _Chain, features: Floats, means: Floats, spreads: Floats) -> NDArray[np.int64]:
    """The likeliest state of every step: staying, the next state, or the one after a state that is left out."""
    distance = (features[:, None, :] - means[None]) / spreads[None]
    fits = -0.5 * (distance**2).sum(axis=2) - np.log(spreads).sum(axis=1)[None]  # (steps, classes)
    stay, leave = np.log1p(-1 / chain.steps), -np.log(chain.steps)
    skip = np.where(chain.optional, 0.0, -SKIP)  # what it costs to leave a state out
    states, steps = len(chain.kinds), len(features)
    score = np.full(states, -np.inf)
    score[0], score[1] = 0.0, 0.0
    score = score + fits[0, chain.kinds]
    previous = np.zeros((steps, states), dtype=np.int8)
    for step in range(1, steps):
        moved = np.concatenate(([-np.inf], score[:-1] + leave[:-1]))
        over = np.concatenate(([-np.inf, -np.inf], score[:-2] + leave[:-2] + skip[1:-1]))
        choices = np.stack([score + stay, moved, over])
        previous[step] = choices.argmax(axis=0)
        score = choices.max(axis=0) + fits[step, chain.kinds]
    state = states - 1 if score[-1] >= score[-2] else states - 2
    path = np.empty(steps, dtype=np.int64)
    for step in range(steps - 1, -1, -1):
        path[step] = state
        state -= int(previous[step, state])
    return path


def _reestimated(chain: _Chain, features: Floats, path: NDArray[np.int64]) -> Floats:
    """The classes' means in this utterance, shrunk towards the common ones where there is little of a class."""
    kinds = chain.kinds[path]
    means = START.copy()
    for kind in range(len(CLASSES)):
        own = features[kinds == kind]
        if len(own):
            means[kind] = (START[kind] * PRIOR_STEPS + own.sum(axis=0)) / (PRIOR_STEPS + len(own))
    return means
