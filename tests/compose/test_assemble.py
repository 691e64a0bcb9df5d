"""Joining: every frame and every sample at its place, for a slide, a lecture, and a lecture of two hours."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pysubs2
import pytest

from tests.compose.clips import (
    SIZE,
    decode_pictures,
    decode_sound,
    hum,
    impulse,
    make_clip,
    numbered_frames,
    read_number,
    voice,
    write_wav,
)
from videolecture.compose.assemble import Part, Section, join_slide, lecture
from videolecture.compose.encoding import EncoderSettings, write_clip
from videolecture.compose.subtitles import Caption
from videolecture.errors import Cancelled, EngineError, InputError, OutputError
from videolecture.loudness import integrated, true_peak
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Samples


def quiet(done: float, what: str) -> None:
    assert 0.0 <= done <= 1.0 and what


def ffmpeg_sound(path: Path, *before: str) -> Samples:
    """The sound as the second decoder puts it out: another FFmpeg than PyAV's."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *before, "-i", str(path), "-vn", "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.float32)


LENGTHS = (30, 1, 2, 77, 3, 41)  # frames: ordinary clips and such as are shorter than x264's reordering


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Part, ...]:
    folder = tmp_path_factory.mktemp("parts")
    made, first = [], 0
    for index, frames in enumerate(LENGTHS):
        samples = hum(frames) + impulse(frames, frames * 900, 0.8)
        clip, sound = make_clip(folder, str(index), first, frames, samples)
        seconds = frames / 25
        made.append(Part(clip, sound, (Caption(f"Предложение {index}, сказанное вслух.", 0.1 * seconds, seconds),)))
        first += frames
    return tuple(made)


def expected_impulses() -> list[int]:
    starts = np.concatenate([[0], np.cumsum(LENGTHS)[:-1]]) * SAMPLES_PER_FRAME
    return [int(start) + frames * 900 for start, frames in zip(starts, LENGTHS, strict=True)]


def found_impulses(sound: Samples) -> list[int]:
    """Where each fragment's impulse is heard: the loudest sample of each."""
    starts = np.concatenate([[0], np.cumsum(LENGTHS)]) * SAMPLES_PER_FRAME
    return [int(a) + int(np.argmax(np.abs(sound[a:b]))) for a, b in itertools.pairwise(starts)]


def test_a_slide_shows_every_frame_once_at_its_time(parts: tuple[Part, ...], tmp_path: Path) -> None:
    joined = join_slide(parts, tmp_path / "slide.mp4")
    assert joined.frames == sum(LENGTHS)
    shown = list(decode_pictures(tmp_path / "slide.mp4"))
    assert [number for number, _ in shown] == list(range(sum(LENGTHS)))
    assert [time for _, time in shown] == pytest.approx([number / 25 for number in range(sum(LENGTHS))], abs=1e-9)


def test_a_slide_joins_its_sounds_to_the_sample(parts: tuple[Part, ...], tmp_path: Path) -> None:
    join_slide(parts, tmp_path / "slide.mp4")
    assert found_impulses(decode_sound(tmp_path / "slide.mp4")) == expected_impulses()
    assert found_impulses(ffmpeg_sound(tmp_path / "slide.mp4")) == expected_impulses()


@pytest.fixture(scope="module")
def film(parts: tuple[Part, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("final") / "lecture_7.mp4"
    sections = [Section("1. Первый", parts[:3]), Section("2. Пустой", ()), Section("3. Третий", parts[3:])]
    made = lecture(sections, out, "ru", quiet, {"title": "Лекция 7"})
    assert made.frames == sum(LENGTHS)
    assert [chapter.title for chapter in made.chapters] == ["1. Первый", "3. Третий"]
    assert sorted(path.name for path in out.parent.iterdir()) == ["lecture_7.mp4", "lecture_7.srt", "lecture_7.vtt"]
    return out


def test_a_lecture_shows_every_frame_and_plays_every_sample_at_its_time(film: Path) -> None:
    assert [number for number, _ in decode_pictures(film)] == list(range(sum(LENGTHS)))
    assert found_impulses(decode_sound(film)) == expected_impulses()
    assert found_impulses(ffmpeg_sound(film)) == expected_impulses()


def test_a_lecture_has_its_loudness_and_its_peaks_after_decoding(film: Path) -> None:
    for sound in (decode_sound(film), ffmpeg_sound(film)):
        assert true_peak(sound) <= -1.5
    assert integrated(decode_sound(film), SAMPLE_RATE) == pytest.approx(-16, abs=1)


def test_sound_picture_and_film_end_together(film: Path) -> None:
    with av.open(str(film)) as container:
        for stream in (container.streams.video[0], container.streams.audio[0]):
            assert stream.start_time == 0
            assert stream.duration is not None and stream.time_base is not None
            assert stream.duration * stream.time_base == pytest.approx(sum(LENGTHS) / 25, abs=1e-9)


def test_chapters_languages_and_title_are_inside(film: Path) -> None:
    with av.open(str(film)) as container:
        spans = [
            (chapter["metadata"]["title"], chapter["start"] * float(chapter["time_base"] or 0))
            for chapter in container.chapters()
        ]
        assert spans == [("1. Первый", 0.0), ("3. Третий", pytest.approx(33 / 25))]
        assert {stream.metadata["language"] for stream in container.streams if stream.type != "data"} == {"rus"}
        assert container.metadata["title"] == "Лекция 7"


def test_subtitles_inside_and_beside_say_the_same_at_the_same_time(film: Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(film), "-f", "srt", "-"]
    inside = pysubs2.SSAFile.from_string(
        subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8"),
        format_="srt",
    )
    for suffix in (".srt", ".vtt"):
        beside = pysubs2.load(str(film.with_suffix(suffix)))
        assert [(event.start, event.end, event.plaintext) for event in beside] == [
            (event.start, event.end, event.plaintext) for event in inside
        ]
    assert len(inside) == len(LENGTHS)


def test_seeking_to_a_chapter_shows_its_first_frame(film: Path) -> None:
    for second, number in ((0.0, 0), (33 / 25, 33)):
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-ss", str(second), "-i", str(film)]
        command += ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        raw = subprocess.run(command, check=True, capture_output=True).stdout
        assert read_number(np.frombuffer(raw, np.uint8).reshape(SIZE, SIZE, 3)) == number


def test_the_same_parts_give_the_same_bytes(parts: tuple[Part, ...], film: Path, tmp_path: Path) -> None:
    sections = [Section("1. Первый", parts[:3]), Section("2. Пустой", ()), Section("3. Третий", parts[3:])]
    lecture(sections, tmp_path / "again.mp4", "ru", quiet, {"title": "Лекция 7"})
    assert (tmp_path / "again.mp4").read_bytes() == film.read_bytes()
    assert (tmp_path / "again.srt").read_bytes() == film.with_suffix(".srt").read_bytes()


def test_swapped_clips_swap_what_is_seen_and_heard(parts: tuple[Part, ...], tmp_path: Path) -> None:
    swapped = (parts[3], parts[0])
    join_slide(swapped, tmp_path / "slide.mp4")
    numbers = [number for number, _ in decode_pictures(tmp_path / "slide.mp4")]
    assert numbers == [*range(33, 110), *range(30)]
    sound = decode_sound(tmp_path / "slide.mp4")
    assert int(np.argmax(np.abs(sound[: 77 * SAMPLES_PER_FRAME]))) == 77 * 900


def test_a_clip_that_does_not_last_as_long_as_its_sound_is_refused(parts: tuple[Part, ...], tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"0\.mp4.*30 pictures, its sound lasts 77"):
        join_slide([Part(parts[0].clip, parts[3].sound)], tmp_path / "slide.mp4")
    assert list(tmp_path.iterdir()) == []


def test_clips_of_other_settings_and_sizes_are_refused(parts: tuple[Part, ...], tmp_path: Path) -> None:
    write_clip(tmp_path / "other.mp4", numbered_frames(0, 30, 96), voice(30))
    with pytest.raises(EngineError, match=r"other\.mp4.*other settings"):
        join_slide([parts[0], Part(tmp_path / "other.mp4", parts[0].sound)], tmp_path / "slide.mp4")
    write_clip(tmp_path / "other.mp4", numbered_frames(0, 30), voice(30), settings=EncoderSettings(preset="ultrafast"))
    with pytest.raises(EngineError, match=r"other\.mp4.*other settings"):
        join_slide([parts[0], Part(tmp_path / "other.mp4", parts[0].sound)], tmp_path / "slide.mp4")


@pytest.mark.parametrize("damage", ["truncated", "text", "missing", "empty"])
def test_a_damaged_clip_is_named(parts: tuple[Part, ...], tmp_path: Path, damage: str) -> None:
    clip = tmp_path / "damaged.mp4"
    data = parts[0].clip.read_bytes()
    if damage != "missing":
        clip.write_bytes({"truncated": data[: len(data) * 2 // 3], "text": b"no film" * 99, "empty": b""}[damage])
    with pytest.raises(EngineError, match=r"damaged\.mp4"):
        join_slide([Part(clip, parts[0].sound)], tmp_path / "slide.mp4")
    assert not list(tmp_path.glob("*slide*"))


@pytest.mark.parametrize("damage", ["truncated", "text", "missing", "rate", "odd"])
def test_a_damaged_sound_is_named(parts: tuple[Part, ...], tmp_path: Path, damage: str) -> None:
    sound = tmp_path / "damaged.wav"
    if damage == "truncated":
        sound.write_bytes(parts[0].sound.read_bytes()[:9000])
    elif damage == "text":
        sound.write_bytes(b"no sound" * 99)
    elif damage == "rate":
        data = bytearray(parts[0].sound.read_bytes())
        data[24:28] = (44_100).to_bytes(4, "little")
        sound.write_bytes(data)
    elif damage == "odd":
        write_wav(sound, voice(30)[:-7])
    with pytest.raises(EngineError, match=r"damaged\.wav|not a whole number of frames"):
        lecture([Section("1", (Part(parts[0].clip, sound),))], tmp_path / "film.mp4", "ru", quiet)
    assert not list(tmp_path.glob("*film*"))


def test_nothing_to_join_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would be empty"):
        join_slide([], tmp_path / "slide.mp4")
    with pytest.raises(InputError, match="would be empty"):
        lecture([Section("1", ())], tmp_path / "film.mp4", "ru", quiet)


def test_cancelling_keeps_the_earlier_lecture(parts: tuple[Part, ...], tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"earlier")

    def cancel_late(done: float, what: str) -> None:
        if done > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        lecture([Section("1", parts)], tmp_path / "film.mp4", "ru", cancel_late)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"earlier"]


@pytest.fixture(params=[90, 220, 330])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A disk of so many kB: too small for the sound, for the film, for the film when its index moves to the front."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "videolecture-test", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs needs Linux and root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607


def test_a_full_disk_is_named_and_the_earlier_lecture_kept(small_disk: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    write_wav(tmp_path / "noise.wav", voice(400, level=0.2))
    write_clip(
        tmp_path / "noise.mp4", (rng.integers(0, 255, (64, 64, 3), np.uint8) for _ in range(400)), voice(400, level=0.2)
    )
    (small_disk / "lecture.mp4").write_bytes(b"earlier")
    with pytest.raises(OutputError, match=r"disk is full.*lecture\.mp4.*MB are free"):
        part = Part(tmp_path / "noise.mp4", tmp_path / "noise.wav")
        lecture([Section("1", (part,))], small_disk / "lecture.mp4", "ru", quiet)
    assert [path.read_bytes() for path in small_disk.iterdir()] == [b"earlier"]
