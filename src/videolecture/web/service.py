"""What both APIs do: orders into the ledger, answers out of it. HTTP is elsewhere."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from videolecture import registry
from videolecture.errors import VideolectureError
from videolecture.execute.looks import FindNames
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.tasks import Input, Inspect, InspectedFragment, InspectResult, Places
from videolecture.home import home as home_folder
from videolecture.home import lectures_folder, logs_folder
from videolecture.jobs import tokens
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.process import Config
from videolecture.jobs.requests import request_from, shown
from videolecture.jobs.retention import own_folder
from videolecture.jobs.rows import FragmentText, Job, Order, Origin, QueueFull
from videolecture.jobs.states import FINAL, LIVING, State
from videolecture.jobs.store import Store
from videolecture.jobs.supervisor import Supervisor
from videolecture.rendering import edits
from videolecture.rendering.decks import read_deck
from videolecture.rendering.edits import Edits
from videolecture.rendering.ordered import check_ordered
from videolecture.rendering.plan import require_weights
from videolecture.rendering.request import DICTIONARY, check, check_file
from videolecture.rendering.tasks import inspect
from videolecture.settings import Settings
from videolecture.storage.cache import digest, digest_file
from videolecture.web.beside import Beside, Reads
from videolecture.web.config import ServiceSettings
from videolecture.web.dictionaries import Dictionaries
from videolecture.web.heard import HeardTakes
from videolecture.web.hub import Hub
from videolecture.web.inputs import InputSource, Roots, take, take_one
from videolecture.web.looks import Looks
from videolecture.web.paces import paces
from videolecture.web.pulls import Pulls
from videolecture.web.refusals import TooMany, Unusable
from videolecture.web.sessions import Sessions
from videolecture.web.texts import LectureTexts
from videolecture.web.uploads import Uploads
from videolecture.web.v1.events import Feed

STOPPING = 30.0  # seconds that a client waits for a cancelled job to stop; it takes less than one
_INSPECTED = ("text", "face", "voice", "deck", "dictionary")  # files that are looked at in a worker first
_RETRY_AFTER = 30  # seconds after which a client may try a full queue again


@dataclass(frozen=True)
class Wish:
    """A lecture as a client asks for it; `options` are those that were chosen of `options.OPTIONS`."""

    lecture: str
    origin: Origin
    sources: Mapping[str, InputSource]  # text, face, voice
    options: Mapping[str, Any]
    out: Path | None = None  # None: a folder of ours
    consent: Mapping[str, Any] = field(default_factory=dict)
    webhook: Mapping[str, str] | None = None
    owner: str = ""  # the name of the client's token
    beside: Mapping[str, InputSource] = field(default_factory=dict)  # by the names that text and deck call them


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """A request's fields as the ledger keeps them."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}


Numbers = tuple[tuple[int, ...], ...]  # per slide, of fragments
Slides = tuple[tuple[InspectedFragment, ...], ...]

Judge = Callable[[Job | None, str], bool]
"""judge(current job, new digest): False when nothing is to be done; raises Refused when it may not be done."""


class Service:
    """One per process of the server; `start` after the process is forked."""

    def __init__(self, settings: Settings, service: ServiceSettings) -> None:
        self.settings, self.limits = settings, service
        self.home = home_folder()
        self.logs = logs_folder(self.home, settings.logs)
        self.store = Store(self.home)
        self.ledger = Ledger(self.store)
        self.roots = Roots(service.roots, self.home)
        self.supervisor = Supervisor(self._config(), self.ledger)
        self.hub = Hub(self._version)
        self.feed = Feed(self.ledger, self.hub)
        self.stopping = threading.Event()
        self.streams = threading.BoundedSemaphore(service.streams)
        self.deleting: set[str] = set()  # lectures that a client deletes at this moment
        self._inspector = ProcessExecutor()
        self.uploads, self.dictionaries, self.sessions = (
            Uploads(self.home),
            Dictionaries(self.home),
            Sessions(self.home),
        )
        self.looks, self.pulls, self.takes = Looks(self.home, settings), Pulls(), HeardTakes(self.home)
        self.texts = LectureTexts(self.looks)

    def start(self) -> None:
        """Start the process that renders; meanwhile what the first visitor of the page would wait for is loaded."""
        self.supervisor.start()
        threading.Thread(target=self._warm, name="warm", daemon=True).start()

    @staticmethod
    def _warm() -> None:
        """Import the engines' modules, which takes seconds; whoever asks for them tells what is wrong with one."""
        with contextlib.suppress(VideolectureError, ImportError):
            registry.infos("speech")
            registry.infos("face")

    def begin_to_stop(self) -> None:
        """End every stream and park what runs."""
        self.stopping.set()
        self.supervisor.park()

    def stop(self) -> None:
        """Park what runs, end every stream and every process."""
        self.stopping.set()
        self.supervisor.park()
        self._inspector.close()
        self.looks.close()
        self.store.close()

    def token_name(self, text: str) -> str | None:
        """The name of a valid token."""
        return tokens.name_of(self.store, text)

    def session_token(self, cookie: str) -> tuple[str, str] | None:
        """The name of the token of a session, and what its forms carry; None when it has ended."""
        session = self.sessions.find(cookie)
        name = tokens.name_of_digest(self.store, session.token) if session else None
        return (name, session.form) if session and name is not None else None

    def dictionary(self, owner: str) -> Path | None:
        """The file of the words that a client keeps here."""
        return self.dictionaries.file(owner)

    def paces(self) -> Mapping[tuple[Literal["speech", "face"], str], float]:
        """Seconds of work for a second of lecture, of each engine that has made any here."""
        return paces(self.ledger)

    # ------------------------------------------------------------------------------------------------------- orders

    def submit(self, wish: Wish, judge: Judge = lambda _job, _code: True) -> tuple[Job, bool]:
        """Queue a lecture, or leave it as it is if `judge` says so; the lecture's job, and whether it is a new one."""
        with self.new_folder() as folder:
            limits = {name: self.limits.bytes_of(name) for name in wish.sources}
            limits |= {name: self.limits.bytes_of(source.field) for name, source in wish.beside.items()}
            digests = take({**wish.sources, **wish.beside}, limits, folder)
            digests |= self.take_beside(wish.sources, folder)
            code = digest(wish.options, digests, str(wish.out or ""), wish.consent, wish.webhook)
            current = self.ledger.lecture(wish.lecture)
            if not judge(current, code) and current is not None:
                shutil.rmtree(folder, ignore_errors=True)
                return current, False
            order = replace(self._order(wish, folder, code), inputs=digests)
            job = self.ledger.submit(
                order,
                number_in_names=not wish.lecture.isdecimal(),
                judge=lambda now: judge(now, code),
                limit=self.limits.queue,
            )
        if new := own_folder(self.home, job) == folder:
            self.supervisor.look()
        else:  # somebody asked for the very same at the same moment
            shutil.rmtree(folder, ignore_errors=True)
        return job, new

    def take_beside(self, sources: Mapping[str, InputSource], folder: Path) -> dict[str, str]:
        """Copy what these name beside them, where they were named by paths; SHA-256 by their names. Raises Refused."""
        found: dict[str, str] = {}

        def copy(limit: int, name: str, source: InputSource) -> None:
            if not (folder / name).exists():
                found[name] = take_one(source, limit, folder / name)

        beside = Beside(self.roots, folder, self._named)
        try:
            beside.files(sources, partial(copy, self.limits.deck_bytes))
            for name, source in beside.films(sources):
                copy(self.limits.film_bytes, name, source)
        except VideolectureError as error:
            names = {name: source.shown for name, source in sources.items()}
            request = {name: str(folder / (name + source.suffix)) for name, source in sources.items()}
            raise Unusable("unusable", error=shown({**request, "shown": names}, error)) from error
        return found

    def _named(self, path: Path, reads: Reads) -> tuple[str, ...]:
        task = FindNames("", path.parent.name, Input("file", digest_file(path)), reads)
        return self._inspector.submit(task, Places(path.parent, {task.file: path}), lambda *_: None).result().names

    def _order(self, wish: Wish, folder: Path, code: str) -> Order:
        names = {name: source.shown for name, source in wish.sources.items()}
        request = {
            **plain(self.settings.request(wish.options)),
            **{name: str(folder / (name + source.suffix)) for name, source in wish.sources.items()},
            "out": str(wish.out or folder / "out"),
            "id": int(wish.lecture) if wish.lecture.isdecimal() else 0,
            "shown": names,
            "owner": wish.owner,
        }
        slides, rows, about = self.inspected(request, folder)
        request |= about
        return Order(wish.lecture, wish.origin, request, code, slides, rows, wish.consent, wish.webhook)

    def inspected(
        self, request: Mapping[str, Any], folder: Path
    ) -> tuple[Numbers, tuple[FragmentText, ...], dict[str, str]]:
        """Of a request that can be made: per slide the numbers of its fragments, those that will be rendered, and
        what else is known of it."""
        result = self._inspect(request, folder)
        found = result.slides
        about = {"called": result.title, "spoken_in": result.language}
        rows = self._chosen(found, request.get("slides") or range(1, len(found) + 1))
        if not rows and not request.get("deck"):
            raise Unusable("no words")
        return tuple(tuple(fragment.number for fragment in of) for of in found), tuple(rows), about

    @staticmethod
    def _chosen(found: Slides, slides: Sequence[int]) -> list[FragmentText]:
        for slide in slides:
            if slide > len(found):
                raise Unusable("no slide", slide=slide, count=len(found))
        return [
            FragmentText(f.number, slide, f.text, f.characters, f.source)
            for slide in sorted(slides)
            for f in found[slide - 1]
        ]

    def _inspect(self, request: Mapping[str, Any], folder: Path) -> InspectResult:
        """The slides with their fragments, if the inputs can be used."""
        try:
            self._check_options(request)
            changed = edits.read(Path(request["edits"]) if request.get("edits") else None)
            paths = {name: Path(request[name]) for name in _INSPECTED if request.get(name)}
            inputs = {name: Input("file", digest_file(path)) for name, path in paths.items()}
            task = inspect(request_from(request), folder.name, inputs, changed)
            places = Places(folder, {one: paths[name] for name, one in inputs.items()})
            result = self._inspector.submit(task, places, lambda *_: None).result()
            self._look_at_pictures(changed, len(result.slides), task, folder)
            check_ordered(request_from(request), result)
        except VideolectureError as error:
            raise Unusable("unusable", error=shown(request, error)) from error
        return result

    def _look_at_pictures(self, changed: Edits, slides: int, task: Inspect, folder: Path) -> None:
        """Open every picture that a slide has instead of the deck's; raises InputError for one that is none."""
        for number, picture in changed.pictures.items():
            if number > slides:
                raise Unusable("no slide", slide=number, count=slides)
            if task.deck is None:
                raise Unusable("no deck", slide=number)
            alone, drawn = folder / ".picture", folder / ".drawn"
            try:
                alone.mkdir()
                drawn.mkdir()
                shutil.copyfile(picture, alone / f"1{picture.suffix}")
                read = read_deck(folder.name, digest_file(picture), task.canvas)
                self._inspector.submit(read, Places(drawn, {read.deck: alone}), lambda *_: None).result()
            finally:
                for made in (alone, drawn):
                    shutil.rmtree(made, ignore_errors=True)

    def _check_options(self, request: Mapping[str, Any]) -> None:
        job = request_from(request)
        check(job)
        if job.dictionary is not None:
            check_file(job.dictionary, DICTIONARY)
        require_weights(job)

    @contextlib.contextmanager
    def new_folder(self) -> Iterator[Path]:
        """The name of a folder for a lecture's inputs, that is gone again when an error ends the block."""
        folder = lectures_folder(self.home) / uuid.uuid4().hex
        try:
            yield folder
        except QueueFull:
            shutil.rmtree(folder, ignore_errors=True)
            raise TooMany("full", retry_after=_RETRY_AFTER) from None
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    # ------------------------------------------------------------------------------------------------------- cancel

    def running(self) -> Job | None:
        """The job that the original's cancel means: the one that runs, otherwise the one that would run next."""
        living = sorted(
            self.ledger.jobs(states=LIVING, origins=("original", "v1")),
            key=lambda job: (job.state == State.QUEUED, job.origin != "original", job.number),
        )
        return living[0] if living else None

    def cancel(self, number: int) -> State:
        """Stop a job; its state when nothing of it runs any more."""
        state = self.ledger.cancel(number)
        self.supervisor.look()
        deadline = time.monotonic() + STOPPING
        while state not in FINAL and time.monotonic() < deadline:
            time.sleep(0.02)
            state = self.ledger.state(number) or State.CANCELLED
        return state

    def forget(self, lecture: str) -> None:
        """Stop a lecture and delete everything of it that is ours."""
        folders = []
        self.deleting.add(lecture)  # from now on nobody changes it
        try:
            for job in self.ledger.jobs(lecture=lecture):
                self.cancel(job.number)
                folders.append(own_folder(self.home, job))
            if self.ledger.forget(lecture):
                for folder in filter(None, folders):
                    shutil.rmtree(folder, ignore_errors=True)
                self.takes.forget(lecture)
        finally:
            self.deleting.discard(lecture)

    # ------------------------------------------------------------------------------------------------------ inside

    def _version(self) -> object:
        with self.store.reading() as connection:
            return connection.exec_driver_sql("PRAGMA data_version").scalar(), connection.exec_driver_sql(
                "SELECT (SELECT max(seq) FROM events), (SELECT sum(done) FROM fragments), (SELECT sum(done) FROM jobs)"
            ).first()

    def _config(self) -> Config:
        return Config(
            home=str(self.home),
            logs=str(self.logs),
            executor=self.settings.executor,
            setup=replace(self.settings.setup(), patience=self.limits.patience),
            jobs_at_once=self.limits.jobs_at_once,
            cache_bytes=self.limits.cache_bytes,
            lectures_bytes=self.limits.lectures_bytes,
            webhook_internal=self.limits.webhooks_inside,
        )
