"""A recording of any format and length as one WAV of 48 kHz, read block by block: memory does not grow with it."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import InputError
from videolecture.loudness import LoudnessMeter
from videolecture.speech.sample import LOST, QUIETEST
from videolecture.storage.atomic import output_error
from videolecture.types import SAMPLE_RATE, Progress, Samples

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

LONGEST = 4 * 3600.0  # seconds of a recording
PEAK = 0.9  # of full scale: the WAV has 16 bits, and a quiet recording needs them all
# What recordings begin with. FFmpeg would follow playlists and the like to further files and addresses.
FIGURES = (b"RIFF", b"RF64", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FORM", b"caff", b"#!AMR", b"0&\xb2u")
RECORD = "Give a wav, mp3, m4a, ogg, opus, flac, webm or mp4 file that plays in a media player."

Block = NDArray[np.float32]  # (channels, n)


@dataclass(frozen=True)
class Read:
    """What was written into the WAV."""

    seconds: float
    loudness: float  # LUFS of the WAV as it is; -inf for silence


@dataclass(frozen=True)
class _Levels:
    """What the first look at a recording tells."""

    offset: NDArray[np.float64]  # of each channel: what a microphone adds to every sample
    strength: NDArray[np.float64]  # of each channel, squared
    mean_strength: float  # of the channels' mean, squared
    peak: float
    samples: int


def looks_like_a_recording(path: Path) -> bool:
    """Whether a file begins as recordings do; nothing else reaches FFmpeg."""
    with path.open("rb") as file:
        head = file.read(16)
    return head.startswith(FIGURES) or head[4:8] == b"ftyp" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


def read(path: Path, target: Path, progress: Progress = lambda *_: None) -> Read:
    """Write the recording as mono WAV (48 kHz, 16 bit), its peak at .9 of full scale.

    The first sound track counts, and of it the mean of the channels, or the strongest one where the mean loses it.
    Raises InputError for what is no recording, cannot be decoded, is silent, or lasts longer than four hours.
    """
    if not looks_like_a_recording(path):
        raise InputError("«{path}» is no recording.", RECORD, code="recording-none", path=path)
    progress(0.0, "reading the recording")
    levels = _levels(path)
    if levels is None or not levels.samples:
        raise InputError("The recording «{path}» holds no sound.", RECORD, code="recording-no-sound", path=path)
    if levels.peak < QUIETEST:
        raise InputError(
            "The recording «{path}» is silent.", "Check the microphone and record it again.",
            code="recording-silent", path=path,
        )  # fmt: skip
    strongest = int(levels.strength.argmax())
    lost = np.sqrt(levels.mean_strength) < LOST * np.sqrt(levels.strength[strongest])
    channels = np.array([strongest]) if lost else np.arange(len(levels.strength))
    scale = PEAK / levels.peak
    meter = LoudnessMeter(SAMPLE_RATE)
    written = 0
    try:
        with target.open("wb") as file, wave.open(file, "wb") as sound:
            sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            for block in _blocks(path):
                chosen = block[channels] - levels.offset[channels, None]
                mono: Samples = np.asarray(np.clip(chosen.mean(axis=0) * scale, -1.0, 1.0), dtype=np.float32)
                meter.add(mono)
                sound.writeframes(np.round(mono * 32767).astype("<i2").tobytes())
                written += len(mono)
                progress(written / levels.samples, "reading the recording")
    except OSError as error:
        raise output_error(target, error) from error
    return Read(written / SAMPLE_RATE, meter.integrated())


def _levels(path: Path) -> _Levels | None:
    """The first look; None for a recording without a sample."""
    total = squares = np.zeros(0)
    mean_squares, peak, count = 0.0, 0.0, 0
    for block in _blocks(path):
        wide = block.astype(np.float64)
        if not count:
            total = squares = np.zeros(len(wide))
        total, squares = total + wide.sum(axis=1), squares + np.square(wide).sum(axis=1)
        mean_squares += float(np.square(wide.mean(axis=0)).sum())
        peak = max(peak, float(np.abs(wide).max(initial=0.0)))
        count += wide.shape[1]
    if not count:
        return None
    offset = total / count
    strength = np.maximum(squares / count - offset**2, 0.0)
    return _Levels(offset, strength, max(mean_squares / count - float(offset.mean()) ** 2, 0.0), peak, count)


def _blocks(path: Path) -> Iterator[Block]:
    """The first sound track at 48 kHz, its channels apart; what is cut short is used up to there."""
    import av

    broken = InputError(
        "The recording «{path}» cannot be decoded.", RECORD, code="recording-not-decoded", path=path
    )  # fmt: skip
    read = channels = 0
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise InputError(
                    "«{path}» has no sound track.", RECORD, code="recording-no-track", path=path
                )  # fmt: skip
            resampler = av.AudioResampler(format="fltp", rate=SAMPLE_RATE)
            for frame in _frames(container):
                for even in resampler.resample(frame):
                    block = np.nan_to_num(even.to_ndarray().astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
                    channels = channels or len(block)
                    if len(block) != channels:
                        block = np.broadcast_to(block.mean(axis=0), (channels, block.shape[1]))
                    read += block.shape[1]
                    if read > LONGEST * SAMPLE_RATE:
                        raise InputError(
                            "The recording «{path}» lasts more than {most:.0f} hours.", "Divide it, and the text.",
                            code="recording-too-long", path=path, most=LONGEST / 3600,
                        )  # fmt: skip
                    yield block
    except av.FFmpegError:
        if not read:
            raise broken from None


def _frames(container: InputContainer) -> Iterator[AudioFrame | None]:
    """Every frame of the first sound track, then the sign that lets a resampler give its rest."""
    yield from container.decode(container.streams.audio[0])
    yield None
