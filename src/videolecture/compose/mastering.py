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
FIRST_CEILING = -3.0  # dBTP, before encoding: speech at SOUND_BITRATE overshoots by less than 1.5 dB
_MARGIN = 0.2  # dB: how much more than its excess a peak is lowered by the next time
_CLOSE = 0.2  # LU: a gain that comes this near needs no further pass
_PASSES = 6  # over the WAVs in search of a gain
_LEAST_SLOPE = 0.2  # LU per dB: more gain than this asks for would only crush the sound
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
    loudness, peak = work.heard
    gain, ceiling, lost = 0.0, FIRST_CEILING, 0.0  # lost: LU that encoding takes away, mostly above 16 kHz
    for attempt in range(1, _ENCODINGS + 1):
        gain, limited_loudness = work.gain_for(TARGET + lost, gain, ceiling)
        _encode(work.watched(limited(stretches(sounds), ratio(gain), ceiling), 0.45, 0.85), out, bitrate)
        loudness, peak = _measure(work.watched(decoded_sound(out), 0.85, 1.0))
        missed = TARGET - loudness if loudness > SILENCE else 0.0
        reachable = abs(TARGET + lost - limited_loudness) <= TOLERANCE / 2
        settled = abs(missed) <= TOLERANCE / 2 or not reachable or attempt == _ENCODINGS
        if peak <= HIGHEST_PEAK and settled:
            return Mastered(gain, ceiling, loudness, peak)
        if peak > HIGHEST_PEAK:
            ceiling -= (peak - HIGHEST_PEAK + _MARGIN) * attempt  # bolder each time
        lost = limited_loudness - loudness if loudness > SILENCE else 0.0
    raise EngineError(
        f"The lecture's sound keeps peaks of {peak:.1f} dBTP at {loudness:.1f} LUFS after encoding; wanted are at most "
        f"{HIGHEST_PEAK} dBTP at {TARGET} LUFS.",
        "Listen to the audio fragments: one of them probably holds clicks or noise instead of speech.",
    )


class _Work:
    """The fragments and how far the work on them is; every pass over them can be cancelled at every block."""

    def __init__(self, sounds: Sequence[Path], progress: Progress) -> None:
        self._sounds = sounds
        self._progress = progress
        self._total = max(sum(length(sound) for sound in sounds), 1)  # samples
        self._done = 0.0  # never falls, also where a pass is repeated
        self.heard = _measure(self.watched(stretches(sounds), 0.0, 0.15))  # (LUFS, dBTP) of the fragments as they are

    def watched(self, blocks: Iterable[Samples], begin: float, end: float) -> Iterator[Samples]:
        """The blocks; tells on the way that the work goes from `begin` to `end`."""
        heard = 0
        for block in blocks:
            yield block
            heard += len(block)
            self._done = max(self._done, begin + (end - begin) * min(heard / self._total, 1.0))
            self._progress(self._done, "sound")

    def gain_for(self, aim: float, gain: float, ceiling: float) -> tuple[float, float]:
        """(dB, LUFS): the gain that brings the limited sound to `aim`, or as near as its peaks allow, and how near."""
        loudness, peak = self.heard
        if loudness == SILENCE:
            return 0.0, SILENCE
        if peak + aim - loudness <= ceiling:  # nothing to limit: a gain moves the loudness by exactly as much
            return aim - loudness, aim
        gain = gain or aim - loudness
        tried: list[tuple[float, float]] = []
        for _ in range(_PASSES):
            blocks = limited(stretches(self._sounds), ratio(gain), ceiling)
            loudness = _measure(self.watched(blocks, 0.15, 0.45), with_peak=False)[0]
            tried.append((gain, loudness))
            slope = _slope(tried)
            missed = abs(aim - loudness)
            if missed <= _CLOSE or (slope < _LEAST_SLOPE and missed <= TOLERANCE / 2):
                break
            gain += (aim - loudness) / max(slope, _LEAST_SLOPE)
        return tried[-1]


def _slope(tried: Sequence[tuple[float, float]]) -> float:
    """LU per dB of gain, after the last two: less than one where the limiter takes away what the gain gives."""
    if len(tried) < 2 or tried[-1][0] == tried[-2][0]:
        return 1.0
    (gain, loudness), (next_gain, next_loudness) = tried[-2:]
    return min((next_loudness - loudness) / (next_gain - gain), 1.0)


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
