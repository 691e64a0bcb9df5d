"""The reference recording of a voice: decoded from any common format, refused when no voice can be learned from it."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import InputError, Term
from videolecture.speech.activity import LEAST_SPREAD, SILENCE, STEP, activity, levels, speech_and_noise_levels
from videolecture.types import Sample, Samples

LEAST_SPEECH = 1.0  # seconds
ENOUGH_SPEECH = 3.0  # seconds
CLIPPED_SHARE = 0.001  # of the samples at the very peak
LEAST_ABOVE_NOISE = 18.0  # dB
LONGEST = 300.0  # seconds that are read of a long recording: more teaches nothing new
QUIETEST = 10 ** (-60 / 20)  # a peak below this is silence
TOO_QUIET = -60.0  # dBFS of the loud parts
LOST = 0.4  # of the strongest channel: a mean that is weaker has lost it; of two channels, one alone gives .5
BEYOND = 1.5  # a peak that no codec's overshoot explains
SHORT = (
    "The voice sample {sample} holds only {seconds:.1f} s of speech: the voice will be less like. "
    "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone."
)
LOUD = "The voice sample {sample} is clipped: record it again with the microphone turned down."
NOISY = (
    "The voice sample {sample} is noisy (speech is {level:.0f} dB above the noise): "
    "record it in a quiet room, without music, closer to the microphone."
)
RECORD = "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone."
CHECK_MICROPHONE = f"Check the microphone. {RECORD}"
MICROPHONE_UP = f"Turn the microphone up. {RECORD}"


def load(path: Path) -> Sample:
    """Decode wav, mp3, m4a, ogg, opus, flac, webm and whatever else FFmpeg knows, of any rate and number of channels.

    Raises InputError for a file that is missing, unreadable, not a recording, silent, or holds too little speech.
    """
    content = _read(path)
    samples, rate = _decode(path)
    samples = samples - np.float32(samples.mean()) if len(samples) else samples
    if not len(samples):
        raise InputError(
            "The voice sample {path} holds no sound.",
            RECORD,
            code="voice-no-sound",
            path=path,
        )
    if float(np.abs(samples).max()) < QUIETEST:
        raise InputError(
            "The voice sample {path} is silent.",
            CHECK_MICROPHONE,
            code="voice-silent",
            path=path,
        )
    speech = float(activity(samples, rate).sum()) * STEP
    if speech < LEAST_SPEECH:
        loud, quiet = speech_and_noise_levels(levels(samples, rate))
        if loud < TOO_QUIET:
            raise InputError(
                "The voice sample {path} is too quiet.",
                MICROPHONE_UP,
                code="voice-quiet",
                path=path,
            )
        if loud - quiet < LEAST_SPREAD:
            raise InputError(
                "In the voice sample {path} no speech can be told from noise or music.",
                RECORD,
                code="voice-noise",
                path=path,
            )
        raise InputError(
            "The voice sample {path} holds {speech:.1f} s of speech; at least 1 s is needed.",
            RECORD,
            code="voice-short",
            path=path,
            speech=math.floor(speech * 10) / 10,  # .96 s must not be told as 1.0 where 1 s is needed
        )
    return Sample(name=path.name, digest=hashlib.sha256(content).hexdigest(), samples=samples, rate=rate)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "There is no voice sample at {path}.",
            "Check the path given with --voice.",
            code="voice-missing",
            path=path,
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            "The voice sample {path} cannot be read: {reason}.",
            "Give a file you may read.",
            code="voice-unreadable",
            path=path,
            reason=reason,
        ) from None
    if not content:
        raise InputError(
            "The voice sample {path} is empty (0 bytes).",
            RECORD,
            code="voice-empty",
            path=path,
        )
    return content


def _decode(path: Path) -> tuple[Samples, int]:
    """Mono float32 samples in [-1, 1] and their rate in Hz: of the first track that somebody speaks in."""
    import av

    broken = InputError(
        "The voice sample {path} is not a recording that can be decoded.",
        "Give a wav, mp3, m4a, ogg, opus, flac or webm file that plays in a media player.",
        code="voice-not-decoded",
        path=path,
    )
    decoded: list[tuple[Samples, int]] = []
    try:
        with av.open(str(path)) as container:
            tracks = len(container.streams.audio)
        if not tracks:
            raise InputError("The voice sample {path} has no sound track.", RECORD, code="voice-no-track", path=path)
        for track in range(tracks):
            try:
                sound, rate = _track(path, track)
            except av.FFmpegError:
                if tracks == 1:
                    raise
                continue  # a track in a format that is not known, beside others
            if sound.size and rate > 0:
                decoded.append((one_channel(sound, rate), rate))
                if float(activity(*decoded[-1]).sum()) * STEP >= LEAST_SPEECH:
                    return decoded[-1]
    except av.FFmpegError:
        raise broken from None
    if not decoded:
        raise broken
    return max(decoded, key=lambda each: float(np.abs(each[0]).max()))


def _track(path: Path, track: int) -> tuple[NDArray[np.float32], int]:
    """The channels of a sound track, (channels, n), and their rate in Hz; both may be 0."""
    import av

    blocks: list[NDArray[np.float32]] = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[track]
        rate, read = int(stream.rate or 0), 0
        try:
            for frame in container.decode(stream):
                rate = rate or int(frame.sample_rate)
                block = _channels(frame)
                if blocks and len(block) != len(blocks[0]):
                    block = np.broadcast_to(block.mean(axis=0), (len(blocks[0]), block.shape[1]))
                blocks.append(block)
                read += block.shape[1]
                if read > LONGEST * rate:
                    break
        except av.FFmpegError:
            if not blocks:  # what is cut short is used up to there
                raise
    return (np.concatenate(blocks, axis=1) if blocks else np.zeros((0, 0), np.float32)), rate


def _channels(frame: object) -> NDArray[np.float32]:
    """One decoded block, (channels, n), integers scaled to [-1, 1]."""
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
        scaled = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=1.0, neginf=-1.0)
    return np.asarray(scaled, dtype=np.float32)


def one_channel(sound: NDArray[np.float32], rate: int) -> Samples:
    """Channels (c, n) as one in [-1, 1]: their mean, or the one with the voice where the mean loses it.

    The mean of opposite phases is silence, and a voice in one channel of six is a sixth in it.
    """
    mono = sound.astype(np.float64).mean(axis=0)
    strength = np.sqrt(np.square(sound.astype(np.float64)).mean(axis=1))
    if len(sound) > 1 and np.sqrt(np.square(mono).mean()) < LOST * strength.max():
        mono = sound[max(range(len(sound)), key=lambda channel: _voice(sound[channel], rate))].astype(np.float64)
    peak = float(np.abs(mono).max(initial=0.0))
    if peak > BEYOND:  # floating point has no ceiling: recorded with gain, or in the units of 16 bits
        mono = mono / peak
    return np.asarray(np.clip(mono, -1.0, 1.0), dtype=np.float32)


def _voice(channel: Samples, rate: int) -> tuple[bool, float]:
    """How surely a channel holds speech: whether it has enough of it, and how far it stands above the noise, dB."""
    peak = max(1.0, float(np.abs(channel).max(initial=0.0)))
    loud, quiet = speech_and_noise_levels(levels(channel / np.float32(peak), rate))
    speaks = float(activity(channel / np.float32(peak), rate).sum()) * STEP >= LEAST_SPEECH
    return speaks, loud - max(quiet, SILENCE)


def warnings(sample: Sample) -> tuple[Term, ...]:
    """What is wrong with a usable sample, each with what to record instead."""
    found = []
    active = activity(sample.samples, sample.rate)
    speech = float(active.sum()) * STEP
    if speech < ENOUGH_SPEECH:
        found.append(Term(SHORT, code="sample-short", sample=sample.name, seconds=speech))
    magnitude = np.abs(sample.samples)
    clipped = float(np.mean(magnitude >= 0.985 * magnitude.max())) if magnitude.max() > 0.5 else 0.0
    if clipped > CLIPPED_SHARE:
        found.append(Term(LOUD, code="sample-clipped", sample=sample.name))
    level = levels(sample.samples, sample.rate)
    loud, quiet = speech_and_noise_levels(level)
    if loud - quiet < LEAST_ABOVE_NOISE:
        found.append(Term(NOISY, code="sample-noisy", sample=sample.name, level=loud - quiet))
    return tuple(found)
