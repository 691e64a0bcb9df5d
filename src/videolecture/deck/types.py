"""What the rest of the program takes from a deck: plain frozen data, which crosses process boundaries as JSON."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from videolecture.errors import Term
from videolecture.types import Progress

Canvas = tuple[int, int]
"""(width, height) in pixels of the finished film."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know, over named parameters; messages/ru.toml has its Russian under `code`."""

    code: str
    english: str  # a format string over the parameters
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.english.format_map(self.parameters)

    @property
    def term(self) -> Term:
        """The same as a warning of the lecture."""
        return Term(self.english, code=self.code, **self.parameters)


@dataclass(frozen=True)
class DeckSlide:
    """One slide as it will be shown."""

    number: int  # from 1 through the slides that are shown: hidden ones have no number
    page: int  # from 1 through the file, hidden slides counted: what the author's program shows
    title: str = ""  # the slide's own title; "" where it has none
    notes: str = ""  # what the author wrote to be spoken; "" where there is nothing
    pictures: tuple[Path, ...] = ()  # PNG, RGB: one for each build, the last is complete; () when not asked for
    text: tuple[str, ...] = ()  # the lines that stand in the picture
    figures: tuple[str, ...] = ()  # photos, charts and drawings in it: how each is described, "" where it is not
    warnings: tuple[Notice, ...] = ()
    builds: int = 1  # pictures that it has, also where they were not asked for


@dataclass(frozen=True)
class Deck:
    """A deck that was opened."""

    name: str  # the file's name, for messages
    reader: str  # the registry's name of what read it
    title: str  # the deck's own title, "" where it has none
    slides: tuple[DeckSlide, ...]
    hidden: tuple[int, ...] = ()  # pages that are left out, because their author hid them
    warnings: tuple[Notice, ...] = ()

    @property
    def called(self) -> str:
        """What a lecture with it is called that has no title of its own: by the deck's, or its first slide's."""
        return self.title or next((slide.title for slide in self.slides if slide.title), "")

    def plain(self) -> dict[str, Any]:
        """The deck as JSON values; the way back is `Deck.from_plain`."""
        values = asdict(self)
        for slide in values["slides"]:
            slide["pictures"] = [str(path) for path in slide["pictures"]]
        return values

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Deck:
        """The deck of what `plain` gave, also after it was JSON."""
        slides = tuple(
            DeckSlide(
                **{
                    **slide,
                    "pictures": tuple(map(Path, slide["pictures"])),
                    "text": tuple(slide["text"]),
                    "figures": tuple(slide["figures"]),
                    "warnings": _notices(slide["warnings"]),
                }
            )
            for slide in values["slides"]
        )
        rest = {"slides": slides, "hidden": tuple(values["hidden"]), "warnings": _notices(values["warnings"])}
        return cls(**{**values, **rest})

    @property
    def all_warnings(self) -> tuple[Notice, ...]:
        """The deck's own warnings and those of its slides, each once, in order."""
        return self.warnings_of([slide.number for slide in self.slides])

    def warnings_of(self, slides: Container[int]) -> tuple[Notice, ...]:
        """The deck's own warnings and those of some of its slides, each once, in order."""
        of_slides = (notice for slide in self.slides if slide.number in slides for notice in slide.warnings)
        found = [*self.warnings, *of_slides]
        return tuple({str(notice): notice for notice in found}.values())


def _notices(values: list[Mapping[str, Any]]) -> tuple[Notice, ...]:
    return tuple(Notice(value["code"], value["english"], dict(value["parameters"])) for value in values)


@dataclass(frozen=True)
class ReaderInfo:
    """What a reader says of itself, without loading anything."""

    name: str
    title: str
    suffixes: tuple[str, ...]  # of the files it reads, lower case, with the dot; "/": folders
    behaviour: int  # raised whenever the same deck gives other pictures or words: part of `reading.identity`
    system_fonts: bool = False  # whether its pictures depend on the fonts that are installed


class DeckReader(Protocol):
    """Opens decks of one kind. Constructed without arguments, in a worker; loads its libraries when it reads."""

    info: ClassVar[ReaderInfo]

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck at `path`, which exists, its pictures written into `folder` (none where that is None).

        A picture fills the canvas in one direction and keeps its page's proportions: it is never stretched, cropped
        or padded. Memory does not grow with the number of pages. The same deck gives the same bytes.

        Raises InputError for a deck that cannot be used, MissingError for a program that is not installed, OutputError.
        """
        ...

    def inputs(self, path: Path) -> tuple[Path, ...] | None:
        """Every file that the opened deck depends on; None where only opening it tells."""
        ...
