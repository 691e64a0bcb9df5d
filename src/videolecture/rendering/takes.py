"""Takes of single sentences that were heard and chosen, kept beside a lecture: `takes.toml`.

[[take]]
slide = 3
sentence = "Гром — это звук воздуха, который резко расширился."
place = 1                          # among the slide's sentences of the very same words, from 1
take = 2
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w

from videolecture import registry
from videolecture.errors import InputError, Term
from videolecture.rendering.request import check_file
from videolecture.storage.atomic import write_text
from videolecture.types import Slide

NAME = "takes.toml"
TAKES = Term("The file of chosen takes", code="file-takes")
MOST = 99  # takes of a sentence
APART = 100  # seeds between two takes: a take that sounds wrong is tried again with the seeds after its own


@dataclass(frozen=True)
class ChosenTake:
    """The take that is spoken of a sentence, known by its words and its place in the slide."""

    slide: int
    sentence: str
    take: int  # 0 is the one that is spoken without a choice
    place: int = 1


def seed_of(take: int) -> int:
    """The seed that a take is spoken with."""
    return take * APART


def check_chance(engine: str, options: Mapping[str, object]) -> None:
    """Raise InputError for an engine that speaks a sentence always the same."""
    if not registry.speech_engine(engine).has_chance(options):
        raise InputError(
            "The speech engine {engine} says a sentence always the same: there is no other take of it.",
            "Reword the sentence, set its stress or its pauses, or choose an engine with chance, such as xtts.",
            code="takes-no-chance",
            engine=engine,
        )


def recorded(fragment: int) -> InputError:
    """What is said of takes of a fragment that no engine speaks."""
    return InputError(
        "Fragment {fragment} was recorded: it has no takes.",
        "Record it again, or leave its recording out.",
        code="take-recorded",
        fragment=fragment,
    )


def read(path: Path | None) -> tuple[ChosenTake, ...]:
    """The choices of a file; none without a file. Raises InputError."""
    if path is None:
        return ()
    check_file(path, TAKES)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        found = tuple(_choice(entry) for entry in content.get("take", []))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise InputError(
            "The chosen takes {file} cannot be read: {reason}.",
            "Each [[take]] has slide, sentence, place and take; videolecture take writes them.",
            code="takes-unreadable",
            file=path,
            reason=error,
        ) from error
    return found


def _choice(entry: Mapping[str, object]) -> ChosenTake:
    choice = ChosenTake(**entry)  # type: ignore[arg-type]
    numbers = (choice.slide, choice.place, choice.take)
    if not all(isinstance(number, int) and number >= 0 for number in numbers) or choice.take > MOST:
        raise ValueError(f"«{choice.sentence}» has a number that cannot be")
    return choice


def write(path: Path, choices: Sequence[ChosenTake]) -> None:
    """Write the choices, in the order of the slides."""
    entries = [asdict(choice) for choice in sorted(choices, key=lambda one: (one.slide, one.sentence, one.place))]
    write_text(path, tomli_w.dumps({"take": entries}))


def chosen(choices: Sequence[ChosenTake], wanted: ChosenTake) -> tuple[ChosenTake, ...]:
    """The choices with one more, or another one for the same sentence; take 0 is none."""
    others = [one for one in choices if (one.slide, one.sentence, one.place) != _name(wanted)]
    return (*others, wanted) if wanted.take else tuple(others)


def _name(choice: ChosenTake) -> tuple[int, str, int]:
    return choice.slide, choice.sentence, choice.place


def places(slides: Sequence[Slide]) -> dict[tuple[int, int], tuple[int, str, int]]:
    """(fragment, sentence from 0) -> (slide, words, place): what a choice knows a sentence by."""
    found = {}
    for slide in slides:
        said: Counter[str] = Counter()
        for fragment in slide.fragments:
            for index, sentence in enumerate(fragment.sentences):
                said[sentence.text] += 1
                found[fragment.number, index] = (slide.number, sentence.text, said[sentence.text])
    return found


def seeds(
    slides: Sequence[Slide], choices: Sequence[ChosenTake]
) -> tuple[dict[int, tuple[int, ...]], tuple[Term, ...]]:
    """The seeds of the sentences of each fragment that has a chosen take; and choices whose sentence is gone."""
    takes = {_name(choice): choice.take for choice in choices}
    where = places(slides)
    found: dict[int, tuple[int, ...]] = {}
    for slide in slides:
        for fragment in slide.fragments:
            own = [takes.get(where[fragment.number, index], 0) for index in range(len(fragment.sentences))]
            if any(own):
                found[fragment.number] = tuple(seed_of(take) for take in own)
    gone = [name for name in takes if name not in set(where.values())]
    return found, tuple(
        Term(
            "The take chosen for «{sentence}» (slide {slide}) is not used: there is no such sentence any more.",
            code="take-gone",
            sentence=sentence[:60],
            slide=slide,
        )
        for slide, sentence, _ in sorted(gone)
    )
