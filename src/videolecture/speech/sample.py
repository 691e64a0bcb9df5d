"""The reference recording of a voice: decoded from any common format, refused when no voice can be learned from it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import InputError
from videolecture.speech.activity import LEAST_SPREAD, STEP, activity, levels, noise_and_speech
from videolecture.types import Sample, Samples

LEAST_SPEECH = 1.0  # seconds
ENOUGH_SPEECH = 3.0  # seconds
CLIPPED_SHARE = 0.001  # of the samples at the very peak
LEAST_ABOVE_NOISE = 18.0  # dB
LONGEST = 300.0  # seconds that are read of a long recording: more teaches nothing new
QUIETEST = 10 ** (-60 / 20)  # a peak below this is silence
TOO_QUIET = -60.0  # dBFS of the loud parts
RECORD = "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone."


def load(path: Path) -> Sample:
    """Decode wav, mp3, m4a, ogg, opus, flac, webm and whatever else FFmpeg knows, of any rate and number of channels.

    Raises InputError for a file that is missing, unreadable, not a recording, silent, or holds too little speech.
    """
    content = _read(path)
    samples, rate = _decode(path)
    samples = samples - np.float32(samples.mean()) if len(samples) else samples
    if not len(samples):
        raise InputError(f"The voice sample {path} holds no sound.", RECORD)
    if float(np.abs(samples).max()) < QUIETEST:
        raise InputError(f"The voice sample {path} is silent.", f"Check the microphone. {RECORD}")
    speech = float(activity(samples, rate).sum()) * STEP
    if speech < LEAST_SPEECH:
        loud, quiet = noise_and_speech(levels(samples, rate))
        if loud < TOO_QUIET:
            raise InputError(f"The voice sample {path} is too quiet.", f"Turn the microphone up. {RECORD}")
        if loud - quiet < LEAST_SPREAD:
            raise InputError(f"In the voice sample {path} no speech can be told from noise or music.", RECORD)
        raise InputError(f"The voice sample {path} holds {speech:.1f} s of speech; at least 1 s is needed.", RECORD)
    return Sample(name=path.name, digest=hashlib.sha256(content).hexdigest(), samples=samples, rate=rate)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no voice sample at {path}.", "Check the path given with --voice.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"The voice sample {path} cannot be read: {reason}.", "Give a file you may read.") from None
    if not content:
        raise InputError(f"The voice sample {path} is empty (0 bytes).", RECORD)
    return content


def _decode(path: Path) -> tuple[Samples, int]:
    """Mono float32 samples in [-1, 1] and their rate in Hz."""
    import av

    broken = InputError(
        f"The voice sample {path} is not a recording that can be decoded.",
        "Give a wav, mp3, m4a, ogg, opus, flac or webm file that plays in a media player.",
    )
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise InputError(f"The voice sample {path} has no sound track.", RECORD)
            stream = container.streams.audio[0]
            rate = int(stream.rate or 0)
            blocks: list[NDArray[np.float32]] = []
            read = 0
            for frame in container.decode(stream):
                rate = rate or int(frame.sample_rate)
                blocks.append(_mono(frame))
                read += len(blocks[-1])
                if read > LONGEST * rate:
                    break
    except av.FFmpegError:
        raise broken from None
    if not blocks or rate <= 0:
        raise broken
    return np.concatenate(blocks), rate


def _mono(frame: object) -> NDArray[np.float32]:
    """One decoded block as mono float32: channels averaged, integers scaled to [-1, 1]."""
    import av

    assert isinstance(frame, av.AudioFrame)  # noqa: S101 (narrows the type; the import is deferred)
    values: NDArray[Any] = frame.to_ndarray()
    channels = frame.layout.nb_channels
    if not frame.format.is_planar:
        values = values.reshape(-1, channels).T
    if values.dtype.kind == "u":  # 8-bit wav is unsigned
        scaled = (values.astype(np.float64) - 128) / 128
    elif values.dtype.kind == "i":
        scaled = values / float(-np.iinfo(values.dtype).min)
    else:
        scaled = values.astype(np.float64)
    mono = np.nan_to_num(scaled.mean(axis=0), nan=0.0, posinf=1.0, neginf=-1.0)
    return np.asarray(np.clip(mono, -1.0, 1.0), dtype=np.float32)


def warnings(sample: Sample) -> tuple[str, ...]:
    """What is wrong with a usable sample, each with what to record instead."""
    found = []
    active = activity(sample.samples, sample.rate)
    speech = float(active.sum()) * STEP
    if speech < ENOUGH_SPEECH:
        found.append(
            f"The voice sample {sample.name} holds only {speech:.1f} s of speech: the voice will be less like. {RECORD}"
        )
    magnitude = np.abs(sample.samples)
    clipped = float(np.mean(magnitude >= 0.985 * magnitude.max())) if magnitude.max() > 0.5 else 0.0
    if clipped > CLIPPED_SHARE:
        found.append(f"The voice sample {sample.name} is clipped: record it again with the microphone turned down.")
    level = levels(sample.samples, sample.rate)
    loud, quiet = noise_and_speech(level)
    if loud - quiet < LEAST_ABOVE_NOISE:
        found.append(
            f"The voice sample {sample.name} is noisy (speech is {loud - quiet:.0f} dB above the noise): "
            "record it in a quiet room, without music, closer to the microphone."
        )
    return tuple(found)
