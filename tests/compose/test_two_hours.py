"""Two hours from a few small clips: the last frame and the last sample are where arithmetic puts them."""

from __future__ import annotations

import sys
from itertools import islice

import av
import numpy as np
import pytest

from tests.compose.clips import hum, impulse, make_clip, read_number
from videolecture.compose.assemble import Assembled, Part, Section, lecture
from videolecture.compose.mp4 import TICKS_PER_FRAME
from videolecture.compose.subtitles import Caption
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Samples

LONG, SHORT = 2996, 4  # frames: a clip of two minutes less a bit, and one that is over at once
PAIRS = 60  # of a long and a short clip, 3000 frames together: two hours
FRAMES = PAIRS * (LONG + SHORT)
AT = 1_000_003  # the sample of a long clip that carries its impulse


def _sound(frames: int) -> Samples:
    sound = np.zeros(frames * SAMPLES_PER_FRAME, np.float32)
    sound[:96_000] = hum(50, 0.1)[: len(sound)]
    return sound + impulse(frames, AT, 0.2) if frames == LONG else sound


@pytest.fixture(scope="module")
def two_hours(tmp_path_factory: pytest.TempPathFactory) -> Assembled:
    folder = tmp_path_factory.mktemp("two-hours")
    long, short = (
        Part(*make_clip(folder, str(frames), first, frames, _sound(frames)), (Caption("Фраза.", 0.0, 0.1),))
        for frames, first in ((LONG, 0), (SHORT, LONG))
    )
    sections = [Section(f"{number}", (long, short) * (PAIRS // 12)) for number in range(1, 13)]
    before = _highest_memory()
    made = lecture(sections, folder / "lecture.mp4", "ru", lambda *_: None)
    # Two hours of sound are 1.4 GB; what may grow is FFmpeg's index of half a million packets.
    assert _highest_memory() - before < 100e6
    return made


def _highest_memory() -> int:
    if sys.platform == "win32":
        return 0  # Windows keeps no such figure for Python to read
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def test_every_frame_has_its_time(two_hours: Assembled) -> None:
    assert two_hours.seconds == 7200.0
    with av.open(str(two_hours.film)) as container:
        stream = container.streams.video[0]
        times = np.array([packet.pts for packet in container.demux(stream) if packet.pts is not None])
        assert np.array_equal(np.sort(times), np.arange(FRAMES) * TICKS_PER_FRAME)


def test_picture_and_sound_last_two_hours_to_the_sample(two_hours: Assembled) -> None:
    with av.open(str(two_hours.film)) as container:
        for stream in (container.streams.video[0], container.streams.audio[0]):
            assert stream.duration is not None and stream.time_base is not None
            assert stream.duration * stream.time_base == 7200


def test_every_impulse_is_heard_at_its_sample(two_hours: Assembled) -> None:
    with av.open(str(two_hours.film)) as container:
        stream = container.streams.audio[0]
        for pair in range(PAIRS):
            expected = pair * (LONG + SHORT) * SAMPLES_PER_FRAME + AT
            container.seek(expected - SAMPLE_RATE // 4, stream=stream)
            frames = list(islice(container.decode(stream), 24))  # half a second
            heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
            assert frames[0].pts is not None
            assert frames[0].pts + int(np.argmax(np.abs(heard))) == expected


def test_every_chapter_shows_its_first_frame(two_hours: Assembled) -> None:
    with av.open(str(two_hours.film)) as container:
        stream = container.streams.video[0]
        starts = [chapter["start"] / 48_000 for chapter in container.chapters()]
        assert starts == [600.0 * number for number in range(12)]
        for start in starts:
            container.seek(round(start * 25) * TICKS_PER_FRAME, stream=stream)
            frame = next(frame for frame in container.decode(stream) if frame.time is not None and frame.time >= start)
            assert frame.time == start
            assert read_number(frame.to_ndarray(format="rgb24")) == 0


def test_the_last_cue_belongs_to_the_last_clip(two_hours: Assembled) -> None:
    assert len(two_hours.cues) == 2 * PAIRS
    assert two_hours.cues[-1].start == 7_200_000 - SHORT * 40
    assert two_hours.film.with_suffix(".vtt").read_text("utf-8").count("-->") == 2 * PAIRS
