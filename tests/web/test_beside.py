"""Files beside a deck have names that lead nowhere else, and none of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.deck.beside import named
from videolecture.web.beside import Beside, is_free
from videolecture.web.inputs import InputSource, Roots
from videolecture.web.refusals import Unusable


@pytest.mark.parametrize("name", ["chart.png", "images/диаграмма 1.svg", "slide_3.png", "_theme.typ", "a-1@2x.png"])
def test_a_name_of_its_own(name: str) -> None:
    assert is_free(name)


@pytest.mark.parametrize(
    "name",
    ["", "../a.png", "/a.png", "a/../b.png", "a//b.png", ".hidden", "a/.b", "a\\b", "c:a", "a\n.png", "a.", "x" * 300],
)
def test_no_name_of_a_file_beside_a_deck(name: str) -> None:
    assert not is_free(name)


@pytest.mark.parametrize(
    "name", ["text", "face", "Deck.MD", "out/a.png", "edits.toml", "lecture.toml", "picture_of_slide_3.png"]
)
def test_a_name_of_ours(name: str) -> None:
    assert not is_free(name)


def beside(course: Path, folder: Path, taken: dict[str, Path]) -> None:
    """What of the course's deck.typ is taken along, by name."""
    source = InputSource("deck_path", "deck.typ", path=course / "deck.typ", suffix=".typ", beside=True)

    def take(name: str, file: InputSource) -> None:
        assert file.path is not None
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(file.path.read_bytes())
        taken[name] = file.path

    folder.mkdir()
    (folder / "deck.typ").write_bytes((course / "deck.typ").read_bytes())
    Beside(Roots([course.parent], folder), folder, lambda path, _reads: named(path)).files({"deck": source}, take)


def test_a_typst_deck_takes_along_what_it_and_its_parts_show(tmp_path: Path) -> None:
    course = (tmp_path / "course").resolve()
    (course / "parts").mkdir(parents=True)
    (course / "deck.typ").write_text('#include "parts/a.typ"\n#image("b.png")#image("../secret.png")#link("no.png")')
    (course / "parts" / "a.typ").write_text('#image("c.png") #image("/b.png") #image("../../secret.png")')
    for name in ("b.png", "parts/c.png", "unused.png", "../secret.png"):
        (course / name).touch()
    (course / "no.png").symlink_to(course.parent / "secret.png")
    taken: dict[str, Path] = {}
    beside(course, tmp_path / "folder", taken)
    assert set(taken) == {"parts/a.typ", "b.png", "parts/c.png"}


def test_a_file_that_is_called_like_one_of_ours_is_named(tmp_path: Path) -> None:
    course = (tmp_path / "course").resolve()
    course.mkdir()
    (course / "deck.typ").write_text('#image("picture_of_slide_1.png")')
    (course / "picture_of_slide_1.png").touch()
    with pytest.raises(Unusable) as told:
        beside(course, tmp_path / "folder", {})
    assert told.value.parts["path"] == "picture_of_slide_1.png"
