"""Recordings that were listened to: entries of the cache, as decks are that were opened."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path

from videolecture import weights
from videolecture.errors import Cancelled
from videolecture.execute import Executor, Report
from videolecture.execute.tasks import Input, Listen, Places, Task, TaskResult
from videolecture.speech.check import hearing
from videolecture.speech.recorded import listening
from videolecture.speech.recorded.listening import Listened
from videolecture.storage.cache import Cache, digest, digest_file

_POLL = 0.05  # seconds between two looks at the cancel flag


@dataclass(frozen=True)
class Recording:
    """A recording, and what was heard in it."""

    name: str  # of its file, for messages
    heard: Listened
    key: str  # of its entry in the cache, which holds its sound
    folder: Path  # of that entry
    digest: str  # SHA-256 of the file


def listened_to(
    path: Path,
    language: str,
    job: str,
    executor: Executor,
    cache: Cache,
    report: Report = lambda *_: None,
    cancelled: threading.Event | None = None,
) -> Recording:
    """The recording at `path`, listened to now if it was not before. `language`: ISO 639-1; "" as it sounds.

    Raises InputError for what is no recording of speech in that language, MissingError without the recogniser.
    """
    weights.require(*hearing.WEIGHTS)
    file = digest_file(path)
    made_by = [listening.BEHAVIOUR, *(weights.find(name).identity for name in hearing.WEIGHTS)]
    key = digest("recording", file, language, made_by)
    if not (entry := cache.find("recording", key)):
        task = Listen("", job, Input("file", file), language)
        entry = made("recording", key, task, {task.recording: path.resolve()}, executor, cache, report, cancelled)
    return Recording(path.name, listening.load(entry), key, entry, file)


def made(
    kind: str,
    key: str,
    task: Task[TaskResult],
    inputs: Mapping[Input, Path],
    executor: Executor,
    cache: Cache,
    report: Report = lambda *_: None,
    cancelled: threading.Event | None = None,
) -> Path:
    """The entry of the cache that a task makes now. Raises what the task does, and Cancelled."""
    staged = cache.stage(kind)
    try:
        future = executor.submit(task, Places(staged, inputs), report)
        while True:
            if cancelled is not None and cancelled.is_set():
                executor.cancel(task.job)
                raise Cancelled
            try:
                future.result(timeout=_POLL)
                break
            except NotYet:
                if future.done():
                    raise
        return cache.keep(kind, key, staged)
    finally:
        cache.drop(staged)
