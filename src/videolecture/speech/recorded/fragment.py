"""A stretch of a recording as a spoken fragment: at the level of all speech, with marks and mouth shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from videolecture.errors import Term
from videolecture.loudness import integrated, ratio
from videolecture.speech.check import plausibility
from videolecture.speech.edges import soft_clipped, with_fades
from videolecture.speech.fragment import Measurements, SpokenFragment
from videolecture.speech.lips.from_sound import visemes_from_sound
from videolecture.speech.lips.visemes import are_letters, visemes
from videolecture.speech.recorded.stretches import SaidSentence, Stretch
from videolecture.speech.timing.align import align
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Mark, Progress, Samples, Speech

BEHAVIOUR = 1  # raised whenever the same stretch gives another sound, other marks or visemes: part of every key
GAINS = (0.05, 30.0)  # least and greatest gain of a recording
LONGEST_SILENCE = 5.0  # seconds inside a fragment that a listener would wonder at
MARGIN = 0.05  # seconds of sound around a sentence that are aligned with it


def recorded_fragment(
    sound: Samples, stretch: Stretch, gain: float, pause: float, language: str, progress: Progress
) -> SpokenFragment:
    """The fragment of a stretch of a recording.

    `sound`: of the stretch, 48 kHz; `gain` brings it to the level of all speech. `pause`: seconds of silence that there
    are at least after its last sound; what is missing is added. Words are timed by alignment with what was said; where
    that fails, the mouth follows the sound alone.
    """
    louder = soft_clipped((sound * np.float32(gain)).astype(np.float32))
    samples = _whole_frames(louder, stretch, pause)
    own = [_moved(one, stretch.start) for one in stretch.sentences]
    marks: list[Mark] = []
    followed = True
    for place, one in enumerate(own):
        progress(place / len(own), "timing the words")
        timed = tuple(_marks(samples, one))
        followed = followed and (bool(timed) or one.end <= one.start)
        marks += timed
    length = len(samples) / SAMPLE_RATE
    by_words = followed and are_letters(marks)
    silence = plausibility.longest_silence(samples, SAMPLE_RATE)
    progress(1.0, "timed")
    shapes = visemes(marks, language) if by_words else visemes_from_sound(samples, SAMPLE_RATE)
    return SpokenFragment(
        speech=Speech(samples, SAMPLE_RATE, tuple(marks), shapes),
        sentences=tuple((min(one.start, length), min(one.end, length)) for one in own),
        measurements=Measurements(
            seconds=round(length, 3),
            loudness=round(max(integrated(samples, SAMPLE_RATE), -99.0), 2),
            peak=round(float(np.abs(samples).max(initial=0.0)), 4),
            longest_silence=round(silence, 2),
            utterances=0,
            spoken_again=0,
            problems=(
                (Term("a silence of {seconds:.1f} s in the recording", code="recorded-pause", seconds=silence),)
                if silence > LONGEST_SILENCE
                else ()
            ),
        ),
    )


def gain_of(loudness: float, wanted: float) -> float:
    """The linear gain that brings a recording of so many LUFS to the wanted ones."""
    return float(np.clip(ratio(wanted - loudness), *GAINS))


def _whole_frames(samples: Samples, stretch: Stretch, pause: float) -> Samples:
    """The sound, faded at its edges, as a whole number of frames: the rest of a pause goes, or gets silence."""
    quiet = max(0.0, stretch.end - max(one.end for one in stretch.sentences))
    missing = max(0, round((pause - quiet) * SAMPLE_RATE))
    if not missing and quiet * SAMPLE_RATE > 2 * SAMPLES_PER_FRAME:
        samples = samples[: len(samples) - len(samples) % SAMPLES_PER_FRAME]
    faded = with_fades(samples, SAMPLE_RATE)
    return np.pad(faded, (0, missing + -(len(faded) + missing) % SAMPLES_PER_FRAME))


def _moved(one: SaidSentence, start: float) -> SaidSentence:
    """The sentence in the fragment's own time."""
    return replace(one, start=round(max(0.0, one.start - start), 3), end=round(max(0.0, one.end - start), 3))


def _marks(samples: Samples, one: SaidSentence) -> Iterator[Mark]:
    """Words and letters of a sentence, by the sound between its first and its last."""
    if not one.words or one.end <= one.start:
        return
    first = max(0, round((one.start - MARGIN) * SAMPLE_RATE))
    part = samples[first : round((one.end + MARGIN) * SAMPLE_RATE)]
    at = first / SAMPLE_RATE
    for mark in align(part, SAMPLE_RATE, one.words):
        yield replace(mark, start=max(one.start, mark.start + at), end=max(one.start, mark.end + at))
