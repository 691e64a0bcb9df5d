"""The sound of a whole lecture: the fragments' WAVs with one gain and a true-peak limiter, encoded as AAC once.

What counts is what a listener's decoder puts out. AAC adds overshoot of its own, so the encoded sound is decoded and
measured; where a peak is above the promise, the ceiling is lowered and the encoding done anew from the WAVs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose.limiter import limited
from videolecture.compose.mp4 import SOUND_BITRATE, SoundEncoder, decoded_sound, new_container
from videolecture.compose.wavs import length, stretches
from videolecture.errors import EngineError
from videolecture.loudness import SILENCE, LoudnessMeter, TruePeakMeter, ratio
from videolecture.types import FPS, SAMPLE_RATE, Progress, Samples

TARGET = -16.0  # LUFS, of the whole lecture
TOLERANCE = 1.0  # LU
HIGHEST_PEAK = -1.5  # dBTP, after decoding
FIRST_CEILING = -2.5  # dBTP, before encoding: speech at SOUND_BITRATE overshoots by less than 1 dB, most of the time
_CLOSE = 0.2  # LU: a gain that comes this near needs no further pass
_PASSES = 6  # over the WAVs in search of a gain
_LEAST_SLOPE = 0.25  # LU per dB: more gain than this asks for would only crush the sound
_ENCODINGS = 5


@dataclass(frozen=True)
class Mastered:
    """What was done to the sound and what came out, measured on the decoded AAC."""

    gain: float  # dB
    ceiling: float  # dBTP, of the limiter
    loudness: float  # LUFS; -inf for a silent lecture
    true_peak: float  # dBTP


def master(sounds: Sequence[Path], out: Path, progress: Progress, bitrate: int = SOUND_BITRATE) -> Mastered:
    """Write the lecture's sound as AAC in an MP4 of its own to `out`. Blocks stream: no sound is kept.

    Raises EngineError when a WAV is damaged, and when no ceiling keeps the decoded peaks below HIGHEST_PEAK.
    """
    work = _Work(sounds, progress)
    gain, ceiling = work.first_gain(), FIRST_CEILING
    for _ in range(_ENCODINGS):
        gain = work.limited_gain(gain, ceiling)
        _encode(work.watched(limited(stretches(sounds), ratio(gain), ceiling), 0.45, 0.85), out, bitrate)
        loudness, peak = _measure(work.watched(decoded_sound(out), 0.85, 1.0))
        if peak <= HIGHEST_PEAK:
            return Mastered(gain, ceiling, loudness, peak)
        ceiling -= peak - HIGHEST_PEAK + 0.1
    raise EngineError(
        f"The lecture's sound keeps peaks of {peak:.1f} dBTP after encoding, more than {HIGHEST_PEAK} dBTP.",
        "Listen to the audio fragments: one of them probably holds clicks or noise instead of speech.",
    )


class _Work:
    """The fragments and how far the work on them is; every pass over them can be cancelled at every block."""

    def __init__(self, sounds: Sequence[Path], progress: Progress) -> None:
        self._sounds = sounds
        self._progress = progress
        self._total = max(sum(length(sound) for sound in sounds), 1)  # samples
        self._done = 0.0  # never falls, also where a pass is repeated
        self._peak = SILENCE  # dBTP of the fragments as they are

    def watched(self, blocks: Iterable[Samples], begin: float, end: float) -> Iterator[Samples]:
        """The blocks; tells on the way that the work goes from `begin` to `end`."""
        heard = 0
        for block in blocks:
            yield block
            heard += len(block)
            self._done = max(self._done, begin + (end - begin) * min(heard / self._total, 1.0))
            self._progress(self._done, "sound")

    def first_gain(self) -> float:
        """dB that bring the fragments to TARGET as long as nothing is limited; 0 for silence."""
        loudness, self._peak = _measure(self.watched(stretches(self._sounds), 0.0, 0.15))
        return TARGET - loudness if loudness > SILENCE else 0.0

    def limited_gain(self, gain: float, ceiling: float) -> float:
        """dB that bring the limited sound to TARGET, or as near to it as its peaks allow."""
        if self._peak + gain <= ceiling:
            return gain
        slope = 1.0  # LU per dB of gain: less than one where the limiter takes away what the gain gives
        before: tuple[float, float] | None = None
        for _ in range(_PASSES):
            blocks = limited(stretches(self._sounds), ratio(gain), ceiling)
            loudness = _measure(self.watched(blocks, 0.15, 0.45), with_peak=False)[0]
            if loudness == SILENCE or abs(TARGET - loudness) <= _CLOSE:
                break
            if before and gain != before[0]:
                slope = min(max((loudness - before[1]) / (gain - before[0]), _LEAST_SLOPE), 1.0)
            before = (gain, loudness)
            gain += (TARGET - loudness) / slope
        return gain


def _measure(blocks: Iterable[Samples], with_peak: bool = True) -> tuple[float, float]:
    """(integrated loudness, true peak) of a sound."""
    loudness, peak = LoudnessMeter(SAMPLE_RATE), TruePeakMeter()
    for block in blocks:
        loudness.add(block)
        if with_peak:
            peak.add(block)
    return loudness.integrated(), peak.peak()


def _encode(blocks: Iterable[Samples], out: Path, bitrate: int) -> None:
    container = new_container(out, FPS)
    try:
        encoder = SoundEncoder(container, bitrate)
        for block in blocks:
            for packet in encoder.encode(block):
                container.mux(packet)
        for packet in encoder.finish():
            container.mux(packet)
    finally:
        container.close()
