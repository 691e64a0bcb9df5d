"""The lecture's sound after decoding: -16 LUFS, peaks below -1.5 dBTP, for speech and for worse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.compose.clips import decode_sound, hum, impulse, voice, write_wav
from videolecture.compose.mastering import HIGHEST_PEAK, TARGET, TOLERANCE, Mastered, master
from videolecture.loudness import integrated, true_peak
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Samples


def mastered(folder: Path, *sounds: Samples) -> tuple[Mastered, Samples]:
    paths = []
    for index, sound in enumerate(sounds):
        paths.append(folder / f"{index}.wav")
        write_wav(paths[-1], sound)
    seen: list[float] = []
    report = master(paths, folder / "sound.mp4", lambda done, _: seen.append(done))
    assert seen == sorted(seen) and seen[-1] <= 1.0
    return report, decode_sound(folder / "sound.mp4")


def square(frames: int) -> Samples:
    return np.where(np.arange(frames * SAMPLES_PER_FRAME) // 54 % 2, 0.5, -0.5).astype(np.float32)


@pytest.mark.parametrize(
    "sounds",
    [
        (voice(100, 1), voice(100, 2)),
        (voice(100, level=0.0005),),
        (np.clip(voice(100, level=0.3), -1, 1),),
        (hum(60, 0.9),),
        (square(60),),
        (hum(60) + impulse(60, 50_000, 0.85),),
        (voice(50, level=0.2), voice(50, level=0.004)),
    ],
    ids=["speech", "very-quiet", "loud", "hum", "square", "click", "uneven"],
)
def test_loudness_and_peaks_are_as_promised(tmp_path: Path, sounds: tuple[Samples, ...]) -> None:
    report, heard = mastered(tmp_path, *sounds)
    assert true_peak(heard) <= HIGHEST_PEAK
    assert integrated(heard, SAMPLE_RATE) == pytest.approx(TARGET, abs=TOLERANCE)
    assert report.loudness == pytest.approx(integrated(heard, SAMPLE_RATE), abs=0.01)
    assert report.true_peak == pytest.approx(true_peak(heard), abs=0.01)


def test_clicks_alone_never_break_the_peak_promise(tmp_path: Path) -> None:
    clicks = np.zeros(100 * SAMPLES_PER_FRAME, np.float32)
    clicks[::9600] = 0.9
    report, heard = mastered(tmp_path, clicks)
    assert true_peak(heard) <= HIGHEST_PEAK
    assert report.loudness < TARGET  # clicks have no body that a gain could raise


def test_silence_stays_silence(tmp_path: Path) -> None:
    report, heard = mastered(tmp_path, np.zeros(25 * SAMPLES_PER_FRAME, np.float32))
    assert report.gain == 0.0 and report.loudness == float("-inf")
    assert np.max(np.abs(heard)) < 1e-4


def test_a_lecture_that_needs_no_limiting_is_only_multiplied(tmp_path: Path) -> None:
    report, heard = mastered(tmp_path, hum(60, 0.02))
    gain = 10 ** (report.gain / 20)
    middle = slice(SAMPLE_RATE // 2, SAMPLE_RATE)
    assert np.allclose(heard[middle], 0.02 * gain * hum(60, 1.0)[middle], atol=0.003)
