"""MP4 files as this product writes them: exact times, index in front, the same bytes for the same packets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import av
import numpy as np

from videolecture.errors import EngineError, Term, reason
from videolecture.types import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet

    AnyPacket: TypeAlias = Packet[Any]

TICKS_PER_FRAME = 512  # of a picture track's clock: 25 fps count in 1/12800 s, as FFmpeg does
AAC_FRAME = 1024  # samples in one AAC packet
SOUND_BITRATE = 128_000  # bits per second, mono
_SAMPLE = Fraction(1, SAMPLE_RATE)  # seconds


def ticks(fps: int) -> Fraction:
    """The time base of a picture track."""
    return Fraction(1, fps * TICKS_PER_FRAME)


@contextmanager
def writing(path: Path, fps: int) -> Iterator[OutputContainer]:
    """An MP4 file for pictures at `fps`, finished at the end of the block; after an exception nothing is left of it.

    The movie's clock counts samples: with FFmpeg's default of milliseconds the edit lists, which say how much encoder
    delay to skip and where the sound ends, would be rounded. "bitexact" keeps versions and dates out of the file.
    """
    options = {
        "movflags": "+faststart",
        "movie_timescale": str(SAMPLE_RATE),
        "video_track_timescale": str(fps * TICKS_PER_FRAME),
        "fflags": "+bitexact",
    }
    container = av.open(str(path), "w", format="mp4", container_options=options)
    try:
        yield container
    except BaseException:
        # Closing would move all of a large film to make room for its index. Without the file that ends at once.
        with suppress(OSError):
            path.unlink()
        with suppress(av.FFmpegError):
            container.close()
        raise
    container.close()


def reason_of(error: Exception) -> str:
    """Why a file cannot be opened or decoded, for an error: what the system says, or that it is damaged."""
    return reason(error) if isinstance(error, OSError) else Term("it is damaged", code="damaged")


@contextmanager
def reading(path: Path) -> Iterator[InputContainer]:
    """An MP4 file opened for reading; raises EngineError when it is missing or damaged, also while it is read."""
    try:
        with av.open(str(path)) as container:
            yield container
    except av.FFmpegError as error:
        raise EngineError(
            "«{path}» cannot be read: {reason}.",
            "Delete it and run the same command again.",
            code="mp4-unreadable",
            path=path,
            reason=reason_of(error),
        ) from error


def decoded_sound(path: Path) -> Iterator[Samples]:
    """The sound of a file as a listener's decoder puts it out, about a second at a time."""
    with reading(path) as container:
        frames = (frame.to_ndarray()[0] for frame in container.decode(audio=0))
        while block := list(islice(frames, SAMPLE_RATE // AAC_FRAME)):
            yield np.concatenate(block).astype(np.float32, copy=False)


class SoundEncoder:
    """AAC-LC, 48 kHz mono: takes samples in stretches of any length, gives packets for one track of a container."""

    def __init__(self, container: OutputContainer, bitrate: int = SOUND_BITRATE) -> None:
        # At this bitrate FFmpeg's own advice is its "fast" coder (twice as fast as the default, and better there), and
        # hissing sounds fit in as they are, where its default replaces them by noise of its own.
        options = {"flags": "+bitexact", "aac_coder": "fast", "aac_pns": "0"}
        self.stream: AudioStream = container.add_stream("aac", rate=SAMPLE_RATE, options=options)
        self.stream.codec_context.layout = "mono"
        self.stream.codec_context.bit_rate = bitrate
        self.stream.codec_context.thread_count = 1
        self._rest = np.zeros(0, np.float32)
        self._done = 0  # samples handed to the encoder

    def encode(self, samples: Samples) -> Iterator[AnyPacket]:
        """Packets for as many whole AAC frames as there are now."""
        self._rest = np.concatenate([self._rest, samples.astype(np.float32, copy=False)])
        whole = len(self._rest) - len(self._rest) % AAC_FRAME
        for start in range(0, whole, AAC_FRAME):
            yield from self._frame(self._rest[start : start + AAC_FRAME])
        self._rest = self._rest[whole:].copy()

    def finish(self) -> Iterator[AnyPacket]:
        """The packets that are still missing."""
        if len(self._rest):
            yield from self._frame(self._rest)
        yield from self.stream.encode(None)

    def _frame(self, samples: Samples) -> Iterator[AnyPacket]:
        frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._done
        frame.time_base = _SAMPLE
        self._done += len(samples)
        yield from self.stream.encode(frame)
