from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.compose.clips import decode_sound, numbered_frames, read_number, write_wav
from tests.compose.scene.scenes import CANVAS, decoded, scene
from videolecture.compose.assemble import Part, join_slide
from videolecture.compose.scene.composing import compose_scene
from videolecture.compose.scene.film import film_scene, film_sound
from videolecture.compose.wavs import length, stretches
from videolecture.errors import InputError
from videolecture.loudness import integrated
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME


def film(path: Path, frames: int, rate: int = 25, sound: float | None = None) -> Path:
    """A film of numbered pictures with a hum of `sound` seconds."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, rate)
        voice = container.add_stream("aac", rate=44_100) if sound else None
        for number, picture in enumerate(numbered_frames(0, frames)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voice is not None and sound:
            hum = 0.02 * np.sin(2 * np.pi * 300 * np.arange(int(sound * 44_100)) / 44_100)
            block = av.AudioFrame.from_ndarray(np.stack([hum, hum]).astype(np.float32), format="fltp", layout="stereo")
            block.sample_rate = 44_100
            container.mux(voice.encode(block))
            container.mux(voice.encode(None))
    return path


def shown(path: Path) -> list[int]:
    """The numbers that the scene's frames show: the film is square, in the middle of the canvas."""
    left = (CANVAS[0] - CANVAS[1]) // 2
    return [read_number(frame[:, left : left + CANVAS[1]]) for frame in decoded(path)]


def made(source: Path, folder: Path) -> tuple[Path, Path]:
    sound, out = folder / "film.wav", folder / "film_scene.mp4"
    film_sound(source, sound)
    film_scene(source, sound, CANVAS, out)
    return sound, out


def test_a_film_is_shown_picture_by_picture_with_its_sound_at_the_voices_loudness(tmp_path: Path) -> None:
    sound, out = made(film(tmp_path / "a.mp4", 50, sound=2.0), tmp_path)
    numbers = shown(out)
    assert numbers[:50] == list(range(50)) and set(numbers[50:]) <= {49} and len(numbers) <= 52
    assert length(sound) == len(numbers) * SAMPLES_PER_FRAME
    assert integrated(np.concatenate(list(stretches([sound]))), SAMPLE_RATE) == pytest.approx(-20, abs=0.5)
    assert len(decode_sound(out)) == pytest.approx(length(sound), abs=1024)


def test_a_film_without_sound_is_silent(tmp_path: Path) -> None:
    sound, _ = made(film(tmp_path / "a.mp4", 20), tmp_path)
    assert not np.concatenate(list(stretches([sound]))).any()


def test_the_last_picture_is_held_while_the_sound_goes_on(tmp_path: Path) -> None:
    _, out = made(film(tmp_path / "a.mp4", 20, sound=2.0), tmp_path)
    numbers = shown(out)
    assert numbers[:20] == list(range(20)) and set(numbers[20:]) == {19} and 50 <= len(numbers) <= 53


@pytest.mark.parametrize("rate", [10, 30, 60])
def test_another_rate_becomes_the_lectures(rate: int, tmp_path: Path) -> None:
    _, out = made(film(tmp_path / "a.mp4", rate * 2, rate=rate), tmp_path)
    numbers = shown(out)
    assert len(numbers) == 50
    assert all(abs(number - place * rate / 25) <= max(1, rate / 25) for place, number in enumerate(numbers))
    assert numbers == sorted(numbers)


def test_a_film_joins_with_other_scenes(tmp_path: Path) -> None:
    sound, out = made(film(tmp_path / "a.mkv", 30, sound=1.0), tmp_path)
    other = tmp_path / "other.mp4"
    compose_scene(scene(tmp_path, 30, layout="slide"), other)
    write_wav(tmp_path / "other.wav", np.zeros(30 * SAMPLES_PER_FRAME, np.float32))
    parts = [Part(out, sound), Part(other, tmp_path / "other.wav"), Part(out, sound)]
    assert join_slide(parts, tmp_path / "joined.mp4").frames == 2 * length(sound) // SAMPLES_PER_FRAME + 30


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(film(tmp_path / "a.mp4", 50).read_bytes()[:300])
    with pytest.raises(InputError, match=r"«broken\.mp4» cannot be played"):
        film_sound(broken, tmp_path / "s.wav")
    with pytest.raises(InputError, match=r"«none\.mp4» cannot be played"):
        film_sound(tmp_path / "none.mp4", tmp_path / "s.wav")
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.mp4\n#EXT-X-ENDLIST\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be played"):
        film_sound(playlist, tmp_path / "s.wav")
    assert not list(tmp_path.glob("*s.wav*"))
