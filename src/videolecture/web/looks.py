"""Looks at what clients give before it is a lecture: in worker processes, which are ended when nobody asks any more."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from videolecture import registry
from videolecture.errors import MissingError
from videolecture.execute.looks import (
    DeckSeen,
    ListenToVoice,
    LookAtDeck,
    LookAtPhoto,
    PhotoSeen,
    ReadLecture,
    ReadText,
    TextRead,
    VoiceHeard,
)
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.tasks import Input, Places, R, Task
from videolecture.home import cache_folder
from videolecture.rendering import edits
from videolecture.rendering.hearing import SpokenPreview, hear
from videolecture.rendering.recording_files import Sources
from videolecture.rendering.recordings import recording_sources
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.terms import check_commercial_speech
from videolecture.settings import Settings
from videolecture.storage.cache import Cache, digest_file
from videolecture.types import Sentence

IDLE = 120.0  # seconds without a question after which the workers, with an engine in one of them, are ended
STRESS = "silero-stress"  # weights: who names them wants stress marked


class Looks:
    """Asked from any thread; looks of one kind go one after another."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self._home, self._settings = home, settings
        self._lock = threading.Lock()
        self._workers: ProcessExecutor | None = None
        self._cache: Cache | None = None
        self._busy = 0
        self._timer: threading.Timer | None = None

    def photo(self, path: Path, face_box: str, folder: Path) -> PhotoSeen:
        """The face of a photo. What is left goes to `folder`. Raises InputError."""
        task = LookAtPhoto("", "look", Input("file", digest_file(path)), face_box)
        return self._do(task, Places(folder, {task.photo: path}))

    def voice(self, path: Path, folder: Path) -> VoiceHeard:
        """The measure of a recording. Raises InputError."""
        task = ListenToVoice("", "look", Input("file", digest_file(path)))
        return self._do(task, Places(folder, {task.voice: path}))

    def deck(self, path: Path, folder: Path) -> DeckSeen:
        """The slides of a deck. Raises InputError."""
        task = LookAtDeck("deck", "look", Input("file", digest_file(path)))
        return self._do(task, Places(folder, {task.deck: path}))

    def text(
        self, text: str, language: str, delimiter: str, speech: str, dictionary: Path | None, citations: bool
    ) -> TextRead:
        """A text as it will be spoken; without stress marks while their weights are not here. Raises InputError."""
        stress = STRESS in registry.speech_engine(speech).info.weights
        words = Input("file", digest_file(dictionary)) if dictionary else None
        places = Places(self._home, {words: dictionary} if words and dictionary else {})
        try:
            return self._do(ReadText("text", "look", text, language, delimiter, stress, words, citations), places)
        except MissingError:
            return self._do(ReadText("text", "look", text, language, delimiter, False, words, citations), places)

    def lecture(self, request: RenderRequest) -> TextRead:
        """The text of a lecture that was ordered, as the pipeline reads it. Raises InputError, MissingError."""
        stress = STRESS in registry.speech_engine(request.speech).info.weights
        deck = None if request.text else request.deck
        paths = [path for path in (request.text, deck, request.dictionary) if path]
        inputs = {path: Input("file", digest_file(path)) for path in paths}
        text, notes, words = (inputs[path] if path else None for path in (request.text, deck, request.dictionary))
        task = ReadLecture(
            "text",
            "look",
            request.language,
            request.delimiter,
            text,
            notes,
            stress,
            words,
            request.citations,
            edits.read(request.edits).fragments,
        )
        return self._do(task, Places(self._home, {one: path for path, one in inputs.items()}))

    def recordings(self, request: RenderRequest) -> Sources | None:
        """The files of the lecture's recordings. Raises InputError."""
        if request.recording is None:
            return None
        workers = self._enter()
        try:
            return recording_sources(request, workers, self._open_cache())
        finally:
            self._leave()

    def hear(
        self,
        sentences: tuple[Sentence, ...],
        voice: Path,
        out: Path,
        speech: str,
        language: str,
        options: Mapping[str, object] | None = None,  # None: as the settings say
        checked: bool = False,
        seed: int = 0,
    ) -> SpokenPreview:
        """Speak sentences into `out`. Raises InputError, MissingError."""
        options = self._settings.options(speech) if options is None else options
        if self._settings.commercial:
            check_commercial_speech(speech, options, language)
        workers = self._enter()
        try:
            return hear(
                sentences,
                voice,
                out,
                engine=speech,
                language=language,
                options=options,
                cache=self._open_cache(),
                workers=workers,
                checked=checked,
                seed=seed,
            )
        finally:
            self._leave()

    def close(self) -> None:
        """End every worker."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._workers:
                self._workers.close()
            if self._cache:
                self._cache.close()
            self._workers = self._cache = None

    def _open_cache(self) -> Cache:
        with self._lock:
            self._cache = self._cache or Cache(cache_folder(self._home))
            return self._cache

    def _do(self, task: Task[R], places: Places) -> R:
        workers = self._enter()
        try:
            return workers.submit(task, places, lambda *_: None).result()
        finally:
            self._leave()

    def _enter(self) -> ProcessExecutor:
        with self._lock:
            self._busy += 1
            if self._timer:
                self._timer.cancel()
            if self._workers is None:
                self._workers = ProcessExecutor(self._settings.setup())
            return self._workers

    def _leave(self) -> None:
        with self._lock:
            self._busy -= 1
            if not self._busy:
                self._timer = threading.Timer(IDLE, self._rest)
                self._timer.daemon = True
                self._timer.start()

    def _rest(self) -> None:
        with self._lock:
            if self._busy or self._workers is None:
                return
            self._workers.close()
            self._workers = None
