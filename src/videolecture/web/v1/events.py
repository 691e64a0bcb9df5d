"""A lecture's events as server-sent events (the HTML standard's, with Last-Event-ID)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from videolecture.jobs.ledger import Ledger
from videolecture.jobs.rows import Job, StoredEvent
from videolecture.jobs.states import FINAL
from videolecture.web.hub import Hub
from videolecture.web.v1 import views

KEEP_ALIVE = 10.0  # seconds of silence after which a comment is sent, so that a client that went is noticed
RETRY = 2000  # milliseconds after which a client whose stream broke comes back


@dataclass(frozen=True)
class Moment:
    """What is new about a lecture."""

    job: Job | None
    news: tuple[StoredEvent, ...]
    progress: str  # JSON


class Feed:
    """Asks the ledger once for all streams that want to know the same."""

    def __init__(self, ledger: Ledger, hub: Hub) -> None:
        self._ledger, self.hub = ledger, hub
        self._lock = threading.Lock()
        self._count = -1
        self._known: dict[tuple[str, int, str], Moment] = {}

    def look(self, lecture: str, after: int, count: int, language: str) -> Moment:
        """What is new after an event, at the hub's `count`."""
        with self._lock:
            if count != self._count:
                self._count, self._known = count, {}
            if (lecture, after, language) not in self._known:
                self._known[lecture, after, language] = self._ask(lecture, after, language)
            return self._known[lecture, after, language]

    def _ask(self, lecture: str, after: int, language: str) -> Moment:
        job = self._ledger.lecture(lecture)  # before the events: what ended is then surely among them
        news = tuple(self._ledger.events(after=after, lecture=lecture))
        if job is None:
            return Moment(None, news, "")
        view = views.lecture(job, self._ledger.fragments(job.number), language)
        names = ("state", "stage", "done", "seconds_left", "stage_seconds_left", "paused")
        return Moment(job, news, json.dumps({name: getattr(view, name) for name in names}))


def stream(feed: Feed, lecture: str, after: int, stopping: threading.Event, language: str = "en") -> Iterator[str]:
    """Everything after an event, then what happens, until the lecture has ended; progress comes between, unnumbered."""
    yield f"retry: {RETRY}\n\n"
    shown, spoke = "", time.monotonic()
    seen = feed.hub.news(-1, 0.0)
    while not stopping.is_set():
        now = feed.look(lecture, after, seen, language)
        for event in now.news:
            after = event.seq
            yield f"id: {event.seq}\nevent: {event.name}\ndata: {views.event(event, language).model_dump_json()}\n\n"
        if now.job is None or (now.job.state in FINAL and not now.news):
            return
        if now.progress != shown:
            shown, spoke = now.progress, time.monotonic()
            yield f"event: progress\ndata: {shown}\n\n"
        if not now.news:
            seen = feed.hub.news(seen, 1.0)
        if time.monotonic() - spoke > KEEP_ALIVE:
            spoke = time.monotonic()
            yield ": still here\n\n"
