"""A film of the author's own, `[clip:demo.mp4]`: its sound as a fragment's WAV, its pictures as a scene.

Both are whole frames of the same length: the sound is padded with silence, the last picture held. Other people's files
are decoded here: only ordinary containers, nothing but the file itself, within limits. Call it in a worker.
"""

from __future__ import annotations

import math
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from videolecture.compose.canvas import Size, centred, fitted
from videolecture.compose.encoding import ClipReport
from videolecture.compose.joining import interleaved
from videolecture.compose.limiter import limited
from videolecture.compose.mp4 import SoundEncoder, reason_of, writing
from videolecture.compose.scene import backdrop
from videolecture.compose.scene.encoder import SceneEncoder, SceneSettings
from videolecture.compose.scene.pasting import decoded
from videolecture.compose.scene.yuv import Plane, Planes, planes_of, to_yuv
from videolecture.compose.wavs import length, stretches
from videolecture.errors import InputError
from videolecture.loudness import SILENCE, LoudnessMeter, ratio
from videolecture.storage.atomic import written_aside
from videolecture.types import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Box, Progress, Samples

if TYPE_CHECKING:
    from av.container import InputContainer

    from videolecture.compose.mp4 import AnyPacket

BEHAVIOUR = 1  # raised whenever the same film gives other sound or pictures: part of its keys
LONGEST = 3600.0  # seconds of a film
MOST_PIXELS = 8192 * 4320  # of one of its pictures
_PADDING = 0.55  # of a frame: so much of an encoder's silence at the end makes no further one
_LOOK = 64  # pixels at which its first picture is looked at
_PEAK = -1.5  # dBTP: a film as loud as a voice on average can have peaks that no voice has
# Containers that hold their own pictures and sound. Playlists and the like would name other files, or addresses.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,flv,asf,ogg,mxf,gif"


def film_sound(film: Path, out: Path, *, loudness: float = -20.0, progress: Progress = lambda *_: None) -> ClipReport:
    """Write the film's sound to `out`: 48 kHz mono WAV of whole frames, as long as the film, at `loudness` LUFS.

    A film without sound gives silence. Raises InputError for a film that cannot be used, OutputError when the file
    cannot be written, and whatever `progress` raises.
    """
    frames = _frames(film)
    for _ in _pictures(film, (_LOOK, _LOOK)):  # of one whose pictures cannot be decoded nothing is taken
        break
    else:
        raise _without_pictures(film)
    meter = LoudnessMeter(SAMPLE_RATE)
    for samples in _sound(film, frames, progress):
        meter.add(samples)
    found = meter.integrated()
    gain = 1.0 if found == SILENCE else ratio(loudness - found)
    with written_aside(out) as aside, wave.open(str(aside), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        for samples in limited(_sound(film, frames, progress), gain, _PEAK):
            file.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return ClipReport(frames, frames / FPS)


def film_scene(
    film: Path,
    sound: Path,
    canvas: Size,
    out: Path,
    *,
    strip: int = 0,
    settings: SceneSettings | None = None,
    progress: Progress = lambda *_: None,
) -> ClipReport:
    """Write the film's pictures, fitted to the canvas above the strip of burned subtitles, with its sound to `out`.

    `sound` is what `film_sound` wrote. The scene joins with the lecture's others. Raises as `film_sound` does.
    """
    settings = settings or SceneSettings()
    frames = length(sound) // SAMPLES_PER_FRAME
    with written_aside(out) as aside, writing(aside, FPS) as container:
        encoder = SceneEncoder(container, canvas, settings, {})
        voice = SoundEncoder(container, settings.sound_bitrate)
        pictures = _encoded(film, frames, canvas, strip, encoder, progress)
        for packet in interleaved(pictures, _voiced(sound, voice)):
            container.mux(packet)
    return ClipReport(frames, frames / FPS)


def identity(digest: str, canvas: Size, strip: int = 0, settings: SceneSettings | None = None) -> list[object]:
    """What a film's scene depends on, as JSON values (its sound: on BEHAVIOUR, the film's digest and the loudness)."""
    return [BEHAVIOUR, digest, list(canvas), strip, backdrop.BEHAVIOUR, (settings or SceneSettings()).identity()]


def _encoded(
    film: Path, frames: int, canvas: Size, strip: int, encoder: SceneEncoder, progress: Progress
) -> Iterator[AnyPacket]:
    """The film's pictures at the lecture's rate: each frame shows what the film shows at its time."""
    block = to_yuv(backdrop.neutral(canvas, strip))
    room = Box(0, 0, canvas[0], canvas[1] - strip)
    count = 0
    for seconds, picture in _pictures(film, (room.width, room.height)):
        # What was shown until now goes out before the next picture replaces it; the first one shows from the start.
        for _ in range(count, min(frames, math.ceil(seconds * FPS - 0.5)) if count else 0):
            yield _packet(encoder, block, count, frames, progress)
            count += 1
        _put(block, picture, room)
        if not count:
            yield _packet(encoder, block, 0, frames, progress)
            count = 1
    while count < frames:
        yield _packet(encoder, block, count, frames, progress)
        count += 1


def _packet(encoder: SceneEncoder, block: Plane, count: int, frames: int, progress: Progress) -> AnyPacket:
    if count % FPS == 0:
        progress(count / frames, "compose")
    return encoder.picture(block, "move" if count else "key")


def _put(block: Plane, picture: Planes, room: Box) -> None:
    """Into the middle of the room; what a picture leaves free stays as it is."""
    place = planes_of(block).part(centred((picture.y.shape[1], picture.y.shape[0]), room))
    for onto, plane in zip(place.each(), picture.each(), strict=True):
        np.copyto(onto, plane)


def _pictures(film: Path, room: Size) -> Iterator[tuple[float, Planes]]:
    """(seconds from the film's start, picture) as they come, upright and fitted into the room."""
    convert = VideoReformatter()
    with _opened(film) as container:
        stream = container.streams.video[0]
        shape = float(stream.sample_aspect_ratio or 1)
        origin = _origin(container)
        for frame in container.decode(stream):
            if frame.width * frame.height > MOST_PIXELS:
                raise _too_large(film)
            turns = round(frame.rotation / 90) % 4
            seen = (round(frame.width * shape), frame.height)
            size = fitted(seen if turns % 2 == 0 else seen[::-1], room)
            width, height = size if turns % 2 == 0 else size[::-1]
            scaled = convert.reformat(
                frame,
                width,
                height,
                "yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                interpolation=Interpolation.BICUBIC,
                threads=1,
            )
            planes = Planes(*(np.rot90(plane, turns) for plane in decoded(scaled).each()))
            yield max(0.0, (frame.time or 0.0) - origin), planes


def _frames(film: Path) -> int:
    """Whole frames that pictures and sound of a film last. InputError for one that is too long or has no pictures."""
    with _opened(film) as container:
        stream, origin, end = container.streams.video[0], _origin(container), 0.0
        if stream.width * stream.height > MOST_PIXELS:
            raise _too_large(film)
        usual = 1 / float(stream.average_rate or FPS)
        for packet in container.demux():
            if packet.pts is None or packet.time_base is None or packet.stream.type not in ("video", "audio"):
                continue
            lasts = float((packet.duration or 0) * packet.time_base) or (usual if packet.stream is stream else 0.0)
            end = max(end, float(packet.pts * packet.time_base) + lasts - origin)
            if end > LONGEST:
                raise InputError(
                    "The film «{name}» is longer than {most} minutes.",
                    "Cut it to the part that is needed.",
                    code="film-long",
                    name=film.name,
                    most=round(LONGEST / 60),
                )
    return max(1, math.ceil(end * FPS - _PADDING))


def _sound(film: Path, frames: int, progress: Progress) -> Iterator[Samples]:
    """The film's sound, 48 kHz mono, in blocks, exactly as long as so many frames."""
    whole = left = frames * SAMPLES_PER_FRAME
    with _opened(film) as container:
        if container.streams.audio:
            early: int | None = None  # samples of sound before the first picture; negative: of silence after it
            resampler = av.AudioResampler("fltp", "mono", SAMPLE_RATE)
            for frame in chain(container.decode(container.streams.audio[0]), (None,)):  # None: what it still holds
                if frame is not None and early is None:
                    early = round((_origin(container) - (frame.time or 0.0)) * SAMPLE_RATE)
                    yield np.zeros(min(left, max(0, -early)), np.float32)
                    left -= min(left, max(0, -early))
                for made in resampler.resample(frame):
                    samples = np.nan_to_num(made.to_ndarray()[0].astype(np.float32))
                    skipped = max(0, min(len(samples), early or 0))
                    early = (early or 0) - skipped
                    samples = samples[skipped : skipped + left]
                    left -= len(samples)
                    progress(1 - left / whole, "sound")
                    yield samples
                if not left:
                    return
    while left:
        yield np.zeros(min(left, SAMPLE_RATE), np.float32)
        left -= min(left, SAMPLE_RATE)


def _voiced(sound: Path, encoder: SoundEncoder) -> Iterator[AnyPacket]:
    for samples in stretches([sound]):
        yield from encoder.encode(samples)
    yield from encoder.finish()


def _origin(container: InputContainer) -> float:
    """When the film begins, on its own clock, in seconds: with its first picture."""
    stream = container.streams.video[0]
    return float((stream.start_time or 0) * (stream.time_base or 0))


@contextmanager
def _opened(film: Path) -> Iterator[InputContainer]:
    options = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
    try:
        with av.open(str(film), options=options) as container:
            if not container.streams.video:
                raise _without_pictures(film)
            yield container
    except (av.FFmpegError, OSError, UnicodeError) as error:
        raise InputError(
            "The film «{name}» cannot be played: {reason}.",
            "Give a video file that a player opens, like .mp4, .webm, .mov or .mkv.",
            code="film-unreadable",
            name=film.name,
            reason=reason_of(error),
        ) from error


def _without_pictures(film: Path) -> InputError:
    return InputError(
        "The film «{name}» has no pictures.",
        "Give a video file, like .mp4, .webm, .mov or .mkv.",
        code="film-without-pictures",
        name=film.name,
    )


def _too_large(film: Path) -> InputError:
    return InputError(
        "The pictures of the film «{name}» are larger than {most} million pixels.",
        "Make them smaller, 1920 pixels wide or less.",
        code="film-large",
        name=film.name,
        most=MOST_PIXELS // 1_000_000,
    )
