"""The sound of a whole lecture: the fragments' WAVs with one gain and a true-peak limiter, encoded as AAC once.

What counts is what a listener's decoder puts out. AAC adds overshoot of its own, so the encoded sound is decoded and
measured; where a peak is above the promise, the ceiling is lowered and the encoding done anew from the WAVs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose.limiter import limited
from videolecture.compose.mp4 import SOUND_BITRATE, SoundEncoder, decoded_sound, writing
from videolecture.compose.outline import Outline
from videolecture.compose.wavs import length, stretches
from videolecture.errors import EngineError
from videolecture.loudness import SILENCE, LoudnessMeter, TruePeakMeter, ratio
from videolecture.types import FPS, SAMPLE_RATE, Progress, Samples

TARGET = -16.0  # LUFS, of the whole lecture
TOLERANCE = 1.0  # LU
HIGHEST_PEAK = -1.5  # dBTP, after decoding
FIRST_CEILING = -2.5  # dBTP, before encoding: speech at SOUND_BITRATE overshoots by less than 1 dB
_MARGIN = 0.2  # dB: how much more than its excess a peak is lowered by the next time
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
    work = _Work(sum(length(sound) for sound in sounds), progress)
    outline = Outline(work.watched(stretches(sounds), 0.0, 0.15))
    ceiling, aim = FIRST_CEILING, TARGET
    silent = outline.loudness() == SILENCE
    for attempt in range(1, _ENCODINGS + 1):
        gain = 0.0 if silent else outline.gain_for(aim, ceiling)
        _encode(work.watched(limited(stretches(sounds), ratio(gain), ceiling), 0.15, 0.8), out, bitrate)
        loudness, peak = _measure(work.watched(decoded_sound(out), 0.8, 1.0))
        missed = 0.0 if silent else TARGET - loudness
        # A tamer second try is worth its time only if the outline says that it can come nearer.
        settled = abs(missed) <= TOLERANCE / 2 or attempt == _ENCODINGS or outline.loudness(gain, ceiling) < aim - 1.0
        if peak <= HIGHEST_PEAK and settled:
            return Mastered(gain, ceiling, loudness, peak)
        if peak > HIGHEST_PEAK:
            ceiling -= (peak - HIGHEST_PEAK + _MARGIN) * attempt  # bolder each time
        aim += missed
    raise EngineError(
        "The lecture's sound keeps peaks of {peak:.1f} dBTP at {loudness:.1f} LUFS after encoding; "
        "wanted are at most {highest} dBTP at {target} LUFS.",
        "Listen to the audio fragments: one of them probably holds clicks or noise instead of speech.",
        code="mastering-peaks",
        peak=peak,
        loudness=loudness,
        highest=HIGHEST_PEAK,
        target=TARGET,
    )


class _Work:
    """How far the work on so many samples is; every pass over them can be cancelled at every block."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = max(total, 1)
        self._progress = progress
        self._done = 0.0  # never falls, also where a pass is repeated

    def watched(self, blocks: Iterable[Samples], begin: float, end: float) -> Iterator[Samples]:
        """The blocks; tells on the way that the work goes from `begin` to `end`."""
        heard = 0
        for block in blocks:
            yield block
            heard += len(block)
            self._done = max(self._done, begin + (end - begin) * min(heard / self._total, 1.0))
            self._progress(self._done, "sound")


def _measure(blocks: Iterable[Samples]) -> tuple[float, float]:
    """(integrated loudness, true peak) of a sound."""
    loudness, peak = LoudnessMeter(SAMPLE_RATE), TruePeakMeter()
    for block in blocks:
        loudness.add(block)
        peak.add(block)
    return loudness.integrated(), peak.peak()


def _encode(blocks: Iterable[Samples], out: Path, bitrate: int) -> None:
    with writing(out, FPS) as container:
        encoder = SoundEncoder(container, bitrate)
        for block in blocks:
            for packet in encoder.encode(block):
                container.mux(packet)
        for packet in encoder.finish():
            container.mux(packet)
