"""Speech: seconds of sound for a second of work, once the engine is warm."""

from __future__ import annotations

import time
from pathlib import Path

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.speech import sample, stage
from videolecture.speech.silero.engine import Silero
from videolecture.text import read, split_lecture

WANTED = {"ru": 10, "en": 5}


def speech(_: Path) -> Table:
    """Speak both examples with the resident engine; the first fragment only warms it up."""
    engine, recording = Silero(), sample.load(EXAMPLES / "voice.wav")
    rows = []
    for language, wanted in WANTED.items():
        voice = stage.enroll(engine, recording, language, _quiet)
        slides = split_lecture(read(EXAMPLES / f"lecture_{language}.txt").text, language)
        first, *rest = [fragment for slide in slides for fragment in slide.fragments]
        stage.speak_fragment(engine, first.sentences, voice, language, 0, _quiet)
        started, processor = time.perf_counter(), time.process_time()
        spoken = [stage.speak_fragment(engine, fragment.sentences, voice, language, 0, _quiet) for fragment in rest]
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        sound = sum(fragment.speech.duration for fragment in spoken)
        rows.append((language, sound, seconds, sound / seconds, wanted, processor))
    columns = ("language", "speech, s", "work, s", "**times faster than it plays**", "wanted", "processor, s")
    return Table("Speech, warm", columns, rows, "Everything included: sentences, checks, marks, mouth shapes.")


def _quiet(*_: object) -> None:
    """Nobody watches."""
