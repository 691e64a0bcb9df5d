"""How like the sample is each engine's voice? One table for all engines that run here, the same voices and sentences.

    python -m quality.likeness [--voices 8] [--engine kokoro] [--write quality/results/likeness.md]

Every number is kept as soon as it is there: the command goes on where it was stopped. Likeness is the cosine of the
speech and the whole sample by Resemblyzer, which enrolment searches with, and by CAM++, which it never hears.
`videolecture models pull campplus whisper-base` first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from quality.report import kept
from quality.samples import recordings
from quality.speech import ENGINES, Judges, Measured, errors, speak
from quality.texts import CLARITY
from videolecture import registry
from videolecture.home import home
from videolecture.speech import stage
from videolecture.storage.atomic import write_text
from videolecture.types import SAMPLE_RATE, Sample

LIKE, CLEAR = 0.75, 0.03  # what is asked of a voice: at least, at most

# likeness by Resemblyzer, by CAM++, wrong characters, characters
Row = tuple[float, float, int, int]


class Kept:
    """What was measured already, by engine and its behaviour, language and voice."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, key: str) -> Row | None:
        """A row, if it is there."""
        return self._rows().get(key)

    def put(self, key: str, row: Row) -> None:
        """Keep a row, beside those that other runs have kept meanwhile."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_text(self._file, json.dumps({**self._rows(), key: row}, indent=1))

    def _rows(self) -> dict[str, Row]:
        return json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}


def measured(engine: Measured, judges: Judges, sample: Sample, language: str) -> Row:
    """Enrol the sample, speak the sentences, judge them."""
    profile = stage.enroll(engine, sample, language, lambda _done, _what: None)
    spoken = [one.speech.samples for one in speak(engine, CLARITY[language], profile, language)]
    near, other = (
        float(judge.embed(np.concatenate(spoken), SAMPLE_RATE) @ judge.embed(sample.samples, sample.rate))
        for judge in (judges.near, judges.other)
    )
    counts = [
        errors(judges.heard(one, language)[0], text, language)
        for one, text in zip(spoken, CLARITY[language], strict=True)
    ]
    return near, other, sum(wrong for wrong, _ in counts), sum(size for _, size in counts)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, help="a folder of recordings instead of the package's")
    parser.add_argument("--voices", type=int, default=8, help="how many of them")
    parser.add_argument(
        "--engine", choices=tuple(ENGINES), help="measure this one only; the others as far as they were"
    )
    parser.add_argument("--write", type=Path, help="keep the table in this file")
    given = parser.parse_args()
    columns = [(name, language) for name in ENGINES for language in ENGINES[name].info.languages if language in CLARITY]
    store = Kept(home() / "quality" / "likeness.json")
    paths = recordings(given.samples)[: given.voices]
    _measure(columns, paths, store, given.engine)
    with kept(given.write, f"Likeness of all engines: `python -m quality.likeness --voices {given.voices}`"):
        _print(columns, paths, store)


def _key(name: str, language: str, path: Path) -> str:
    return f"{name} {ENGINES[name].info.behaviour} {language} {path.stem}"


def _measure(columns: list[tuple[str, str]], paths: Sequence[Path], store: Kept, only: str | None) -> None:
    missing = [
        (name, language, path)
        for name, language in columns
        for path in paths
        if only in (None, name) and store.get(_key(name, language, path)) is None
    ]
    if not missing:
        return
    import torch

    judges, engines = Judges.load(), {name: ENGINES[name]() for name in dict.fromkeys(name for name, *_ in missing)}
    torch.set_num_threads(2)
    for name, language, path in missing:
        row = measured(engines[name], judges, stage.load(path), language)
        store.put(_key(name, language, path), row)
        print(
            f"{name} {language} {path.stem}: likeness {row[0]:.3f} / {row[1]:.3f}, CER {row[2] / row[3]:.3f}",
            flush=True,
        )


def _cell(row: Row) -> str:
    return f"{row[0]:.3f} / {row[1]:.3f}, {row[2] / row[3]:.3f}"


def _summed(column: Sequence[Row | None], what: str) -> str:
    """The mean of a column, character errors over all sentences, or the worst of each number."""
    rows = [row for row in column if row is not None]
    if not rows:
        return ""
    likeness, clarity = np.array([row[:2] for row in rows]), np.array([row[2:] for row in rows])
    if what == "mean":
        (near, other), (wrong, size) = likeness.mean(axis=0), clarity.sum(axis=0)
        return _cell((float(near), float(other), int(wrong), int(size)))
    worst = rows[int(np.argmax(clarity[:, 0] / clarity[:, 1]))]
    return _cell((float(likeness[:, 0].min()), float(likeness[:, 1].min()), worst[2], worst[3]))


def _print(columns: list[tuple[str, str]], paths: Sequence[Path], store: Kept) -> None:
    print("Each cell: cosine by Resemblyzer / by CAM++, character errors of whisper-base. Asked of every voice: ")
    print(f"Resemblyzer at least {LIKE}, of the engine: character errors at most {CLEAR}.\n")
    print("| voice | " + " | ".join(f"{name}, {language}" for name, language in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    table: list[list[Row | None]] = [
        [store.get(_key(name, language, path)) for name, language in columns] for path in paths
    ]
    for path, rows in zip(paths, table, strict=True):
        cells = [_cell(row) if row else "not measured" for row in rows]
        print(f"| {path.stem} | " + " | ".join(cells) + " |")
    columns_of = list(zip(*table, strict=True))
    for what in ("mean", "worst"):
        print(f"| **{what}** | " + " | ".join(_summed(column, what) for column in columns_of) + " |")
    others = [name for name in registry.names("speech") if name not in ENGINES]
    print(f"\nNot measured here, for their weights or servers are not: {', '.join(others)}.")


if __name__ == "__main__":
    main()
