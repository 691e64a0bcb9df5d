"""Delivers webhooks that the ledger holds, each again and again until its address has answered."""

from __future__ import annotations

import http.client
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select, update

from videolecture.errors import VideolectureError
from videolecture.jobs.lease import Lease
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.schema import deliveries, jobs
from videolecture.jobs.webhooks import name_of, post, sign

DELAYS = (0, 5, 30, 120, 600, 1800, 7200)  # seconds before each attempt; after the last one it is given up

_log = logging.getLogger("videolecture.webhooks")


class Deliveries:
    """Delivers what the ledger holds, one at a time, from a thread of its own."""

    def __init__(
        self,
        ledger: Ledger,
        lease: Lease,
        internal: bool,
        send: Callable[[str, str, Mapping[str, str], bool], int] = post,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger, self._lease, self._internal, self._send, self._clock = ledger, lease, internal, send, clock
        self._due: dict[int, float] = {}  # delivery -> when, monotonic: a changed wall clock delays nothing

    def run(self, stop: threading.Event) -> None:
        """Until `stop`."""
        while not stop.wait(0.5):
            try:
                self.deliver()
            except VideolectureError as error:
                _log.warning("webhooks wait: %s", error)

    def deliver(self) -> None:
        """Try everything that is due."""
        of_job = (jobs.c.webhook, jobs.c.request, jobs.c.created)
        waiting = select(deliveries, *of_job).join(jobs, jobs.c.number == deliveries.c.job)
        with self._ledger.store.reading() as connection:
            rows = connection.execute(waiting.where(deliveries.c.state == "waiting")).all()
        for row in rows:
            due = self._due.setdefault(row.number, self._clock())
            if self._clock() >= due:
                asked = row.request
                place = asked.get("text") or asked.get("voice") or asked["deck"]
                name = name_of(row.number, place, row.created)
                self._attempt(row.number, name, row.attempts + 1, row.body, row.webhook)

    def _attempt(self, number: int, identity: str, attempt: int, text: str, webhook: Mapping[str, Any]) -> None:
        now = int(time.time())
        try:
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "videolecture",
                "webhook-id": identity,
                "webhook-timestamp": str(now),
                "webhook-signature": sign(webhook["secret"], identity, now, text),
            }
            status = self._send(webhook["url"], text, headers, self._internal)
            last, heard = f"answered {status}", 200 <= status < 300
        except (OSError, ValueError, http.client.HTTPException, VideolectureError) as error:
            last, heard = f"{type(error).__name__}: {error}", False
        state = "delivered" if heard else "waiting" if attempt < len(DELAYS) else "given up"
        if state == "waiting":
            self._due[number] = self._clock() + DELAYS[attempt]
        else:
            self._due.pop(number, None)
        _log.info("delivery=%d attempt=%d state=%s %s", number, attempt, state, last)
        with self._ledger.store.writing() as connection:
            self._lease.check(connection)
            one = update(deliveries).where(deliveries.c.number == number)
            connection.execute(one.values(attempts=attempt, state=state, last=last[:500]))
