"""A clip: its times, its bytes, and what happens when it cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest

from tests.compose.clips import SIZE, decode_pictures, decode_sound, impulse, numbered_frames, voice
from videolecture.compose.encoding import EncoderSettings, write_clip
from videolecture.errors import Cancelled, EngineError, OutputError
from videolecture.types import SAMPLES_PER_FRAME, Image


@pytest.mark.parametrize("count", [1, 2, 3, 30, 131])
def test_picture_and_sound_have_the_promised_length(tmp_path: Path, count: int) -> None:
    at = count * SAMPLES_PER_FRAME // 2
    report = write_clip(tmp_path / "clip.mp4", numbered_frames(0, count), impulse(count, at))
    assert (report.frames, report.seconds) == (count, count / 25)
    shown = list(decode_pictures(tmp_path / "clip.mp4"))
    assert [number for number, _ in shown] == list(range(count))
    assert [time for _, time in shown] == pytest.approx([number / 25 for number in range(count)])
    assert int(np.argmax(np.abs(decode_sound(tmp_path / "clip.mp4")))) == at
    with av.open(str(tmp_path / "clip.mp4")) as container:
        for stream in container.streams:
            assert stream.duration is not None and stream.time_base is not None
            assert stream.duration * stream.time_base == pytest.approx(count / 25, abs=1e-9)


def test_a_second_decoder_hears_exactly_the_sound_that_went_in(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", numbered_frames(0, 30), voice(30))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(tmp_path / "clip.mp4"), "-f", "f32le", "-"]
    heard = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.float32)
    assert abs(len(heard) - 30 * SAMPLES_PER_FRAME) < SAMPLES_PER_FRAME
    sound = voice(30)
    assert np.corrcoef(heard[: len(sound)], sound)[0, 1] > 0.9


def test_colours_survive(tmp_path: Path) -> None:
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 150, 120)]
    frames = [np.full((SIZE, SIZE, 3), colour, np.uint8) for colour in colours for _ in range(3)]
    write_clip(tmp_path / "clip.mp4", iter(frames), impulse(12, 5))
    with av.open(str(tmp_path / "clip.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        seen = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    for before, after in zip(frames, seen, strict=True):
        assert np.abs(after.astype(int) - before).max() <= 6


def test_what_stands_still_does_not_pulse_and_a_clip_ends_as_the_next_begins(tmp_path: Path) -> None:
    still = np.random.default_rng(1).integers(60, 200, (128, 128, 3), dtype=np.uint8)

    def moving() -> Iterator[Image]:
        for number in range(131):
            frame = still.copy()
            shift = 0 if number > 120 else number % 9
            frame[40:80, 40:80] = np.roll(still[40:80, 40:80], shift, axis=1)
            yield frame

    write_clip(tmp_path / "clip.mp4", moving(), voice(131))
    with av.open(str(tmp_path / "clip.mp4")) as container:
        seen = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    for number in (60, 124, 125):  # a key frame every 125
        assert np.abs(seen[number] - seen[0])[:, 104:].max() == 0
    assert np.abs(seen[-1] - seen[0])[:, 104:].mean() < 0.02
    assert np.abs(seen[-1] - seen[0]).mean() < 0.5


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_clip(tmp_path / name, numbered_frames(7, 40), voice(40))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_nothing_in_a_clip_names_a_version_of_the_muxer_and_the_index_comes_first(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", numbered_frames(0, 10), voice(10))
    data = (tmp_path / "clip.mp4").read_bytes()
    assert b"Lavf" not in data and b"Lavc" not in data
    assert data.index(b"moov") < data.index(b"mdat")


def test_clips_of_any_length_share_their_headers(tmp_path: Path) -> None:
    headers = set()
    for count in (1, 2, 5, 60):
        write_clip(tmp_path / f"{count}.mp4", numbered_frames(count, count), voice(count))
        with av.open(str(tmp_path / f"{count}.mp4")) as container:
            headers.add(container.streams.video[0].codec_context.extradata)
            packets = [packet for packet in container.demux(video=0) if packet.size]
        assert packets[0].is_keyframe
        assert len(packets) == count
    assert len(headers) == 1


def test_a_reused_frame_buffer_is_no_harm(tmp_path: Path) -> None:
    def reused() -> Iterator[Image]:
        buffer = np.zeros((SIZE, SIZE, 3), np.uint8)
        for frame in numbered_frames(0, 20):
            buffer[:] = frame
            yield buffer

    write_clip(tmp_path / "clip.mp4", reused(), voice(20))
    assert [number for number, _ in decode_pictures(tmp_path / "clip.mp4")] == list(range(20))


@pytest.mark.parametrize("made", [0, 9, 11], ids=["none", "too-few", "too-many"])
def test_frames_that_do_not_match_the_sound_are_refused(tmp_path: Path, made: int) -> None:
    with pytest.raises(EngineError, match=r"clip\.mp4"):
        write_clip(tmp_path / "clip.mp4", numbered_frames(0, made), voice(10))
    assert list(tmp_path.iterdir()) == []


def test_frames_of_another_size_and_odd_sides_are_refused(tmp_path: Path) -> None:
    mixed = [np.zeros((64, 64, 3), np.uint8), np.zeros((66, 64, 3), np.uint8)]
    with pytest.raises(EngineError, match="Frame 1"):
        write_clip(tmp_path / "clip.mp4", iter(mixed), voice(2))
    with pytest.raises(EngineError, match="even"):
        write_clip(tmp_path / "clip.mp4", iter([np.zeros((65, 64, 3), np.uint8)]), voice(1))


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    def cancel(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_clip(tmp_path / "clip.mp4", numbered_frames(0, 30), voice(30), progress=cancel)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_clip_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"earlier")
    with pytest.raises(EngineError):
        write_clip(tmp_path / "clip.mp4", numbered_frames(0, 3), voice(10))
    assert (tmp_path / "clip.mp4").read_bytes() == b"earlier"


def test_a_path_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        write_clip(tmp_path / "file" / "clip.mp4", numbered_frames(0, 3), voice(3))


def test_settings_name_everything_a_clip_depends_on() -> None:
    identity = EncoderSettings().identity()
    assert {"preset", "quantiser", "threads", "sound_bitrate", "behaviour", "libavcodec"} <= identity.keys()


@pytest.fixture(params=[0, 16, 60, 68, 76])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A disk of 80 kB of which so many kB are taken: it fills up at the header, in the middle, or at the end."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=80k", "videolecture-test", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs needs Linux and root")
    try:
        (disk / "taken").write_bytes(b"x" * 1024 * request.param)
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607


def test_a_full_disk_is_named_with_its_free_space_and_leaves_nothing(small_disk: Path) -> None:
    noisy = np.random.default_rng(0).integers(0, 255, (60, SIZE, SIZE, 3), np.uint8)
    with pytest.raises(OutputError, match=r"disk is full.*MB are free"):
        write_clip(small_disk / "clip.mp4", iter(noisy), voice(60))
    assert [path.name for path in small_disk.iterdir()] == ["taken"]
