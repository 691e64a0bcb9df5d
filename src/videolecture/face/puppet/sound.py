"""What the sound itself says of the mouth: how loud it is, and when exactly the lips of п, б, м were shut.

Marks are true to a few hundredths of a second; a shut mouth shows in the sound more exactly: nothing over some 700 Hz
comes through it, neither of the silence of п nor of the murmur of б and м.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from videolecture.face.puppet.features import Floats
from videolecture.types import Samples, Viseme

BAND = (700.0, 4000.0)  # hertz that closed lips hold back
HOP, WINDOW = 0.005, 0.02  # seconds between two looks at the level, and what each of them sees
BEFORE, AFTER = 0.07, 0.035  # seconds around a mark's span in which its closure is looked for
DIP = 8.0  # decibels the level must fall for a closure to be believed
LONGEST = 0.12  # seconds of a closure: a longer dip is a pause before it
LATE = 0.02  # seconds that marks lag behind closures, on average: for those that the sound does not show
LOUD, LOUDEST = 90, 1.3  # percentile of the levels that counts as loud, and the most that is above it
SILENCE = 1e-6  # of full scale: a loud level that is none
ORDER = 2  # of the band's filter; it runs forward and backward
NYQUIST = 0.45  # of the rate: the band ends under half of it
FEWEST = 4  # looks at the level, at least, by which a closure is judged
TINY = 1e-9  # against division by nothing
QUIETEST = 1e-3  # of the loud level: what lies under it counts as this


def loudness_curve(samples: Samples, rate: int, frames: int, fps: int) -> Floats:
    """(frames,) 0..1: level of each frame's sound against the loud part of the whole."""
    step = rate / fps
    edges = np.round(np.arange(frames + 1) * step).astype(int)
    padded = np.zeros(int(edges[-1]) + 1)
    padded[: min(len(samples), len(padded))] = samples[: len(padded)]
    power = np.add.reduceat(padded**2, edges[:-1]) / np.maximum(np.diff(edges), 1) if frames else np.zeros(0)
    level = np.sqrt(power)
    loud = float(np.percentile(level, LOUD)) if frames else 0.0
    if loud <= SILENCE:
        return np.zeros(frames)
    return np.asarray(np.clip(level / loud, 0.0, LOUDEST))


def with_heard_closures(visemes: Sequence[Viseme], samples: Samples, rate: int) -> tuple[Viseme, ...]:
    """The visemes with every "pp" where the lips were shut in the sound; its neighbours give way or follow."""
    shown = list(visemes)
    if not any(viseme.name == "pp" for viseme in shown) or rate < 2 * BAND[0]:
        return tuple(shown)
    level = _band_level(samples, rate)
    for index, viseme in enumerate(shown):
        if viseme.name != "pp":
            continue
        start, end = _closure(viseme, level)
        if index > 0:
            before = shown[index - 1]
            start = max(start, before.start)
            shown[index - 1] = Viseme(before.name, before.start, min(start, max(before.end, start)), before.stress)
        if index + 1 < len(shown):
            after = shown[index + 1]
            end = min(end, after.end)
            if after.start < end or after.start - viseme.end < HOP:
                shown[index + 1] = Viseme(after.name, end, after.end, after.stress)
        shown[index] = Viseme("pp", start, max(start, end), viseme.stress)
    return tuple(shown)


def _band_level(samples: Samples, rate: int) -> Floats:
    """Level of the band in decibels against the loud parts, one value every HOP seconds, at its window's middle."""
    from scipy.signal import butter, sosfiltfilt

    if not len(samples):
        return np.zeros(0)
    high = min(BAND[1], NYQUIST * rate)
    filtered = sosfiltfilt(butter(ORDER, [BAND[0], high], "bandpass", fs=rate, output="sos"), samples, padlen=0)
    summed = np.concatenate([[0.0], np.cumsum(filtered**2)])
    middles = np.arange(round(len(samples) / rate / HOP) + 1) * HOP
    first = np.clip(np.round((middles - WINDOW / 2) * rate).astype(int), 0, len(samples))
    last = np.clip(np.round((middles + WINDOW / 2) * rate).astype(int), 0, len(samples))
    level = np.sqrt(np.maximum(summed[last] - summed[first], 0.0) / np.maximum(last - first, 1))
    loud = max(float(np.percentile(level, LOUD)), TINY)
    return np.asarray(20 * np.log10(level / loud + QUIETEST))


def _closure(viseme: Viseme, level: Floats) -> tuple[float, float]:
    """Start and end of the dip nearest to a mark's middle, up to the burst that ends it."""
    length = viseme.end - viseme.start
    unheard = (viseme.start - LATE, viseme.end - LATE) if viseme.start > LATE else (viseme.start, viseme.end)
    first = max(0, int((viseme.start - BEFORE) / HOP))
    last = min(len(level), int((viseme.end + AFTER) / HOP) + 1)
    near = level[first:last]
    if len(near) < FEWEST:
        return unheard
    low = int(near.argmin())
    # The burst that follows counts more than the sound before: in a pause nothing is heard before either.
    rim = near[low] + 0.5 * (near[low:].max() - near[low])
    if near[low:].max() - near[low] < DIP:
        return unheard
    end = low + int(np.argmax(near[low:] > rim))
    shut = near < rim
    start = end - 1
    while start > 0 and shut[start - 1]:
        start -= 1
    begin, over = (first + start) * HOP, (first + end) * HOP
    return max(begin, over - max(LONGEST, min(length, 2 * LONGEST))), over
