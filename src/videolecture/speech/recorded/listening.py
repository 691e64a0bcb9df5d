"""What was said in a recording, when, and where nobody speaks: recognised minute by minute."""

from __future__ import annotations

import json
import wave
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import InputError
from videolecture.speech.activity import STEP, activity_of, levels, spans
from videolecture.speech.check import hearing
from videolecture.speech.recorded.reading import Read
from videolecture.storage.atomic import write_text
from videolecture.types import SAMPLE_RATE, Mark, Progress, Samples

BEHAVIOUR = 1  # raised whenever the same recording is heard otherwise: part of every key
SOUND, HEARD = "sound.wav", "heard.json"
# Seconds of sound that are recognised together, cut in the longest pause between the two.
SHORTEST, LONGEST = 40.0, 90.0
LEAST_SPEECH = 0.5  # seconds
PAUSE = 0.15  # seconds: shorter ones are part of words
SAID = 0.05  # seconds that somebody has to speak in the time of a recognised word
STRETCHES = 3  # of half a minute, in which the language is told
SURE, UNLIKELY = 0.7, 0.1  # probability of the language heard and of the one that was said, for a refusal
LANGUAGE_STRETCH = 30.0  # seconds


@dataclass(frozen=True)
class Listened:
    """What was heard in a recording; seconds from its beginning."""

    language: str  # ISO 639-1
    words: tuple[Mark, ...]  # of kind "word", in order, with their signs
    speech: tuple[tuple[float, float], ...]  # where somebody speaks; what lies between are pauses
    seconds: float
    loudness: float  # LUFS of the WAV


def listen(wav: Path, read: Read, language: str, name: Path, progress: Progress = lambda *_: None) -> Listened:
    """Recognise the WAV of `reading.read`. `language`: ISO 639-1, or "" to be told by the sound.

    `name`: what messages call the recording. Raises InputError where nobody speaks, or in another language than
    `language`; MissingError without the recogniser or its weights.
    """
    level = _levels(wav)
    speaks = _speaking(level)
    if float(speaks.sum()) * STEP < LEAST_SPEECH or not np.isfinite(read.loudness):
        raise InputError(
            "Nobody speaks in the recording «{path}».", "Check the microphone, or give another file.",
            code="recording-no-speech", path=name,
        )  # fmt: skip
    progress(0.0, "loading the recogniser")
    hearing.ready()
    language = _language(wav, speaks, language, name)
    words: list[Mark] = []
    for first, last in chunks(speaks):
        progress(first / len(speaks), f"listening, {first * STEP / 60:.1f} of {read.seconds / 60:.1f} min")
        if not speaks[first:last].any():
            continue
        heard = hearing.hear(stretch(wav, first * STEP, last * STEP), SAMPLE_RATE, language, beams=hearing.WIDE)
        words += [Mark("word", w.text, w.start + first * STEP, w.end + first * STEP) for w in heard.words]
    words = [word for word in words if word.text and _is_said(word, speaks)]
    if not words:
        raise InputError(
            "No word was understood in the recording «{path}».", "Check that it holds speech, and in which language.",
            code="recording-no-words", path=name,
        )  # fmt: skip
    progress(1.0, "heard")
    parts = tuple((round(a * STEP, 2), round(b * STEP, 2)) for a, b in spans(speaks))
    return Listened(language, tuple(words), parts, read.seconds, read.loudness)


def stretch(wav: Path, start: float, end: float) -> Samples:
    """The samples between two times (seconds) of a 48 kHz mono WAV; silence where it has none."""
    first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    with wave.open(str(wav), "rb") as sound:
        begin = min(max(first, 0), sound.getnframes())
        sound.setpos(begin)
        whole = np.frombuffer(sound.readframes(max(0, last - begin)), dtype="<i2")
    found = (whole / 32767).astype(np.float32)
    return np.pad(found, (begin - first if first < 0 else 0, 0))[: last - first] if first < 0 else found


def save(folder: Path, listened: Listened) -> None:
    """Write heard.json. Same content, same bytes."""
    write_text(folder / HEARD, json.dumps(asdict(listened), ensure_ascii=False, indent=1) + "\n")


def load(folder: Path) -> Listened:
    """What `save` wrote."""
    content = json.loads((folder / HEARD).read_text("utf-8"))
    words = tuple(Mark(**word) for word in content["words"])
    speech = tuple((float(a), float(b)) for a, b in content["speech"])
    return Listened(content["language"], words, speech, content["seconds"], content["loudness"])


def chunks(speaks: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of 10 ms steps to be recognised one by one, cut in the middle of the longest pause there is."""
    found, start = [], 0
    least, most = round(SHORTEST / STEP), round(LONGEST / STEP)
    while len(speaks) - start > most:
        pauses = spans(~speaks[start + least : start + most])
        longest = max(pauses, key=lambda pause: pause[1] - pause[0], default=(most - least - 1, most - least))
        end = start + least + (longest[0] + longest[1]) // 2
        found.append((start, end))
        start = end
    return [*found, (start, len(speaks))]


def _levels(wav: Path) -> NDArray[np.float64]:
    """The level in dBFS of every 10 ms, read by the minute."""
    with wave.open(str(wav), "rb") as sound:
        seconds = sound.getnframes() / SAMPLE_RATE
    found = [levels(stretch(wav, at, min(at + 60.0, seconds)), SAMPLE_RATE) for at in np.arange(0.0, seconds, 60.0)]
    return np.concatenate(found) if found else np.zeros(0)


def _speaking(level: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For every 10 ms whether somebody speaks, judged by the five minutes around: rooms and distances change."""
    step = round(300.0 / STEP)
    bounds = [*range(0, max(1, len(level) - step // 2), step), len(level)]
    parts = [activity_of(level[a:b]) for a, b in pairwise(bounds)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.bool_)


def _language(wav: Path, speaks: NDArray[np.bool_], wanted: str, name: Path) -> str:
    """The language of some stretches with speech; raises InputError where it is surely not the wanted one."""
    step = round(LANGUAGE_STRETCH / STEP)
    loudest = sorted(range(0, len(speaks), step), key=lambda at: (-int(speaks[at : at + step].sum()), at))[:STRETCHES]
    heard: dict[str, float] = {}
    for at in loudest:
        for language, share in hearing.languages(stretch(wav, at * STEP, (at + step) * STEP), SAMPLE_RATE).items():
            heard[language] = heard.get(language, 0.0) + share / len(loudest)
    likeliest = max(sorted(heard), key=lambda language: heard[language])
    if wanted and likeliest != wanted and heard[likeliest] > SURE and heard.get(wanted, 0.0) < UNLIKELY:
        raise InputError(
            "The recording «{path}» is in another language: «{heard}» was heard, not «{wanted}».",
            "Give the recording in the language of the text, or say the right one with --language {heard}.",
            code="recording-language", path=name, heard=likeliest, wanted=wanted,
        )  # fmt: skip
    return wanted or likeliest


def _is_said(word: Mark, speaks: NDArray[np.bool_]) -> bool:
    """Whether somebody speaks where a word was recognised: in silence recognisers hear what subtitles often say."""
    return float(speaks[max(0, int(word.start / STEP)) : int(word.end / STEP) + 1].sum()) * STEP >= SAID
