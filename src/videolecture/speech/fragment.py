"""A fragment's finished sound, and how it is kept on disk between the tasks of a job: 16-bit WAV and JSON.

Same content, same bytes.
"""

from __future__ import annotations

import json
import wave
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from videolecture.storage.atomic import output_error
from videolecture.types import Mark, Samples, Speech, Viseme

SPEECH_WAV, SPEECH_JSON = "speech.wav", "speech.json"


@dataclass(frozen=True)
class Measurements:
    """What can be said of a spoken fragment in numbers and words."""

    seconds: float  # of sound
    loudness: float  # LUFS, at least -99
    peak: float  # 0..1
    longest_silence: float  # seconds
    utterances: int  # engine calls that are heard
    spoken_again: int  # further tries, because something was wrong
    problems: tuple[str, ...]  # what is still wrong with the best try, in words


@dataclass(frozen=True)
class SpokenFragment:
    """A fragment as it is heard: a whole number of frames, a short silence before and the pause after it included."""

    speech: Speech  # 48 kHz, len(samples) a multiple of 1920; marks and visemes in its own time
    sentences: tuple[tuple[float, float], ...]  # start and end in seconds of each sentence, pauses excluded
    measurements: Measurements


def write_fragment(folder: Path, spoken: SpokenFragment) -> None:
    """Write speech.wav (mono, 16 bit) and speech.json (marks, visemes, sentences, measurements) into a folder."""
    write_wav(folder / SPEECH_WAV, spoken.speech.samples, spoken.speech.rate)
    content = {
        "marks": [asdict(mark) for mark in spoken.speech.marks],
        "visemes": [asdict(viseme) for viseme in spoken.speech.visemes],
        "sentences": spoken.sentences,
        "measurements": asdict(spoken.measurements),
    }
    _write_text(folder / SPEECH_JSON, content)


def write_silent(folder: Path, seconds: float) -> None:
    """Write the speech.json of a fragment in which nothing is spoken: its speech.wav is there already."""
    measured = asdict(Measurements(round(seconds, 3), -99.0, 0.0, 0.0, 0, 0, ()))
    _write_text(folder / SPEECH_JSON, {"marks": [], "visemes": [], "sentences": [], "measurements": measured})


def read_fragment(folder: Path) -> SpokenFragment:
    """Read what write_fragment wrote."""
    samples, rate = read_wav(folder / SPEECH_WAV)
    content = json.loads((folder / SPEECH_JSON).read_text(encoding="utf-8"))
    measured = content["measurements"]
    return SpokenFragment(
        speech=Speech(
            samples=samples,
            rate=rate,
            marks=tuple(Mark(**mark) for mark in content["marks"]),
            visemes=tuple(Viseme(**viseme) for viseme in content["visemes"]),
        ),
        sentences=tuple((float(start), float(end)) for start, end in content["sentences"]),
        measurements=Measurements(**{**measured, "problems": tuple(measured["problems"])}),
    )


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    """Mono 16-bit PCM; magnitudes above 1 are cut."""
    whole = np.round(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2")
    try:
        with path.open("wb") as file, wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(rate)
            sound.writeframes(whole.tobytes())
    except OSError as error:
        raise output_error(path, error) from error


def read_wav(path: Path) -> tuple[Samples, int]:
    """The samples of a file of write_wav, and their rate in Hz."""
    with wave.open(str(path), "rb") as sound:
        whole = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
        return (whole / 32767).astype(np.float32), sound.getframerate()


def _write_text(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise output_error(path, error) from error
