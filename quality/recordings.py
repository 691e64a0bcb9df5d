"""Is a recording cut where its sentences begin and end? Prints how far the cuts are from the truth.

    python -m quality.recordings --language ru [--voice baya] [--write FILE]

The recordings are made: the sentences of examples/lecture_*.txt spoken by one of Silero's own voices, with pauses of
.25 to .9 s between sentences and 2.2 to 4 s between slides, quiet or in a noise of so many dB under the speech. So
the truth is known to the sample. `videolecture models pull silero-ru silero-stress whisper-base` first.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quality.report import kept
from quality.speech import plain_profile
from videolecture import text
from videolecture.speech import stage
from videolecture.speech.recorded import listening, reading
from videolecture.speech.recorded.cutting import Cut, cut
from videolecture.speech.silero.engine import Silero
from videolecture.types import SAMPLE_RATE, Fragment, Samples

VOICES = {"ru": "baya", "en": "en_1"}
NOISES = (None, 30.0, 15.0)  # dB that the speech is above the noise
SENTENCE_PAUSES, SLIDE_PAUSES = (0.25, 0.9), (2.2, 4.0)  # seconds


@dataclass(frozen=True)
class Made:
    """A recording whose sentences' first and last sounds are known, in seconds."""

    samples: Samples
    spans: tuple[tuple[float, float], ...]


def made(fragments: Sequence[Fragment], language: str, voice: str) -> Made:
    """A voice of Silero's reads the fragments."""
    engine, random = Silero(), np.random.default_rng(1)
    profile = plain_profile(engine, language, voice)
    pieces, spans, at = [np.zeros(SAMPLE_RATE, np.float32)], [], SAMPLE_RATE
    for place, fragment in enumerate(fragments):
        for sentence in fragment.sentences:
            spoken = stage.speak_fragment(engine, [sentence], profile, language, 0, lambda *_: None)
            first, last = (round(time * SAMPLE_RATE) for time in spoken.sentences[0])
            pause = np.zeros(round(random.uniform(*SENTENCE_PAUSES) * SAMPLE_RATE), np.float32)
            pieces += [spoken.speech.samples[first:last], pause]
            spans.append((at / SAMPLE_RATE, (at + last - first) / SAMPLE_RATE))
            at += last - first + len(pause)
        if fragments[place + 1 : place + 2] and fragments[place + 1].slide != fragment.slide:
            pieces.append(np.zeros(round(random.uniform(*SLIDE_PAUSES) * SAMPLE_RATE), np.float32))
            at += len(pieces[-1])
    return Made(np.concatenate([*pieces, np.zeros(SAMPLE_RATE, np.float32)]), tuple(spans))


def found(sound: Samples, fragments: Sequence[Fragment], language: str) -> Cut:
    """Where the sentences are found in a recording."""
    with tempfile.TemporaryDirectory() as folder:
        source, wav = Path(folder) / "recording.wav", Path(folder) / listening.SOUND
        stage.write_wav(source, sound, SAMPLE_RATE)
        heard = listening.listen(wav, reading.read(source, wav), language, source)
    return cut(fragments, heard, "recording.wav")


def row(truth: Made, cut_at: Cut, noise: float | None) -> str:
    """A line of the table."""
    own = [sentence for stretch in cut_at.stretches for sentence in stretch.sentences]
    starts = [1000 * abs(one.start - start) for one, (start, _) in zip(own, truth.spans, strict=True)]
    ends = [1000 * abs(one.end - end) for one, (_, end) in zip(own, truth.spans, strict=True)]
    inside = sum(
        first.end <= (0.0 if place == 0 else truth.spans[place][0]) + 0.05
        for place, first in (
            (sum(len(s.sentences) for s in cut_at.stretches[: at + 1]), one)
            for at, one in enumerate(cut_at.stretches[:-1])
        )
    )
    return (
        f"| {'none' if noise is None else f'{noise:g} dB below'} | {len(own)} | {np.median(starts):.0f} ms "
        f"| {max(starts):.0f} ms | {np.median(ends):.0f} ms | {max(ends):.0f} ms "
        f"| {inside} of {len(cut_at.stretches) - 1} | {len(cut_at.differences)} |"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=tuple(VOICES), default="ru")
    parser.add_argument("--voice", help="one of Silero's own")
    parser.add_argument("--write", type=Path, help="keep the table in this file")
    given = parser.parse_args()
    voice = given.voice or VOICES[given.language]
    command = f"python -m quality.recordings --language {given.language} --voice {voice}"
    source = Path(f"examples/lecture_{given.language}.txt").read_text("utf-8")
    slides = text.split_lecture(source, given.language, stress=given.language == "ru")
    fragments = [fragment for slide in slides for fragment in slide.fragments]
    truth = made(fragments, given.language, voice)
    noise = np.random.default_rng(2).standard_normal(len(truth.samples)).astype(np.float32)
    with kept(given.write, f"Recordings cut, {given.language}: `{command}`"):
        print("| noise | sentences | starts, median | worst | ends, median | worst | not cut into | told otherwise |")
        print("|---|---|---|---|---|---|---|---|")
        for level in NOISES:
            loudness = np.sqrt(np.square(truth.samples[np.abs(truth.samples) > 0.01]).mean())
            amount = 0.0 if level is None else float(loudness) * 10 ** (-level / 20)
            print(row(truth, found(truth.samples + np.float32(amount) * noise, fragments, given.language), level))


if __name__ == "__main__":
    main()
