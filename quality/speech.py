"""How good is the speech? Prints tables of likeness, clarity, timing and steadiness.

    python -m quality.speech --language ru [--engine kokoro] [--samples FOLDER] [--voices 8] [--only voices]

The samples are the reference recordings inside the package that the CAM++ weights come from (see quality.samples), or
any folder of recordings. They stay outside the repository. `videolecture models pull campplus whisper-base` first.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from quality.aligner import Aligner
from quality.campplus import CamPlus
from quality.report import kept
from quality.samples import noisy, recordings
from quality.texts import CLARITY, LECTURE
from videolecture.loudness import integrated
from videolecture.speech import stage
from videolecture.speech.check.comparing import in_words
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.conversion.speaker_encoder import Embedding, SpeakerEncoder
from videolecture.speech.kokoro.engine import Kokoro
from videolecture.speech.kokoro.presets import kokoro_presets
from videolecture.speech.level_sentences import CALIBRATION
from videolecture.speech.lips.visemes import VOWELS
from videolecture.speech.silero.engine import Silero
from videolecture.speech.silero.presets import silero_presets
from videolecture.speech.timing.align import align
from videolecture.text.split import SENTENCES_PER_FRAGMENT
from videolecture.types import SAMPLE_RATE, Mark, Phrase, Sample, Samples, Sentence, Value, VoiceProfile
from videolecture.weights import weight_path

STRETCH = 4.0  # seconds of the sample that are compared with single sentences


@dataclass(frozen=True)
class Judges:
    """The independent ears."""

    near: SpeakerEncoder  # the encoder that enrolment searches with
    other: CamPlus  # one that it never hears
    listener: object  # faster-whisper

    @staticmethod
    def load() -> Judges:
        """Load all three."""
        from faster_whisper import WhisperModel

        return Judges(SpeakerEncoder(), CamPlus(), WhisperModel(str(weight_path("whisper-base")), device="cpu"))

    def heard(self, samples: Samples, language: str) -> tuple[str, list[Mark]]:
        """What whisper-base understands, and its words' times."""
        import soxr

        sound = np.asarray(soxr.resample(samples, SAMPLE_RATE, 16_000), dtype=np.float32)
        segments, _ = self.listener.transcribe(  # type: ignore[attr-defined]
            sound,
            language=language,
            beam_size=5,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        words = [word for segment in segments for word in segment.words]
        marks = [Mark("word", plain(word.word), word.start, word.end) for word in words]
        return "".join(word.word for word in words), marks


def plain(text: str) -> str:
    """Lower case, ё as е, letters and single spaces only."""
    kept = re.sub(r"[^\w\s]", "", text.lower().replace("ё", "е").replace("\u0301", "").replace("+", ""))
    return " ".join(kept.split())


def errors(heard: str, said: str, language: str) -> tuple[int, int]:
    """Character errors (Levenshtein) and the number of characters said. Whisper writes digits: they count as words."""
    a, b = (plain(in_words(text, language)) for text in (heard, said))
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        last, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1], len(b)


Measured = Silero | Kokoro  # the engines with presets that are converted to the sample's voice
ENGINES: dict[str, type[Silero] | type[Kokoro]] = {"silero": Silero, "kokoro": Kokoro}


def presets_of(engine: Measured, language: str) -> Presets:
    """The engine's own voices."""
    return silero_presets(language) if isinstance(engine, Silero) else kokoro_presets(language)


def plain_profile(engine: Measured, language: str, name: str) -> VoiceProfile:
    """A preset without any conversion."""
    voice: dict[str, Value] = {"language": language, "preset": name}
    if isinstance(engine, Silero):
        voice["voice"] = engine.presets(language)[name]
    else:
        voice |= {"voice": name, "pitch_factor": 1.0}
    return VoiceProfile(engine.info.name, name, voice)


def speak(engine: Measured, texts: Sequence[str], voice: VoiceProfile, language: str) -> Iterator[stage.SpokenFragment]:
    """The finished sound of each text, as a fragment of its own."""
    for text in texts:
        yield fragment(engine, [text], voice, language)


def fragment(engine: Measured, sentences: Sequence[str], voice: VoiceProfile, language: str) -> stage.SpokenFragment:
    """The finished sound of some sentences."""
    said = [Sentence(text, (Phrase(text),)) for text in sentences]
    return stage.speak_fragment(engine, said, voice, language, 0, lambda _done, _what: None)


def voices(engine: Measured, judges: Judges, samples: Sequence[Sample], language: str) -> None:
    """Likeness and clarity, voice by voice."""
    print(f"\n### Likeness and clarity, {language}\n")
    print("| sample | nearest preset | gap closed, Resemblyzer | gap closed, CAM++ | CER preset | CER | enrolment |")
    print("|---|---|---|---|---|---|---|")
    closed: list[tuple[float, float]] = []
    totals = np.zeros(2)
    for sample in samples:
        started = time.perf_counter()
        profile = stage.enroll(engine, sample, language, lambda _done, _what: None)
        seconds = time.perf_counter() - started
        baseline = preset_profile(engine, sample, language, judges.near)
        ours, theirs = (
            [fragment.speech.samples for fragment in speak(engine, CLARITY[language], voice, language)]
            for voice in (profile, baseline)
        )
        row = [gap(judges, name, sample, ours, theirs) for name in ("near", "other")]
        counts, before = (
            np.array(
                [
                    errors(judges.heard(s, language)[0], t, language)
                    for s, t in zip(spoken, CLARITY[language], strict=True)
                ]
            )
            for spoken in (ours, theirs)
        )
        closed.append((row[0][0], row[1][0]))
        totals += counts.sum(axis=0)
        clarity = f"{before[:, 0].sum() / before[:, 1].sum():.3f} | {counts[:, 0].sum() / counts[:, 1].sum():.3f}"
        print(
            f"| {sample.name} | {baseline.data['preset']} | {row[0][1]} | {row[1][1]} | {clarity} | {seconds:.0f} s |",
            flush=True,
        )
    mean = np.mean(closed, axis=0)
    print(f"\nMean gap closed: Resemblyzer {mean[0]:.2f}, CAM++ {mean[1]:.2f}; CER {totals[0] / totals[1]:.3f}.")


def preset_profile(engine: Measured, sample: Sample, language: str, encoder: SpeakerEncoder) -> VoiceProfile:
    """The nearest preset as a profile, at the same level."""
    name, *_ = presets_of(engine, language).nearest(encoder.embed(sample.samples, sample.rate))
    bare = plain_profile(engine, language, name)
    spoken = np.concatenate([s.samples for s in engine.speak(CALIBRATION[language], bare, language, 0)])
    gain = 10 ** ((stage.LOUDNESS - integrated(spoken, engine.info.rate)) / 20)
    return VoiceProfile(bare.engine, bare.digest, bare.data, gain)


def gap(judges: Judges, judge: str, sample: Sample, ours: list[Samples], theirs: list[Samples]) -> tuple[float, str]:
    """How much of the way from the preset to the sample's own two halves the voice went: 0 none, 1 all."""
    encoder = getattr(judges, judge)
    middle = len(sample.samples) // 2
    whole, first, second = (
        encoder.embed(part, sample.rate) for part in (sample.samples, sample.samples[:middle], sample.samples[middle:])
    )
    halves = float(first @ second)
    after, before = (float(encoder.embed(np.concatenate(said), SAMPLE_RATE) @ whole) for said in (ours, theirs))
    share = (after - before) / (halves - before) if halves > before else 1.0
    return share, f"{before:.3f} -> {after:.3f} of {halves:.3f}: {share:.2f}"


def marks(engine: Measured, judges: Judges, language: str) -> None:
    """Word and letter times against those of an independent recogniser and of a forced aligner."""
    aligner = Aligner(language)
    late: dict[str, list[float]] = {}
    for name in presets_of(engine, language).names[:3]:
        voice = plain_profile(engine, language, name)
        for text, said in zip(LECTURE[language], speak(engine, LECTURE[language], voice, language), strict=True):
            speech = said.speech
            alone = [mark for mark in align(speech.samples, SAMPLE_RATE, text) if mark.kind == "word"]
            # As many words, or none where the alignment fails.
            for (mark, word), guess in zip(
                aligner.align(speech.samples, SAMPLE_RATE, speech.marks), alone, strict=False
            ):
                late.setdefault("aligner: words", []).append(word.start - mark.start)
                late.setdefault("aligner: words timed by speech/timing/align.py", []).append(word.start - guess.start)
                for (before, _), (after, start) in pairwise(word.letters):
                    kind = " to ".join("vowel" if one.text[0] in VOWELS else "consonant" for one in (before, after))
                    late.setdefault(f"aligner: letters, {kind}", []).append(start - after.start)
            _, heard = judges.heard(speech.samples, language)
            for mark, found in paired([mark for mark in speech.marks if mark.kind == "word"], heard):
                # Whisper lets the first word of a sound begin with the sound.
                kind = "words, the first of a sound" if found is heard[0] else "words, but for the first of a sound"
                for which in ("words", kind):
                    late.setdefault(f"whisper-base: {which}", []).append(found.start - mark.start)
    print(f"\n### Marks, {language}\n")
    print("| witness | marks | median error | median offset | median error without it | 90th percentile |")
    print("|---|---|---|---|---|---|")
    for witness, seconds in sorted(late.items()):
        offsets = 1000 * np.array(seconds)
        middle = float(np.median(offsets))
        print(
            f"| {witness} | {len(offsets)} | {np.median(np.abs(offsets)):.0f} ms | {middle:+.0f} ms "
            f"| {np.median(np.abs(offsets - middle)):.0f} ms | {np.percentile(np.abs(offsets), 90):.0f} ms |"
        )


def paired(own: Sequence[Mark], heard: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Words that both have, in order."""
    from difflib import SequenceMatcher

    left, right = [plain(mark.text) for mark in own], [mark.text for mark in heard]
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        yield from zip(own[block.a : block.a + block.size], heard[block.b : block.b + block.size], strict=True)


def steady(engine: Measured, judges: Judges, sample: Sample, language: str, minutes: float) -> None:
    """Level and tone of every fragment of a long lecture against the mean."""
    profile = stage.enroll(engine, sample, language, lambda _done, _what: None)
    loudness: list[float] = []
    tones: list[Embedding] = []
    seconds = 0.0
    texts = LECTURE[language]
    while seconds < 60 * minutes:
        at, size = len(loudness), SENTENCES_PER_FRAGMENT
        said = [texts[(at * size + n * (1 + at // len(texts))) % len(texts)] for n in range(size)]
        speech = fragment(engine, said, profile, language).speech
        loudness.append(integrated(speech.samples, SAMPLE_RATE))
        tones.append(judges.near.embed(speech.samples, SAMPLE_RATE))
        seconds += speech.duration
    sentences = [judges.near.embed(one.speech.samples, SAMPLE_RATE) for one in speak(engine, texts, profile, language)]
    size = round(STRETCH * sample.rate)
    stretches = [sample.samples[at : at + size] for at in range(0, len(sample.samples) - size + 1, size)]
    own = [judges.near.embed(stretch, sample.rate) for stretch in stretches]
    print(f"\n### Steadiness over {seconds / 60:.0f} minutes, {language}, {sample.name}\n")
    print("| fragments | farthest from the mean level | farthest from the mean tone (cosine) |\n|---|---|---|")
    print(
        f"| {len(tones)} | {np.abs(np.array(loudness) - np.mean(loudness)).max():.2f} dB | {astray(tones).max():.3f} |"
    )
    print(
        f"\nSingle sentences are {astray(sentences).mean():.3f} from their mean, "
        f"the sample's own stretches of {STRETCH:.0f} s {astray(own).mean():.3f}."
    )


def astray(tones: Sequence[Embedding]) -> np.ndarray:
    """How far embedded sounds are from their mean, in cosine."""
    mean = np.mean(tones, axis=0)
    return np.asarray(1 - np.stack(tones) @ (mean / np.linalg.norm(mean)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=("ru", "en"), default="ru")
    parser.add_argument("--engine", choices=tuple(ENGINES), default="silero")
    parser.add_argument("--samples", type=Path, help="a folder of recordings instead of the package's")
    parser.add_argument("--voices", type=int, default=8, help="how many of them")
    parser.add_argument("--minutes", type=float, default=20, help="of the lecture for steadiness")
    parser.add_argument("--only", choices=("voices", "marks", "steady"))
    parser.add_argument("--write", type=Path, help="keep the tables in this file")
    given = parser.parse_args()
    command = f"--engine {given.engine} --language {given.language} --voices {given.voices} --minutes {given.minutes:g}"
    with kept(given.write, f"Speech, {given.language}: `python -m quality.speech {command}`"):
        _tables(given)


def _tables(given: argparse.Namespace) -> None:
    import torch

    engine, judges = ENGINES[given.engine](), Judges.load()
    torch.set_num_threads(2)
    samples = [stage.load(path) for path in recordings(given.samples)][: given.voices]
    samples += [] if given.samples else [noisy(samples[0])]
    if given.only in (None, "marks"):
        marks(engine, judges, given.language)
    if given.only in (None, "voices"):
        voices(engine, judges, samples, given.language)
    if given.only in (None, "steady"):
        steady(engine, judges, samples[0], given.language, given.minutes)


if __name__ == "__main__":
    main()
