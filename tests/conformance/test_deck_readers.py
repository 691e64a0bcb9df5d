"""What every reader of decks promises, run over all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.deck import made
from videolecture import deck, registry
from videolecture.deck import Deck, DeckReader, office, reading
from videolecture.errors import Cancelled

MAKERS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "pdf": ("deck.pdf", lambda path: made.pdf(path, made.TITLES, labels=("1", "2", "3"))),
    "pptx": ("deck.pptx", made.pptx),
    "odp": ("deck.odp", made.odp),
    "pictures": ("deck", made.pictures),
    "markdown": ("deck.md", made.markdown),
    "typst": ("deck.typ", made.typst),
}
CANVASES = [(1280, 720), (720, 1280)]


@pytest.fixture(scope="module", params=registry.names("deck"))
def name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name in ("pptx", "odp") and office.program() is None:
        pytest.skip("LibreOffice is not installed")
    if name in ("markdown", "typst") and not made.fonts_installed():
        pytest.skip("the weights «slide-fonts» are not installed")
    return name


@pytest.fixture(scope="module")
def path(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file, make = MAKERS[name]
    return make(tmp_path_factory.mktemp(name) / file)


@pytest.fixture(scope="module")
def opened(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return deck.read(path, tmp_path_factory.mktemp("pictures"), CANVASES[0])


def test_a_reader_says_its_registered_name_and_suffixes(name: str) -> None:
    reader: type[DeckReader] = registry.find("deck", name)
    assert reader.info.name == name
    assert reader.info.behaviour >= 1
    assert all(suffix == "/" or (suffix == suffix.lower() and suffix[0] == ".") for suffix in reader.info.suffixes)


def test_no_two_readers_want_the_same_files() -> None:
    suffixes = [s for name in registry.names("deck") for s in registry.find("deck", name).info.suffixes]  # type: ignore[attr-defined]
    assert len(suffixes) == len(set(suffixes))


def test_slides_are_numbered_and_have_what_their_kind_can_tell(name: str, opened: Deck) -> None:
    assert [slide.number for slide in opened.slides] == [1, 2, 3]
    assert opened.reader == name
    if name != "pictures":
        assert tuple(slide.title for slide in opened.slides) == made.TITLES
        assert all(slide.text for slide in opened.slides)
    if name != "pdf":
        assert tuple(slide.notes for slide in opened.slides) == made.NOTES
    builds = [1, 2, 1] if name in ("markdown", "typst") else [1, 1, 1]
    assert [len(slide.pictures) for slide in opened.slides] == builds


def test_pictures_are_rgb_and_fill_the_canvas_in_one_direction(opened: Deck) -> None:
    for slide in opened.slides:
        for file in slide.pictures:
            with Image.open(file) as picture:
                assert picture.format == "PNG" and picture.mode == "RGB"
                width, height = picture.size
            assert (width, height) <= CANVASES[0] and (width == 1280 or height == 720)


def test_pages_keep_their_proportions_on_a_portrait_canvas(name: str, path: Path, opened: Deck, tmp_path: Path) -> None:
    """But for Markdown and our Typst theme, which are set anew for the canvas."""
    upright = deck.read(path, tmp_path, CANVASES[1])
    with Image.open(opened.slides[0].pictures[0]) as picture:
        wide = picture.width / picture.height
    with Image.open(upright.slides[0].pictures[0]) as picture:
        assert picture.width == 720
        expected = 9 / 16 if name in ("markdown", "typst") else wide
        assert picture.width / picture.height == pytest.approx(expected, rel=0.005)


def test_the_same_deck_gives_the_same_bytes(path: Path, opened: Deck, tmp_path: Path) -> None:
    again = deck.read(path, tmp_path, CANVASES[0])
    for one, other in zip(opened.slides, again.slides, strict=True):
        assert [_digest(file) for file in one.pictures] == [_digest(file) for file in other.pictures]


def test_without_a_folder_there_are_words_and_no_pictures(path: Path, opened: Deck) -> None:
    words = deck.read(path, None, CANVASES[0])
    assert all(slide.pictures == () for slide in words.slides)
    assert [(slide.title, slide.notes) for slide in words.slides] == [(s.title, s.notes) for s in opened.slides]


def test_a_deck_crosses_processes_as_json(opened: Deck) -> None:
    assert Deck.from_plain(json.loads(json.dumps(opened.plain()))) == opened


def test_a_worker_names_pictures_inside_its_folder(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "limit_memory", lambda _size: None)  # it would stay for this process
    values = deck.open_in_worker({"path": str(path), "width": 320, "height": 180}, tmp_path, lambda _done, _what: None)
    files = [name for slide in Deck.from_plain(values).slides for name in slide.pictures]
    assert files and all((tmp_path / name).is_file() and not name.is_absolute() for name in files)


def test_cancelling_reaches_it(path: Path, tmp_path: Path) -> None:
    def cancelled(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        deck.read(path, tmp_path, CANVASES[0], cancelled)


def test_its_identity_depends_on_the_canvas_and_the_files(name: str, path: Path) -> None:
    one = deck.identity(path, CANVASES[0])
    if name == "typst":
        assert one == ""
        return
    assert one == deck.identity(path, CANVASES[0]) != deck.identity(path, CANVASES[1])
    changed = path / "slide1.txt" if path.is_dir() else path
    before = changed.read_bytes()
    changed.write_bytes(before + b" ")
    assert deck.identity(path, CANVASES[0]) != one
    changed.write_bytes(before)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
