"""The speech stage: a sample becomes a voice, a fragment's sentences become its sound. Runs inside a worker process."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from videolecture.engines import SpeechEngine
from videolecture.errors import EngineError, Term
from videolecture.loudness import integrated, ratio
from videolecture.speech.check import hearing, plausibility
from videolecture.speech.edges import audible_span, soft_clipped, with_fades
from videolecture.speech.fragment import (
    Measurements,
    SpokenFragment,
    read_fragment,
    read_wav,
    write_fragment,
    write_wav,
)
from videolecture.speech.level_sentences import CALIBRATION
from videolecture.speech.lips.from_sound import visemes_from_sound
from videolecture.speech.lips.visemes import are_letters, visemes
from videolecture.speech.sample import load, warnings
from videolecture.speech.timing.align import align
from videolecture.speech.utterances import Utterance, utterances
from videolecture.types import (
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    Mark,
    Progress,
    Sample,
    Samples,
    Sentence,
    Speech,
    VoiceProfile,
)

__all__ = [
    "SpokenFragment",
    "enroll",
    "load",
    "read_fragment",
    "read_wav",
    "speak_fragment",
    "write_fragment",
    "write_wav",
]

BEHAVIOUR = 3  # raised whenever the same engine gives another sound, other marks or visemes: part of every key
LOUDNESS = -20.0  # LUFS that every voice is brought to, before the lecture's own gain
GAINS = (0.1, 10.0)  # least and greatest gain of a voice
LEAD_IN = 0.1  # seconds of silence before the first word
ATTEMPTS = 3  # how often an utterance that sounds wrong is spoken, in all


def enroll(engine: SpeechEngine, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
    """Learn the sample's voice and the fixed gain that brings it to -20 LUFS.

    The profile's warnings say what is wrong with the sample and what to record instead.
    """
    profile = engine.enroll(sample, language, lambda done, what: progress(0.95 * done, what))
    progress(0.95, "measuring the voice's level")
    spoken = engine.speak(CALIBRATION[language], profile, language, 0)
    loudness = integrated(np.concatenate([speech.samples for speech in spoken]), engine.info.rate)
    gain = float(np.clip(ratio(LOUDNESS - loudness), *GAINS)) if np.isfinite(loudness) else 1.0
    progress(1.0, "voice learned")
    return replace(
        profile,
        digest=hashlib.sha256(f"{profile.digest} {gain!r}".encode()).hexdigest(),
        gain=gain,
        warnings=(*warnings(sample), *profile.warnings),
    )


def speak_fragment(
    engine: SpeechEngine,
    sentences: Sequence[Sentence],
    voice: VoiceProfile,
    language: str,
    seed: int,
    progress: Progress,
    *,
    seeds: Sequence[int] = (),
    listen: bool = False,
) -> SpokenFragment:
    """Speak a fragment. An utterance that sounds wrong is made again at most twice, then the best is kept and reported.

    `seeds`: of each sentence, added to `seed`: takes that were chosen. With `listen` every utterance is recognised as
    well, and what was heard is compared with its text. Engines that do not time their words get times by alignment.
    """
    calls = utterances(sentences, language, engine.info.longest)
    if not calls:
        raise EngineError(
            "There is nothing to say in the fragment.",
            "Give it words, or remove it.",
            code="fragment-nothing-to-say",
        )
    track = _Track(len(sentences))
    own = [seed + (seeds[call.sentence] if seeds else 0) for call in calls]
    for call, take in zip(calls, _best_takes(engine, calls, voice, own, progress, listen), strict=True):
        track.add(call, take)
    progress(1.0, "spoken")
    return track.finish(language)


@dataclass(frozen=True)
class _Take:
    """One utterance as spoken: 48 kHz, trimmed and faded, at the voice's level; marks in its own time."""

    samples: Samples
    marks: tuple[Mark, ...]
    problems: tuple[str, ...]
    badness: tuple[int, float, float]  # problems, share of letters recognised otherwise, deviation of the length
    attempts: int = 1


def _best_takes(
    engine: SpeechEngine,
    calls: Sequence[Utterance],
    voice: VoiceProfile,
    seeds: Sequence[int],
    progress: Progress,
    listen: bool,
) -> list[_Take]:
    """Of every utterance the first take without problems, or the best of all.

    All utterances of a language and a seed go to the engine at once: some engines compute them together.
    """
    best: dict[int, _Take] = {}
    attempts: dict[int, int] = {}
    sounds: dict[int, Samples] = {}
    pending = list(range(len(calls)))
    for attempt in range(ATTEMPTS):
        for language, seed in dict.fromkeys((calls[place].language, seeds[place]) for place in pending):
            own = [place for place in pending if (calls[place].language, seeds[place]) == (language, seed)]
            progress(_share(best, calls), f"speaking {len(own)} of {len(calls)}")
            spoken = engine.speak([calls[place].text for place in own], voice, language, seed + attempt)
            for place, speech in zip(own, spoken, strict=True):
                attempts[place] = attempt + 1
                if place in sounds and np.array_equal(sounds[place], speech.samples, equal_nan=True):
                    pending.remove(place)  # a deterministic engine: the next attempt would be the same
                    continue
                sounds[place] = speech.samples
                verdict = hearing.judge(speech, calls[place].text, language) if listen else hearing.Verdict()
                take = _finished_take(speech, voice.gain, calls[place].text, verdict)
                if place not in best or take.badness < best[place].badness:
                    best[place] = take
                progress(_share(best, calls), f"speaking {place + 1} of {len(calls)}")
        pending = [place for place in pending if best[place].problems]
    return [replace(best[place], attempts=attempts[place]) for place in range(len(calls))]


def _share(best: Mapping[int, _Take], calls: Sequence[Utterance]) -> float:
    return len(best) / len(calls)


def _finished_take(speech: Speech, gain: float, text: str, verdict: hearing.Verdict) -> _Take:
    # Problems are looked for in what the engine made, before soft clipping.
    found = (*speech.problems, *plausibility.problems(speech.samples, speech.rate, text), *verdict.problems)
    badness = (
        len(found),
        verdict.error,
        plausibility.length_deviation(speech.samples, speech.rate, text) if found else 0.0,
    )
    samples = np.nan_to_num(speech.samples)
    if speech.rate != SAMPLE_RATE:
        import soxr

        samples = np.asarray(soxr.resample(samples, speech.rate, SAMPLE_RATE), dtype=np.float32)
    first, last = audible_span(samples, SAMPLE_RATE)
    timed = speech.marks or align(samples, SAMPLE_RATE, text)
    if speech.marks:
        # A mark outside what is loud enough (a final «ф») is sound as well.
        first = min(first, max(0, int(speech.marks[0].start * SAMPLE_RATE)))
        last = max(last, min(len(samples), int(max(mark.end for mark in speech.marks) * SAMPLE_RATE)))
    finished = with_fades(soft_clipped((samples[first:last] * np.float32(gain)).astype(np.float32)), SAMPLE_RATE)
    length, offset = len(finished) / SAMPLE_RATE, first / SAMPLE_RATE
    marks = tuple(
        Mark(mark.kind, mark.text, max(0.0, mark.start - offset), min(length, mark.end - offset)) for mark in timed
    )
    return _Take(finished, marks, found, badness)


class _Track:
    """Takes and pauses laid one after another."""

    def __init__(self, sentences: int) -> None:
        self._pieces: list[Samples] = [np.zeros(round(LEAD_IN * SAMPLE_RATE), dtype=np.float32)]
        self._length = len(self._pieces[0])  # samples so far
        self._marks: list[Mark] = []
        self._spans: list[tuple[float, float] | None] = [None] * sentences
        self._utterances = 0
        self._retries = 0
        self._problems: list[str] = []

    def add(self, call: Utterance, take: _Take) -> None:
        start = self._length / SAMPLE_RATE
        self._marks += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in take.marks]
        self._append(take.samples)
        span = self._spans[call.sentence]
        self._spans[call.sentence] = (span[0] if span else start, self._length / SAMPLE_RATE)
        self._append(np.zeros(round(call.pause * SAMPLE_RATE), dtype=np.float32))
        self._utterances += 1
        self._retries += take.attempts - 1
        self._problems += [
            Term("«{text}»: {problem}", code="utterance-problem", text=call.text, problem=problem)
            for problem in take.problems
        ]

    def finish(self, language: str) -> SpokenFragment:
        self._append(np.zeros(-self._length % SAMPLES_PER_FRAME, dtype=np.float32))
        samples = np.concatenate(self._pieces)
        marks = tuple(self._marks)
        shapes = visemes(marks, language) if are_letters(marks) else visemes_from_sound(samples, SAMPLE_RATE)
        return SpokenFragment(
            speech=Speech(samples, SAMPLE_RATE, marks, shapes),
            sentences=self._filled_spans(),
            measurements=Measurements(
                seconds=round(self._length / SAMPLE_RATE, 3),
                loudness=round(max(integrated(samples, SAMPLE_RATE), -99.0), 2),
                peak=round(float(np.abs(samples).max()), 4),
                longest_silence=round(plausibility.longest_silence(samples, SAMPLE_RATE), 2),
                utterances=self._utterances,
                spoken_again=self._retries,
                problems=tuple(self._problems),
            ),
        )

    def _append(self, samples: Samples) -> None:
        self._pieces.append(samples)
        self._length += len(samples)

    def _filled_spans(self) -> tuple[tuple[float, float], ...]:
        """A sentence without words gets an empty span where it would have been."""
        filled: list[tuple[float, float]] = []
        time = LEAD_IN
        for span in self._spans:
            filled.append(span or (time, time))
            time = filled[-1][1]
        return tuple(filled)
