"""How well does checked speech hear what is wrong? Plants faults in good speech and counts what is found.

    python -m quality.cuts --language ru [--write FILE]

Every sentence of quality.texts is spoken by Silero, whose own word marks tell where to cut. The sound is then judged as
a render judges it: by the plain checks alone, and with the recogniser (--checked). The same sentences, taken for a
foreign engine's, tell how far the alignment's marks are from the engine's own.
`videolecture models pull whisper-base` first.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from quality.report import kept
from quality.texts import LECTURE
from videolecture.speech.check import hearing
from videolecture.speech.check.plausibility import problems
from videolecture.speech.silero.engine import Silero
from videolecture.speech.timing.align import align
from videolecture.types import Speech, VoiceProfile

SHARES = (0.3, 0.5, 0.7)  # of the last word that are left
VOICES = 5


def spoken(engine: Silero, language: str) -> list[tuple[str, Speech]]:
    """Every sentence, by one voice after another."""
    presets = engine.presets(language)
    names = sorted(presets)[:: max(1, len(presets) // VOICES)][:VOICES]
    made = []
    for number, written in enumerate(LECTURE[language]):
        text = written.lower()
        name = names[number % len(names)]
        voice = VoiceProfile("silero", name, {"language": language, "voice": presets[name], "preset": name})
        made.append((text, next(engine.speak([text], voice, language, 0))))
    return made


def planted(sentences: list[tuple[str, Speech]]) -> Iterator[tuple[str, str, Speech]]:
    """(what was done, the text, the sound)."""
    for number, (text, speech) in enumerate(sentences):
        words = [mark for mark in speech.marks if mark.kind == "word"]
        rate, samples = speech.rate, speech.samples
        yield "nothing", text, speech
        for share in SHARES:
            end = words[-1].start + share * (words[-1].end - words[-1].start)
            yield f"last word cut, {100 * share:.0f} % of it left", text, Speech(samples[: round(end * rate)], rate)
        yield "last word missing", text, Speech(samples[: round(words[-1].start * rate)], rate)
        other = sentences[(number + 5) % len(sentences)]
        yield "babble after the end", text, Speech(np.concatenate([samples, other[1].samples]), rate)
        yield "another text", text, other[1]
        first, last = (round(mark * rate) for mark in (words[0].start, words[min(3, len(words) - 1)].start))
        again = np.concatenate([samples[:last], samples[first:last], samples[last:]])
        yield "words repeated", text, Speech(again, rate)


def faults(sentences: list[tuple[str, Speech]], language: str) -> None:
    """What is found of the planted faults."""
    counts: dict[str, list[int]] = {}
    for done, text, speech in planted(sentences):
        plain = bool(problems(speech.samples, speech.rate, text))
        heard = plain or bool(hearing.judge(speech, text, language).problems)
        found = counts.setdefault(done, [0, 0, 0])
        for place, one in enumerate((True, plain, heard)):
            found[place] += one
    print(f"\n### Faults planted in good speech, {language}\n")
    print("| what was done | sentences | found without a recogniser | found with it |\n|---|---|---|---|")
    for done, (all_, plain_found, heard_found) in counts.items():
        print(f"| {done} | {all_} | {plain_found} | {heard_found} |")


def marks(sentences: list[tuple[str, Speech]], language: str) -> None:
    """How far aligned marks are from the engine's own."""
    print(f"\n### Marks by alignment against the engine's own, {language}\n")
    print("| marks | number | median error | 90th percentile |\n|---|---|---|---|")
    for kind in ("word", "letter"):
        gaps: list[float] = []
        for text, speech in sentences:
            own, found = (
                [mark for mark in marks if mark.kind == kind]
                for marks in (speech.marks, align(speech.samples, speech.rate, text))
            )
            gaps += [abs(a.start - b.start) for a, b in zip(own, found, strict=True)]
        print(f"| {kind}s | {len(gaps)} | {1000 * np.median(gaps):.0f} ms | {1000 * np.percentile(gaps, 90):.0f} ms |")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.add_argument("--write", type=Path, help="keep the tables in this file")
    given = parser.parse_args()
    with kept(given.write, f"Checked speech, {given.language}: `python -m quality.cuts --language {given.language}`"):
        sentences = spoken(Silero(), given.language)
        marks(sentences, given.language)
        faults(sentences, given.language)


if __name__ == "__main__":
    main()
