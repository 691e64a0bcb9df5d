"""What texts cost that no teacher writes: is the time to read them in proportion to their length, whatever is in them?

    python -m quality.odd_texts [--kb 8 32] [--language ru]

Processor time and memory of `split_lecture` for one piece of text over and over, at two lengths, each in a process of
its own; prose first, to compare with.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import resource
import time
from multiprocessing.connection import Connection

from videolecture.errors import VideolectureError
from videolecture.text import split_lecture

PROSE = {
    "ru": "В 1961 году полетел Гагарин, и это видел весь мир. Около 70 % людей помнят тот день. ",
    "en": "In 1961 Gagarin flew, and the whole world watched. About 70% of people remember the day. ",
}
NUMBERS = ("1234567890", "1", "12 ", "12\n", "1+", "5% ", "1/2 ", "12.03.2020 ", "XIV ", "X", "№ ", "x = y ", "x^{")
SIGNS = ("(", "()", "[1]", "[1] ", '"', "«", ".", ". ", "-", "a-b-", "— ", "a/b/", "$x ", "$x$ ", "\\", "a@", "\n", " ")
MARKUP = ("*", "*a ", "_", "_;", "|", "| a | b |", "| a | b |\n", "| a |\n| a | b | c |\n", "+---+", "```\n", "- a\n")
LETTERS = ("aб", "cлoво ", "абвгд", "A", "АБВ ", "a\u0301", "\u0301", "😀", "http://a.b/c ", "<b>", "<b>слово</b> ")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", nargs=2, type=int, default=(8, 32), help="the two lengths")
    parser.add_argument("--language", choices=("ru", "en"), help="this one only")
    options = parser.parse_args()
    short, long = options.kb
    print("| language | text | ms a KB | times as long | memory, MB |\n| --- | --- | --- | --- | --- |")
    for language in [options.language] if options.language else ("ru", "en"):
        for unit in (PROSE[language], *NUMBERS, *SIGNS, *MARKUP, *LETTERS):
            (few, _), (many, memory) = (_measured(unit, size * 1024, language) for size in (short, long))
            shown = repr(unit[:20]).replace("|", "\\|")
            print(f"| {language} | {shown} | {1000 * many / long:.1f} | {many / few:.1f} | {memory:.0f} |", flush=True)


def _measured(unit: str, size: int, language: str) -> tuple[float, float]:
    """Processor seconds and more megabytes than before, in a process that has read a first text."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_measure, args=(unit, size, language, theirs))
    process.start()
    theirs.close()
    seconds, memory = ours.recv()
    process.join()
    return seconds, memory


def _measure(unit: str, size: int, language: str, told: Connection) -> None:
    first = {"ru": "Слово. В 1998 г. было 5 кг. ", "en": "A word. In 1998 there were 5 km. "}[language]
    split_lecture(first, language)
    text = first + (unit * (size // len(unit.encode()) + 1)) + " " + first
    before, began = _memory(), time.process_time()
    with contextlib.suppress(VideolectureError):  # what is refused is measured, too
        split_lecture(text, language)
    told.send((time.process_time() - began, _memory() - before))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
