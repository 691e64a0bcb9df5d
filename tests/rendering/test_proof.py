"""Proof that the product is no toy: a real lecture, made by the real engines, measured on its finished files.

The mouth is found afresh in the decoded pictures by the landmark networks, so nothing here trusts the puppet's own idea
of where its lips are.
"""

from __future__ import annotations

import subprocess
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray

from videolecture import render
from videolecture.rendering import pipeline
from videolecture.types import FPS, SAMPLES_PER_FRAME

ROOT = Path(__file__).parents[2]
TEXT = (
    "Мы сегодня говорим о магните, а папа помогает маме. Пять бабушек купили большой арбуз.\n_;\n"
    "Там, где сухо, летом растут высокие травы и цветы. Осенью они желтеют."
)
INNER_LIPS = (13, 14)  # mesh points: middle of the upper and of the lower inner lip
EYES = (33, 263)  # outer corners


@dataclass(frozen=True)
class Clip:
    """A finished clip, measured."""

    mouth: NDArray[np.float64]  # opening of the inner lips over the distance of the eyes, per frame
    level: NDArray[np.float64]  # RMS of the sound, per frame


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Result:
    folder = tmp_path_factory.mktemp("proof")
    (folder / "lecture.txt").write_text(TEXT, "utf-8")
    return render(
        folder / "lecture.txt",
        face=ROOT / "examples" / "portrait.jpg",
        voice=ROOT / "examples" / "voice.wav",
        out=folder / "out",
    )


@pytest.fixture(scope="module")
def clips(lecture: pipeline.Result) -> list[Clip]:
    return [Clip(mouth(clip), level(sound)) for clip, sound in zip(lecture.clips, lecture.sounds, strict=True)]


def mouth(clip: Path) -> NDArray[np.float64]:
    from videolecture.face.landmarks.find import FaceFinder
    from videolecture.face.landmarks.mesh import MeshModel, square_around
    from videolecture.types import Photo

    model = MeshModel()
    openings = []
    square = None
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            picture = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            if square is None:
                square = square_around(FaceFinder().find(Photo("frame", "", picture)).points)
            points = model.locate(picture, square, careful=False).points[:, :2].astype(float)
            eyes = np.linalg.norm(points[EYES[0]] - points[EYES[1]])
            openings.append(np.linalg.norm(points[INNER_LIPS[0]] - points[INNER_LIPS[1]]) / eyes)
    return np.array(openings)


def level(sound: Path) -> NDArray[np.float64]:
    with wave.open(str(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float) / 32768
    return np.asarray(np.sqrt((samples.reshape(-1, SAMPLES_PER_FRAME) ** 2).mean(axis=1)))


def sync(opening: NDArray[np.float64], sound: NDArray[np.float64]) -> float:
    """Correlation of mouth opening and sound level, syllable by syllable.

    What is slower than half a second is taken out: that two sentences begin and end at similar times is no sync.
    """
    length = min(len(opening), len(sound))
    window = np.ones(13) / 13
    lips, voice = (curve[:length] - np.convolve(curve[:length], window, "same") for curve in (opening, sound))
    return float(np.corrcoef(lips, voice)[0, 1])


def test_lips_follow_their_own_sound_and_no_other(clips: list[Clip]) -> None:
    own = [sync(clip.mouth, clip.level) for clip in clips]
    swapped = [sync(clips[0].mouth, clips[1].level), sync(clips[1].mouth, clips[0].level)]
    assert np.mean(own) > 0.15
    assert np.mean(swapped) < np.mean(own) / 3


def test_two_texts_give_two_mouths(clips: list[Clip]) -> None:
    length = min(len(clip.mouth) for clip in clips)
    assert abs(sync(clips[0].mouth[:length], clips[1].mouth[:length])) < 0.5


def test_the_mouth_is_shut_before_the_first_word_and_after_the_last(clips: list[Clip]) -> None:
    for clip in clips:
        rest = np.median(clip.mouth[:2])
        assert abs(clip.mouth[0] - rest) < 0.02
        assert abs(clip.mouth[-1] - clip.mouth[0]) < 0.02
        assert clip.mouth.max() > rest + 0.03


def end(ticks: int | None, time_base: Fraction | None) -> float:
    """Seconds; a stream that does not say how long it is fails the test."""
    assert ticks is not None
    assert time_base is not None
    return float(ticks * time_base)


def test_sound_and_picture_of_every_file_end_within_one_frame(lecture: pipeline.Result) -> None:
    combined = sorted((lecture.path.parents[1] / "combined").iterdir())
    for path in (*lecture.clips, *combined, lecture.path):
        with av.open(str(path)) as container:
            picture, sound = container.streams.video[0], container.streams.audio[0]
            ends = [end(picture.duration, picture.time_base), end(sound.duration, sound.time_base)]
        assert abs(ends[0] - ends[1]) <= 1 / FPS, path.name


def test_another_decoder_reads_the_whole_lecture_and_every_chapter(lecture: pipeline.Result) -> None:
    """FFmpeg as a program is another, newer build than the libraries that wrote the file."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    whole = subprocess.run(
        [program, "-v", "error", "-xerror", "-i", str(lecture.path), "-f", "null", "-"],
        capture_output=True,
        check=False,
    )
    assert whole.returncode == 0
    assert whole.stderr == b""
    with av.open(str(lecture.path)) as container:
        chapters = container.chapters()
        frames = [np.asarray(f.to_ndarray(format="gray"), np.int16) for f in container.decode(video=0)]
    assert len(chapters) == 2
    for chapter in chapters:
        # In mid-sentence: all clips begin with the same face.
        at = round(end(chapter["start"], chapter["time_base"]) * FPS) + FPS
        seek = [program, "-v", "error", "-ss", f"{at / FPS}", "-i", str(lecture.path), "-frames:v", "1"]
        found = subprocess.run([*seek, "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=False)
        assert (found.returncode, found.stderr) == (0, b"")
        picture = np.frombuffer(found.stdout, np.uint8).reshape(frames[0].shape)
        assert int(np.argmin([np.abs(frame - picture).mean() for frame in frames])) == at
