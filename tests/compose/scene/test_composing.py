from __future__ import annotations

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import imageio_ffmpeg
import numpy as np
import pytest

from tests.compose.clips import decode_sound, read_number, write_wav
from tests.compose.scene.scenes import BLUE, CANVAS, GREEN, clip_of, colour_at, decoded, key_frames, scene, slide
from videolecture import registry
from videolecture.compose.assemble import Part, join_slide
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.composing import compose_scene, picture
from videolecture.compose.scene.timeline import FADE_FRAMES, Shown, TimedMark
from videolecture.errors import Cancelled, EngineError, InputError
from videolecture.types import FPS, SAMPLES_PER_FRAME, Box, Scenery


def box_of_face(layout: str = "corner") -> Box:
    scenery = Scenery(CANVAS, (480, 272), (64, 64))
    box = registry.layout(layout)().face_box(scenery)
    assert box is not None
    return box


def test_every_frame_of_the_face_is_in_the_scene_once_and_in_order(tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 130)
    compose_scene(scene(tmp_path, 130), tmp_path / "scene.mp4", clip=clip, sound=sound)
    box = box_of_face()
    place = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
    assert [read_number(frame[place]) for frame in decoded(tmp_path / "scene.mp4")] == list(range(130))


def test_a_voice_alone_shows_its_slide_without_a_clip_and_without_a_change(tmp_path: Path) -> None:
    _, sound = clip_of(tmp_path, 300)
    compose_scene(scene(tmp_path, 300, layout="slide"), tmp_path / "scene.mp4", sound=sound)
    frames = list(decoded(tmp_path / "scene.mp4"))
    assert len(frames) == 300
    assert all(np.array_equal(frame, frames[0]) for frame in frames)
    assert np.abs(np.subtract(colour_at(frames[0], 300, 200), GREEN)).max() <= 4
    assert key_frames(tmp_path / "scene.mp4") == [0, 125, 250]


@pytest.mark.parametrize("layout", ["slide", "corner"])
def test_the_next_picture_appears_at_its_frame_and_is_a_key_frame(layout: str, tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 40)
    pictures = (Shown(0.0, slide(tmp_path, "a", GREEN)), Shown(0.6, slide(tmp_path, "b", BLUE)))
    made = scene(tmp_path, 40, layout=layout, pictures=pictures)
    compose_scene(made, tmp_path / "scene.mp4", clip=clip, sound=sound)
    frames = list(decoded(tmp_path / "scene.mp4"))
    near = [[np.abs(np.subtract(colour_at(f, 300, 100), c)).max() <= 6 for c in (GREEN, BLUE)] for f in frames]
    assert near == [[True, False]] * 15 + [[False, True]] * 25
    assert key_frames(tmp_path / "scene.mp4") == [0, 15]


@pytest.mark.parametrize("layout", ["slide", "corner"])
def test_a_mark_stands_from_its_time_to_the_next(layout: str, tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 40)
    marks = (TimedMark(0.4, Mark("point", 0.6, 0.3)), TimedMark(0.8, None))
    compose_scene(scene(tmp_path, 40, layout=layout, marks=marks), tmp_path / "scene.mp4", clip=clip, sound=sound)
    reds = [colour_at(frame, 288, 82)[0] > 180 for frame in decoded(tmp_path / "scene.mp4")]
    assert reds == [False] * 10 + [True] * 10 + [False] * 20


@pytest.mark.parametrize("layout", ["slide", "corner"])
def test_a_picture_fades_in_over_its_predecessor_in_eight_frames(layout: str, tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 30)
    before = slide(tmp_path, "before", (250, 250, 250))
    compose_scene(scene(tmp_path, 30, layout=layout, before=before), tmp_path / "s.mp4", clip=clip, sound=sound)
    reds = [colour_at(frame, 300, 100)[0] for frame in decoded(tmp_path / "s.mp4")]
    assert all(first > second for first, second in pairwise(reds[: FADE_FRAMES + 1]))
    assert 210 < reds[0] < 240 and np.ptp(reds[FADE_FRAMES:]) <= 2 and abs(reds[-1] - GREEN[0]) <= 4


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 30)
    for layout in ("corner", "slide"):
        for name in ("a", "b"):
            compose_scene(scene(tmp_path, 30, layout=layout), tmp_path / f"{name}.mp4", clip=clip, sound=sound)
        assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_scenes_of_all_layouts_join_and_play_at_a_constant_rate_in_a_newer_ffmpeg(tmp_path: Path) -> None:
    parts, whole = [], 0
    for number, layout in enumerate(registry.names("layout")):
        frames = 26 + number
        clip, sound = clip_of(tmp_path, frames, f"clip{number}")
        out = tmp_path / f"{layout}.mp4"
        compose_scene(scene(tmp_path, frames, layout=layout, outer=True), out, clip=clip, sound=sound)
        parts.append(Part(out, sound))
        whole += frames
    joined = join_slide(parts, tmp_path / "joined.mp4")
    assert joined.frames == whole
    with av.open(str(tmp_path / "joined.mp4")) as container:
        assert container.streams.video[0].average_rate == Fraction(FPS)
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([number / FPS for number in range(whole)])
    assert len(decode_sound(tmp_path / "joined.mp4")) == pytest.approx(whole * SAMPLES_PER_FRAME, abs=1024)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(tmp_path / "joined.mp4")]
    said = subprocess.run([*command, "-map", "0:v", "-f", "framemd5", "-"], capture_output=True, text=True, check=True)
    assert said.stderr == ""
    assert len([line for line in said.stdout.splitlines() if not line.startswith("#")]) == whole


def test_a_player_can_jump_anywhere_into_a_stretch_that_stands_still(tmp_path: Path) -> None:
    pictures = (Shown(0.0, slide(tmp_path, "a", GREEN)), Shown(8.0, slide(tmp_path, "b", BLUE)))
    compose_scene(scene(tmp_path, 400, layout="slide", pictures=pictures), tmp_path / "scene.mp4")
    with av.open(str(tmp_path / "scene.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        for frame in (399, 201, 199, 126, 3):
            container.seek(int(frame / FPS / stream.time_base), stream=stream)
            found = next(f for f in container.decode(stream) if f.time is not None and f.time >= frame / FPS - 1e-6)
            colour = BLUE if frame >= 200 else GREEN
            shown = np.asarray(found.to_ndarray(format="rgb24"), np.uint8)
            assert np.abs(np.subtract(colour_at(shown, 300, 100), colour)).max() <= 6


def test_a_silent_slide_holds_the_face_at_rest_and_is_silent(tmp_path: Path) -> None:
    clip, _ = clip_of(tmp_path, 30, first=5)
    compose_scene(scene(tmp_path, 75, rests=True), tmp_path / "scene.mp4", clip=clip)
    frames = list(decoded(tmp_path / "scene.mp4"))
    box = box_of_face()
    assert len(frames) == 75
    assert read_number(frames[40][box.top : box.top + box.height, box.left : box.left + box.width]) == 5
    assert all(np.array_equal(frame, frames[0]) for frame in frames)
    assert np.abs(decode_sound(tmp_path / "scene.mp4")).max() < 1e-3


def test_a_slide_of_other_proportions_is_neither_stretched_nor_cropped(tmp_path: Path) -> None:
    tall = np.full((400, 200, 3), 255, np.uint8)
    tall[:100, :100] = 0
    cv2.imwrite(str(tmp_path / "tall.png"), tall)
    made = scene(tmp_path, 2, layout="slide", pictures=(Shown(0.0, tmp_path / "tall.png"),))
    bright = picture(made)[:, :, 0] > 150
    assert bright.sum() == pytest.approx(7 / 8 * 272 * 136, rel=0.03)


def test_a_clip_of_another_length_is_refused(tmp_path: Path) -> None:
    clip, sound = clip_of(tmp_path, 30)
    write_wav(tmp_path / "short.wav", np.zeros(29 * SAMPLES_PER_FRAME, np.float32))
    with pytest.raises(EngineError, match="has not the"):
        compose_scene(scene(tmp_path, 29), tmp_path / "s.mp4", clip=clip, sound=tmp_path / "short.wav")
    with pytest.raises(EngineError, match="has not the"):
        compose_scene(scene(tmp_path, 31), tmp_path / "s.mp4", clip=clip)
    with pytest.raises(EngineError, match="frames of"):
        compose_scene(scene(tmp_path, 31), tmp_path / "s.mp4", clip=clip, sound=sound)
    assert not list(tmp_path.glob("*s.mp4*"))


def test_a_layout_with_a_face_asks_for_its_clip_and_a_broken_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="«corner» shows a face"):
        compose_scene(scene(tmp_path, 3), tmp_path / "s.mp4")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"«broken\.png» cannot be read"):
        compose_scene(
            scene(tmp_path, 3, layout="slide", pictures=(Shown(0.0, tmp_path / "broken.png"),)), tmp_path / "s.mp4"
        )


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    def cancel(done: float, what: str) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        compose_scene(scene(tmp_path, 50, layout="slide"), tmp_path / "s.mp4", progress=cancel)
    assert not list(tmp_path.glob("*s.mp4*"))
