"""What every reader of decks promises."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from videolecture import deck, registry
from videolecture.deck import Deck, DeckReader
from videolecture.errors import Cancelled

TITLES = ("First", "Second", "Third")
NOTES = ("Say the first.", "", "Say the third.")
CANVAS = (1280, 720)
UPRIGHT = (720, 1280)


class DeckReaderSuite:
    """Subclass it as `Test...` with the reader's registered name and a way to write a deck of three slides."""

    name: ClassVar[str]
    titles: ClassVar[tuple[str, ...]] = TITLES  # of the deck that `write` writes; ("", "", "") where it has none
    notes: ClassVar[tuple[str, ...]] = NOTES
    has_text: ClassVar[bool] = True  # whether it can tell the lines that stand in a picture
    builds: ClassVar[tuple[int, ...]] = (1, 1, 1)  # pictures of each slide
    set_anew: ClassVar[bool] = False  # whether a slide fills every canvas, whatever its proportions
    identified: ClassVar[bool] = True  # False where only opening a deck tells what it depends on

    @staticmethod
    @abstractmethod
    def write(folder: Path) -> Path:
        """Write a deck of three slides that is not upright, which is returned."""

    @pytest.fixture(scope="class")
    @classmethod
    def path(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """The deck."""
        return cls.write(tmp_path_factory.mktemp("deck"))

    @pytest.fixture(scope="class")
    @classmethod
    def opened(cls, path: Path, tmp_path_factory: pytest.TempPathFactory) -> Deck:
        """The deck, with its pictures."""
        return deck.read(path, tmp_path_factory.mktemp("pictures"), CANVAS)

    def test_it_says_its_registered_name_and_suffixes(self) -> None:
        reader: type[DeckReader] = registry.find("deck", self.name)
        assert reader.info.name == self.name
        assert reader.info.behaviour >= 1
        assert all(suffix == "/" or (suffix == suffix.lower() and suffix[0] == ".") for suffix in reader.info.suffixes)

    def test_no_other_reader_wants_the_same_files(self) -> None:
        own = set(registry.find("deck", self.name).info.suffixes)  # type: ignore[attr-defined]
        for name in registry.names("deck"):
            assert name == self.name or not own & set(registry.find("deck", name).info.suffixes)  # type: ignore[attr-defined]

    def test_slides_are_numbered_and_have_what_their_kind_can_tell(self, opened: Deck) -> None:
        assert [slide.number for slide in opened.slides] == [1, 2, 3]
        assert opened.reader == self.name
        assert tuple(slide.title for slide in opened.slides) == self.titles
        assert tuple(slide.notes for slide in opened.slides) == self.notes
        assert all(bool(slide.text) == self.has_text for slide in opened.slides)
        assert tuple(len(slide.pictures) for slide in opened.slides) == self.builds

    def test_pictures_are_rgb_and_fill_the_canvas_in_one_direction(self, opened: Deck) -> None:
        for file in (file for slide in opened.slides for file in slide.pictures):
            with Image.open(file) as picture:
                assert picture.format == "PNG" and picture.mode == "RGB"
                width, height = picture.size
            assert (width, height) <= CANVAS and (width == CANVAS[0] or height == CANVAS[1])

    def test_slides_keep_their_proportions_on_an_upright_canvas(self, path: Path, opened: Deck, tmp_path: Path) -> None:
        upright = deck.read(path, tmp_path, UPRIGHT)
        with Image.open(opened.slides[0].pictures[0]) as picture:
            wide = picture.width / picture.height
        with Image.open(upright.slides[0].pictures[0]) as picture:
            assert picture.width == UPRIGHT[0]
            expected = UPRIGHT[0] / UPRIGHT[1] if self.set_anew else wide
            assert picture.width / picture.height == pytest.approx(expected, rel=0.005)

    def test_the_same_deck_gives_the_same_bytes(self, path: Path, opened: Deck, tmp_path: Path) -> None:
        again = deck.read(path, tmp_path, CANVAS)
        for one, other in zip(opened.slides, again.slides, strict=True):
            assert [_digest(file) for file in one.pictures] == [_digest(file) for file in other.pictures]

    def test_without_a_folder_there_are_words_and_no_pictures(self, path: Path) -> None:
        words = deck.read(path, None, CANVAS)
        assert all(slide.pictures == () for slide in words.slides)
        assert tuple((slide.title, slide.notes) for slide in words.slides) == tuple(
            zip(self.titles, self.notes, strict=True)
        )

    def test_a_deck_crosses_processes_as_json(self, opened: Deck) -> None:
        assert Deck.from_plain(json.loads(json.dumps(opened.plain()))) == opened

    def test_a_worker_names_pictures_inside_its_folder(self, path: Path, tmp_path: Path) -> None:
        values = deck.open_in_worker(path, (320, 180), True, tmp_path, lambda _done, _what: None)
        files = [name for slide in Deck.from_plain(values).slides for name in slide.pictures]
        assert files and all((tmp_path / name).is_file() and not name.is_absolute() for name in files)

    def test_cancelling_reaches_it(self, path: Path) -> None:
        def cancelled(done: float, what: str) -> None:  # noqa: ARG001 (a Progress)
            raise Cancelled

        with pytest.raises(Cancelled):
            deck.read(path, None, CANVAS, cancelled)

    def test_its_identity_depends_on_the_canvas_and_the_files(self, path: Path) -> None:
        one = deck.identity(path, CANVAS)
        if not self.identified:
            assert one == ""
            return
        assert one == deck.identity(path, CANVAS) != deck.identity(path, UPRIGHT)
        changed = next(file for file in sorted(path.iterdir()) if file.is_file()) if path.is_dir() else path
        before = changed.read_bytes()
        changed.write_bytes(before + b" ")
        assert deck.identity(path, CANVAS) != one
        changed.write_bytes(before)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
