"""An order of the service is refused at once, in the words of the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.errors import InputError
from videolecture.execute.tasks import InspectedFragment, InspectResult
from videolecture.rendering.ordered import check_ordered
from videolecture.rendering.request import RenderRequest

SPOKEN = InspectedFragment(1, "One.", 4)
FILM = InspectedFragment(1, "", 0, clip="demo.mp4")


def request(folder: Path, **more: object) -> RenderRequest:
    given: dict[str, object] = {"text": folder / "text", "face": folder / "face", "voice": folder / "voice"}
    return RenderRequest(out=folder / "out", **(given | more))  # type: ignore[arg-type]


def refused(asked: RenderRequest, *slides: InspectedFragment, layouts: tuple[str, ...] = ()) -> str:
    with pytest.raises(InputError) as told:
        check_ordered(asked, InspectResult(slides=tuple((one,) for one in slides), layouts=layouts))
    return told.value.code


def test_a_voice_is_needed_where_an_engine_speaks(tmp_path: Path) -> None:
    silent = request(tmp_path, voice=None, deck=tmp_path / "deck.pdf")
    assert refused(silent, SPOKEN) == "request-no-voice"
    check_ordered(silent, InspectResult(slides=((), ())))
    recorded = request(tmp_path, voice=None, recording=tmp_path / "recording.wav")
    check_ordered(recorded, InspectResult(slides=((SPOKEN,),)))
    assert refused(recorded, InspectedFragment(1, "One.", 4, synth=True)) == "request-no-voice"


def test_a_photo_is_needed_where_a_layout_shows_a_face(tmp_path: Path) -> None:
    assert refused(request(tmp_path, face=None), SPOKEN) == "request-no-face"
    unseen = request(tmp_path, face=None, deck=tmp_path / "deck.pdf", layout="slide")
    check_ordered(unseen, InspectResult(slides=((SPOKEN,),)))
    assert refused(unseen, SPOKEN, layouts=("corner",)) == "request-no-face"
    assert refused(unseen, SPOKEN, layouts=("nowhere",)) == "slide-failed"


def test_a_film_is_where_its_text_is(tmp_path: Path) -> None:
    asked = request(tmp_path, resolution="720p", voice=None, face=None)
    assert refused(asked, FILM) == "clip-missing"
    assert refused(request(tmp_path), FILM) == "clip-without-deck"
    (tmp_path / "demo.mp4").touch()
    check_ordered(asked, InspectResult(slides=((FILM,),)))
    check_ordered(request(tmp_path, slides=(2,)), InspectResult(slides=((FILM,), (SPOKEN,))))
