"""What many workers give and what limits them, calculated from what was measured: `python -m bench.limits`.

Measured are, in bench/RESULTS.md, speech, face, joining and processor time on one machine, and in this file what
`python -m bench.scaling` says of the process that hands out the work. Nothing else goes in but the price.
"""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass
from pathlib import Path

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.text import split_lecture

RESULTS = Path(__file__).parent / "RESULTS.md"
HOUR = 3600.0  # seconds of lecture
WORKERS = (1, 8, 64, 1000)
CORES = 2  # of a worker, as of the machine that was measured
NETWORK = 125_000_000.0  # bytes a second: 1 Gbit/s at the service
SOUND = 96_000.0  # bytes a second: 48 kHz, 16 bits
PICTURE = 40_000.0  # bytes a second of a clip of 512 x 512, about
BYTES = 2 * SOUND + PICTURE  # at the service, a second of lecture: sound goes to the face's worker again
DRIVER = 0.156  # processor seconds a fragment, its start included: bench.scaling --fragments 40 --workers 4
PRICE = 0.05  # of a core for an hour, in any money: what clouds asked for in 2026, about


@dataclass(frozen=True)
class Measured:
    """Seconds of work for a second of lecture, on one worker, and the rest."""

    speech: float
    face: float
    join: float  # at the service, one film after another
    processor: float
    cold: float  # seconds until a first sentence is a film, everything cold
    fragment: float  # seconds of lecture in a fragment

    @property
    def work(self) -> float:
        """Of both engines, for a second of lecture."""
        return self.speech + self.face


def measured(text: str) -> Measured:
    """The numbers of bench/RESULTS.md, for Russian."""

    def row(title: str, first: str) -> list[float]:
        part = text.partition(f"## {title}")[2].partition("\n## ")[0]
        cells = next(line for line in part.splitlines() if line.startswith(f"| {first}")).strip("| ").split(" | ")
        return [float(cell) for cell in cells if re.fullmatch(r"[\d.e+]+", cell)]

    lecture, _, _, processor = row("The whole render", "ru")
    spoken, took, *_ = row("Speech, warm", "silero | ru")
    frames, *_ = row("Face", "puppet and encoder, 512")
    join, *_ = row("Composition", "the lecture:")
    cold = row("One sentence", "3")[1]
    slides = split_lecture((EXAMPLES / "lecture_ru.txt").read_text("utf-8"), "ru")
    fragments = sum(len(slide.fragments) for slide in slides)
    return Measured(took / spoken, 25 / frames, 1 / join, processor / lecture, cold, lecture / fragments)


def fragment_table(one: Measured) -> Table:
    """What a fragment takes."""
    rows = [
        ("it plays, s", one.fragment),
        ("speech (silero), s of a worker", one.fragment * one.speech),
        ("face (puppet, 512 x 512) and encoding, s of a worker", one.fragment * one.face),
        ("the service's own work, s of a core", DRIVER),
        ("joining its part of the film at the service, s of a core", one.fragment * one.join),
        ("through the service's network, MB", BYTES * one.fragment / 1e6),
    ]
    return Table("A fragment", ("", "measured"), rows)


def hour_table(one: Measured, price: float) -> Table:
    """An hour of lecture, and as many hours as there may be."""
    rows = []
    fragments = HOUR / one.fragment
    join = HOUR * one.join
    path = one.fragment * one.work
    for workers in WORKERS:
        parts = {
            "the workers": HOUR * one.work / workers,
            "the service": fragments * DRIVER,
            "the network": HOUR * BYTES / NETWORK,
            "a single fragment": path,
        }
        limit = max(parts, key=lambda name: parts[name])
        alone = one.cold + parts[limit] + join
        many = {
            "the workers": workers / one.work,
            "the service": 1 / (DRIVER / one.fragment + one.join),
            "the network": NETWORK / BYTES,
        }
        least = min(many, key=lambda name: many[name])
        rows.append((workers, _clock(alone), limit, many[least], least))
    columns = ("workers", "an hour of lecture takes, min:s", "limited by", "hours of lecture an hour", "limited by")
    cores = HOUR * one.processor / HOUR
    note = (
        f"An hour is {fragments:.0f} fragments. Its time: {one.cold:.0f} s until everything is loaded, the rendering, "
        f"{join:.0f} s for joining it at the end. It costs {cores:.2f} core hours: {cores * price:.3f} at {price:g}; "
        f"machines that stand idle cost more. Hours an hour: many lectures at once, joined on one core."
    )
    return Table("An hour of lecture (silero, puppet 512 x 512, face only)", columns, rows, note)


def _clock(seconds: float) -> str:
    whole = math.ceil(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def tables(price: float = PRICE) -> str:
    """Both tables as Markdown."""
    one = measured(RESULTS.read_text("utf-8"))
    return "\n".join(table.markdown() for table in (fragment_table(one), hour_table(one, price)))


def main() -> None:
    """Print them, or put them into a document."""
    parser = argparse.ArgumentParser(prog="python -m bench.limits", description=__doc__)
    parser.add_argument("--price", type=float, default=PRICE, help=f"of a core for an hour ({PRICE})")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="put them there, between its marks")
    options = parser.parse_args()
    found = tables(options.price)
    if options.write:
        put(options.write, "limits", found)
    else:
        print(found, end="")


def put(document: Path, mark: str, text: str) -> None:
    """Put a text between <!-- mark --> and <!-- end of mark -->, titles one step lower."""
    before, begin, rest = document.read_text("utf-8").partition(f"<!-- {mark} -->")
    after = rest.partition(f"<!-- end of {mark} -->")
    lowered = text.replace("## ", "### ").strip()
    document.write_text(f"{before}{begin}\n{lowered}\n{after[1]}{after[2]}", "utf-8")


if __name__ == "__main__":
    main()
