"""Speech: seconds of sound for a second of work, once the engine is warm."""

from __future__ import annotations

import time
from pathlib import Path

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.speech import sample, stage
from videolecture.speech.kokoro.engine import Kokoro
from videolecture.speech.silero.engine import Silero
from videolecture.text import read, split_lecture

PROCESSOR = ("processor, s", "processor, s for a second of speech")
# Engine, language, times faster than it plays that are wanted, fragments of the example that are spoken (0: all).
WANTED = ((Silero, "ru", 10, 0), (Silero, "en", 5, 0), (Kokoro, "en", 2, 3))


def speech(_: Path) -> Table:
    """Speak both examples with the resident engines; the first fragment only warms them up."""
    recording = sample.load(EXAMPLES / "voice.wav")
    engines = {make: make() for make, *_ in WANTED}
    rows = []
    for make, language, wanted, count in WANTED:
        engine = engines[make]
        voice = stage.enroll(engine, recording, language, _quiet)
        slides = split_lecture(read(EXAMPLES / f"lecture_{language}.txt").text, language)
        first, *rest = [fragment for slide in slides for fragment in slide.fragments]
        rest = rest[: count or None]
        stage.speak_fragment(engine, first.sentences, voice, language, 0, _quiet)
        started, processor = time.perf_counter(), time.process_time()
        spoken = [stage.speak_fragment(engine, fragment.sentences, voice, language, 0, _quiet) for fragment in rest]
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        sound = sum(fragment.speech.duration for fragment in spoken)
        name = engine.info.name
        rows.append((name, language, sound, seconds, sound / seconds, wanted, processor, processor / sound))
    columns = ("engine", "language", "speech, s", "work, s", "**times faster than it plays**", "wanted", *PROCESSOR)
    return Table("Speech, warm", columns, rows, "Everything included: sentences, checks, marks, mouth shapes.")


def _quiet(*_: object) -> None:
    """Nobody watches."""
