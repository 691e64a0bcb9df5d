"""What would be spoken of the texts in a folder: `python -m quality.spoken FOLDER`, for whoever reads along.

Each file is read as a lecture is: any encoding, .docx too. Printed are its sentences, also as written where that
differs from what is said, and every warning; with `--only`, those that differ and the warnings alone.
Ends with 1 when a file cannot be read at all; the others are still shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from quality.reading import heard
from videolecture.errors import InputError
from videolecture.text import read, split_lecture
from videolecture.text.detect import AUTO
from videolecture.types import Fragment


def texts(folder: Path) -> list[Path]:
    """The files of a folder and its folders, by name; hidden ones are none."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def lines(fragment: Fragment, only: bool) -> Iterator[str]:
    """A fragment's warnings and sentences; `only` those that are said otherwise than they are written."""
    yield from (f"  ! {warning}" for warning in fragment.warnings)
    for sentence in fragment.sentences:
        otherwise = heard(sentence.text) != heard(sentence.spoken)
        if otherwise:
            yield f"  - {sentence.text}"
        if otherwise or not only:
            yield f"  > {sentence.spoken}"


def show(path: Path, language: str, only: bool) -> bool:
    """Print what would be spoken of one file; whether it can be read."""
    print(f"\n== {path.name}")
    try:
        slides = split_lecture(read(path).text, language)
    except InputError as error:
        print(f"  !! {error}")
        return False
    for slide in slides:
        if len(slides) > 1:
            print(f" slide {slide.number}")
        for fragment in slide.fragments:
            for line in lines(fragment, only):
                print(line)
    return True


def main() -> int:
    """All of the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default=AUTO, help="ISO 639-1; as each text is, where it is left out")
    parser.add_argument("--only", action="store_true", help="only what is said otherwise than it is written")
    given = parser.parse_args()
    shown = [show(path, given.language, given.only) for path in texts(given.folder)]
    return 0 if all(shown) else 1


if __name__ == "__main__":
    raise SystemExit(main())
