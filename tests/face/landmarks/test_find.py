from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from videolecture.conformance.drawn import drawn_face, drawn_photo
from videolecture.errors import InputError
from videolecture.face.landmarks.detection import Detection
from videolecture.face.landmarks.find import FaceFinder, parse_box
from videolecture.types import Photo


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


def test_the_landmarks_lie_where_the_face_was_drawn(finder: FaceFinder) -> None:
    face = finder.find(drawn_photo())
    assert face.points.shape == (478, 3)
    assert face.warnings == ()
    assert np.abs(face.points[468, :2] - (211, 230)).max() < 4  # the drawn irises
    assert np.abs(face.points[473, :2] - (301, 230)).max() < 4
    assert np.abs(face.points[13, :2] - (256, 334)).max() < 7  # and the line of the lips


def test_a_face_cut_off_by_the_edge_is_told(finder: FaceFinder) -> None:
    whole = drawn_face(512)
    cut = [finder.find(Photo("cut.png", "", np.ascontiguousarray(part))) for part in (whole[:, 185:], whole[:365])]
    assert [[term.code for term in face.warnings] for face in cut] == [["face-cut"], ["face-cut"]]
    assert not finder.find(Photo("close.png", "", np.ascontiguousarray(whole[60:450, 110:400]))).warnings


@pytest.mark.parametrize("roll", [-30.0, 25.0])
def test_a_leaning_head_is_found_with_its_angle(finder: FaceFinder, roll: float) -> None:
    assert abs(finder.find(drawn_photo(roll=roll)).roll - roll) < 4


@pytest.mark.parametrize(("roll", "says"), [(180.0, "upside down"), (90.0, "side"), (-90.0, "side")])
def test_a_face_that_is_not_upright_is_refused_with_the_reason(finder: FaceFinder, roll: float, says: str) -> None:
    with pytest.raises(InputError, match=says):
        finder.find(drawn_photo(roll=roll))


def test_a_picture_without_a_face_is_refused(finder: FaceFinder) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    with pytest.raises(InputError, match=r"No face was found in «noise\.png»"):
        finder.find(Photo("noise.png", "", noise))


def two() -> Photo:
    """A larger face on the left, a smaller one on the right."""
    picture = np.full((512, 900, 3), 170, np.uint8)
    picture[:, :512] = drawn_face(512)
    picture[100:450, 540:890] = drawn_face(350)
    return Photo("two.png", "two", picture)


@pytest.mark.parametrize("side", [40, 120, 204])
@pytest.mark.parametrize("place", [(0.8, 0.3), (0.5, 0.5)])
def test_one_small_face_in_a_large_photo_is_one_face_or_too_small(
    finder: FaceFinder, side: int, place: tuple[float, float]
) -> None:
    width, height = 4000, 3000
    with Image.open(Path(__file__).parents[3] / "examples" / "portrait.jpg") as portrait:
        small = np.asarray(portrait.convert("RGB").resize((side, round(side * 1.18)), Image.Resampling.LANCZOS))
    picture = np.full((height, width, 3), 170, np.uint8)
    spare = (width - small.shape[1], height - small.shape[0])
    left, top = (round(share * room) for share, room in zip(place, spare, strict=True))
    picture[top : top + small.shape[0], left : left + side] = small
    try:
        face = finder.find(Photo("far.png", "", picture))
    except InputError as error:
        assert any(says in error.what for says in ("No face", "pixels large")), error
        return
    assert side >= 80
    assert not any("faces" in warning for warning in face.warnings)
    assert left - 5 < face.box[0] < face.box[2] < left + side + 5


def test_of_several_faces_the_largest_is_taken_with_a_warning(finder: FaceFinder) -> None:
    face = finder.find(two())
    assert face.box[2] < 512
    assert "2 faces" in face.warnings[0]
    assert "--face-box" in face.warnings[0]


def test_a_box_picks_the_other_face(finder: FaceFinder) -> None:
    assert finder.find(two(), "600,180,820,400").box[0] > 540


def test_a_box_is_in_pixels_of_the_file_however_far_the_photo_was_reduced(finder: FaceFinder) -> None:
    reduced = dataclasses.replace(two(), reduced=0.25)
    assert finder.find(reduced, "2400,720,3280,1600").box[0] > 540
    with pytest.raises(InputError, match="3600x2048 pixels"):
        finder.find(reduced, "2400,720,3601,1600")


@pytest.mark.parametrize("box", ["0,0,100,100", "0,0,9000,10", "50,50,10,10"])
def test_a_box_without_a_face_is_refused(finder: FaceFinder, box: str) -> None:
    with pytest.raises(InputError):
        finder.find(two(), box)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "1,2,3,nan", "1,2,3,4,5"])
def test_a_box_is_four_numbers(text: str) -> None:
    with pytest.raises(InputError):
        parse_box(text)


def test_a_small_face_in_a_large_photo_is_found(finder: FaceFinder) -> None:
    picture = np.full((2000, 3000, 3), 170, np.uint8)
    picture[1200:1500, 2100:2400] = drawn_face(300)
    face = finder.find(Photo("far.png", "far", picture))
    assert 2100 < face.box[0] < face.box[2] < 2400


def test_a_large_doubtful_face_does_not_outweigh_a_clear_one(
    finder: FaceFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear = finder._detector.find(drawn_photo().pixels)[0]
    left, top, right, bottom = clear.box
    doubtful = Detection(0.36, (left - 90, top + 60, right + 90, bottom + 240), clear.points)
    monkeypatch.setattr(finder._detector, "find", lambda _image: (clear, doubtful))
    monkeypatch.setattr(finder, "_check_upright", lambda _photo, _best: None)
    assert finder._largest(drawn_photo()) == (clear, 0)
