"""A folder of pictures: each file is a slide, in the order people count in (2 before 10). Notes: a .txt beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

import numpy as np
from PIL import Image

from videolecture.bounded import picture
from videolecture.deck import pages
from videolecture.deck.types import Canvas, Deck, DeckSlide, Notice, ReaderInfo
from videolecture.errors import InputError, reason
from videolecture.types import Progress

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".ppm", ".avif")
MOST_PIXELS = 150_000_000  # decoded: .5 GB; beyond it a file is taken for a decompression bomb
MOST_BYTES = 500_000_000  # of a file
LONGEST_NOTE = 1_000_000  # bytes of a .txt
WHITE = (255, 255, 255)  # paper: what shows through transparency
SOFT = 0.5  # of the canvas: a smaller picture is enlarged so much that the user should know
_AGAIN = "Save it as PNG or JPEG again."


class Pictures:
    """Reads folders of pictures with Pillow."""

    info: ClassVar[ReaderInfo] = ReaderInfo("pictures", "a folder of pictures", ("/",), behaviour=1)

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck. Files that are no pictures are passed over and named."""
        files = pictures_in(path)
        if not files:
            raise InputError(
                "The folder «{name}» has no pictures.",
                "Put PNG, JPEG, WebP, TIFF, BMP, GIF or AVIF files into it, named in the order of the slides.",
                code="deck-folder-empty",
                name=path.name,
            )
        pages.check_count(path.name, len(files))
        slides = []
        for number, file in enumerate(files, 1):
            progress((number - 1) / len(files), f"Slide {number}")
            slides.append(_slide(number, file, folder, canvas))
        used = {*files, *(file.with_suffix(".txt") for file in files)}
        others = sorted(f.name for f in path.iterdir() if f.is_file() and f not in used and f.name[0] != ".")
        passed = Notice(
            "deck-files-passed-over",
            "These files are no pictures and are passed over: {files}.",
            {"files": ", ".join(others[:10]) + (" …" if len(others) > 10 else "")},
        )
        return Deck(path.name, self.info.name, "", tuple(slides), warnings=(passed,) if others else ())

    def inputs(self, path: Path) -> tuple[Path, ...]:
        """The pictures and their notes."""
        files = pictures_in(path)
        return (*files, *(note for file in files if (note := file.with_suffix(".txt")).is_file()))


def pictures_in(folder: Path) -> list[Path]:
    """The pictures directly in a folder, in the order of the numbers in their names."""
    files = [file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.name[0] != "."]
    return sorted((file for file in files if file.is_file()), key=lambda file: _counted(file.name))


def _counted(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts numbers by their value: slide2 before slide10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _slide(number: int, file: Path, folder: Path | None, canvas: Canvas) -> DeckSlide:
    shown = load(file, canvas)
    warnings = []
    if max(shown.width / canvas[0], shown.height / canvas[1]) < SOFT:
        warnings.append(
            Notice(
                "deck-picture-small",
                "«{name}» has only {width}x{height} pixels and will look soft.",
                {"name": file.name, "width": shown.width, "height": shown.height},
            )
        )
    if folder:
        target = folder / f"slide_{number:04}_01.png"
        pages.save(np.asarray(fitted(shown, canvas)), target)
    note = file.with_suffix(".txt")
    return DeckSlide(
        number,
        number,
        notes=_note(note) if note.is_file() else "",
        pictures=(target,) if folder else (),
        figures=("",),  # nobody knows what stands in it
        warnings=tuple(warnings),
    )


def load(file: Path, canvas: Canvas) -> Image.Image:
    """A picture as RGB, reduced into the canvas. Raises InputError."""
    name = file.name
    try:
        if file.stat().st_size > MOST_BYTES:
            raise picture.TooLarge
        return picture.decode(file.read_bytes(), MOST_PIXELS, canvas, WHITE).picture
    except picture.TooLarge:
        raise InputError(
            "The picture «{name}» has more than {most} million pixels.",
            "Save it smaller: slides are at most {width}x{height} pixels here.",
            code="deck-picture-too-large",
            name=name,
            most=MOST_PIXELS // 1_000_000,
            width=canvas[0],
            height=canvas[1],
        ) from None
    except picture.NoPicture:
        raise InputError("«{name}» is not a picture.", _AGAIN, code="deck-no-picture", name=name) from None
    except picture.Damaged:
        raise InputError(
            "The picture «{name}» is damaged or cut short.", _AGAIN, code="deck-picture-broken", name=name
        ) from None
    except OSError as error:
        raise InputError(
            "The picture «{name}» cannot be read: {reason}.",
            "Check its permissions.",
            code="deck-unreadable",
            name=name,
            reason=reason(error),
        ) from None


def fitted(shown: Image.Image, canvas: Canvas) -> Image.Image:
    """The picture as large as the canvas in one direction; a smaller one is enlarged, its proportions kept."""
    scale = min(canvas[0] / shown.width, canvas[1] / shown.height)
    size = max(1, round(shown.width * scale)), max(1, round(shown.height * scale))
    return shown if size == shown.size else shown.resize(size, Image.Resampling.LANCZOS)


def _note(file: Path) -> str:
    return file.read_bytes()[:LONGEST_NOTE].decode("utf-8-sig", errors="replace").strip()
