"""Gunicorn's threads, kept free of clients that are slow, by accident or on purpose.

As it comes, gunicorn's threaded worker gives every connection a thread, reads and writes without a limit, and lingers
in the loop that serves everybody when it closes a connection: a few dozen half-sent requests stop a service. Here a
connection gets a thread only when its whole request is there (or so much of it that it is an upload), reading and
writing end when the other side falls silent, and what is slow by nature has threads of its own.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.http.errors import NoMoreData
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD = 32_768  # bytes of a request's head
BODY = 65_536  # bytes of a body that are awaited without a thread; what is longer is an upload
ARRIVING = 10.0  # seconds that a request may take to arrive, an upload its first BODY bytes
SILENCE = 10.0  # seconds without a byte after which a client that sends counts as gone
UNREAD = 30.0  # seconds after which a client that reads nothing does: players pause, and ask again for the rest
RATE = 10_000  # bytes a second that an upload must bring on the average, after SILENCE
ENDING = 3  # seconds that requests may take to their end when the service stops

# Which threads serve what, by the request's first line. /ping never waits; orders are looked at one after another,
# in another process; uploads and downloads are as slow as their clients. Everything else, cancel too, has the rest.
QUICK, ORDERS, FILES, UPLOADS = "quick", "orders", "files", "uploads"
_LANES = {
    QUICK: re.compile(rb"(?:GET|HEAD) /(?:ping|healthz)[ ?]"),
    ORDERS: re.compile(rb"PUT |POST /generat"),
    FILES: re.compile(rb"GET /api/v1/lectures/[^/ ]+/files/"),
}
_SLOW = (ORDERS, FILES, UPLOADS)
_QUICK_THREADS = 2

_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r?$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:")
_EXPECT = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r\n")
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_TOO_MANY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Arrival:
    """A request of which not everything may be there yet."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray()
        self.began = time.monotonic()
        self.asks = False  # whether the client waits to be asked for the body
        self._head = 0  # bytes of the head with the empty line; 0: it is not whole
        self._length: int | None = 0  # bytes of the body; None: it comes in chunks
        self.add(data)

    def add(self, data: bytes) -> None:
        """More of it has come."""
        searched = max(0, len(self.data) - 3)
        self.data += data
        if self._head == 0 and (end := self.data.find(b"\r\n\r\n", searched)) >= 0:
            self._read_head(end + 4)

    def _read_head(self, size: int) -> None:
        head, rest = bytes(self.data[:size]), bytes(self.data[size:])
        if _CHUNKED.search(head):
            self._length = None
        elif found := _LENGTH.search(head):
            self._length = int(found[1])
        if _EXPECT.search(head):  # answered here; nobody shall answer it again
            self.asks = not rest
            head = _EXPECT.sub(b"", head, count=1)
        self.data = bytearray(head + rest)
        self._head = len(head)

    @property
    def too_long(self) -> bool:
        """Whether its head never ends."""
        return self._head == 0 and len(self.data) > HEAD

    @property
    def whole(self) -> bool:
        """Whether everything is there."""
        if self._head == 0:
            return False
        if self._length is None:
            return self.data.endswith(b"0\r\n\r\n", self._head)
        return len(self.data) >= self._head + self._length

    @property
    def ready(self) -> bool:
        """Whether it is worth a thread: it is whole, or its client has shown that it sends."""
        return self.whole or (self._head > 0 and len(self.data) >= self._head + BODY)

    @property
    def lane(self) -> str:
        """Whose threads serve it; "": everybody's."""
        if not self.whole:
            return UPLOADS
        return next((lane for lane, line in _LANES.items() if line.match(self.data)), "")


class Paced(SocketUnreader):  # type: ignore[misc]
    """Reads an upload as long as its client keeps up a pace; raises TimeoutError when it does not."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.begin()

    def begin(self) -> None:
        """Another request begins."""
        self._began, self._read = time.monotonic(), 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes."""
        before = self.sock.gettimeout()
        allowed = SILENCE + self._read / RATE - (time.monotonic() - self._began)
        self.sock.settimeout(max(0.001, min(before or SILENCE, SILENCE, allowed)))
        try:
            data: bytes = super().chunk(size_hint)
        finally:
            self.sock.settimeout(before)
        self._read += len(data)
        return data


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with these limits. It parks the jobs at SIGTERM already, not after the last request."""

    def init_process(self) -> None:
        """Serve; returns at the end."""
        # Ours alone: the master must not end us while we park, which it would after the same time.
        self.cfg.set("graceful_timeout", ENDING)
        sizes = {QUICK: _QUICK_THREADS, **dict.fromkeys(_SLOW, max(1, self.cfg.threads // 4))}
        self._lanes = {lane: ThreadPoolExecutor(size, thread_name_prefix=lane) for lane, size in sizes.items()}
        self._arrivals: dict[Any, Arrival] = {}  # in the order in which their time is up
        self._held: Counter[str] = Counter()  # connections that a lane serves or lets wait
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """The threads that everybody shares."""
        self._everybody = ThreadPoolExecutor(self.cfg.threads, thread_name_prefix="requests")
        return self._everybody

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM."""
        if (service := getattr(self.app, "service", None)) is not None:
            threading.Thread(target=service.begin_to_stop, daemon=True).start()
        super().handle_exit(sig, frame)

    # ------------------------------------------------------------------- the loop: it must never wait for one client

    def enqueue_req(self, conn: TConn) -> None:
        """A request begins on a connection."""
        conn.sock.setblocking(False)
        self._arrivals[conn] = Arrival(conn.parser.unreader.take_buffered() if conn.parser else b"")
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._receive(conn)

    def _receive(self, conn: TConn, _: object = None) -> None:
        arrival = self._arrivals[conn]
        if not arrival.ready:
            try:
                data = conn.sock.recv(BODY)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._drop(conn)
                return
            arrival.add(data)
        if arrival.too_long:
            self._drop(conn, _TOO_LONG)
        elif arrival.ready:
            self._serve(conn, arrival)
        elif arrival.asks:
            arrival.asks = False
            with contextlib.suppress(OSError):  # it has gone: seen at the next look
                conn.sock.send(_CONTINUE)

    def _serve(self, conn: TConn, arrival: Arrival) -> None:
        """Give the request a thread; nothing slow may have so many that nobody else is let in."""
        conn.lane = arrival.lane
        if conn.lane in _SLOW and self._held[conn.lane] >= self.worker_connections // 4:
            self._drop(conn, _TOO_MANY)
            return
        self._held[conn.lane] += 1
        self.poller.unregister(conn.sock)
        del self._arrivals[conn]
        if conn.parser is None:
            conn.parser = RequestParser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = Paced(conn.sock)
        conn.parser.unreader.unread(bytes(arrival.data))
        conn.parser.unreader.begin()
        conn.data_ready, conn.whole = True, arrival.whole
        lane = self._lanes.get(conn.lane) or self._everybody
        lane.submit(self.handle, conn).add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def _drop(self, conn: TConn, last_words: bytes = b"") -> None:
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        if last_words:
            with contextlib.suppress(OSError):
                conn.sock.send(last_words)
        del self._arrivals[conn]
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Drop requests that take too long to arrive; at the end of the service those that have not begun.

        Gunicorn calls it between two looks at the connections. Where there are too many, the one that is in the middle
        of a request for the longest time goes, or the one that is idle for the longest time.
        """
        if self.nr_conns >= self.worker_connections:
            if self._arrivals:
                self._drop(next(iter(self._arrivals)))
            elif self.keepalived_conns:
                self.keepalived_conns[0].timeout = 0.0
                self.murder_keepalived()
        now = time.monotonic()
        for conn, arrival in list(self._arrivals.items()):
            if now - arrival.began > ARRIVING:
                self._drop(conn, _TOO_SLOW if arrival.data else b"")
            elif self.alive:
                break
            elif not arrival.data:
                self._drop(conn)

    def finish_request(self, conn: TConn, done: Future[Any]) -> None:
        """Back from its thread: the connection stays for another request, or is closed by now."""
        self._held[conn.lane] -= 1
        if done.cancelled() or done.exception() is not None or not done.result():
            self.nr_conns -= 1
            conn.close()
        else:
            super().finish_request(conn, done)

    # ------------------------------------------------------------------------------------------------- in a thread

    def handle(self, conn: TConn) -> Any:
        """Serve one request."""
        kept = super().handle(conn)
        if not kept and not conn.whole:
            util.close_graceful(conn.sock)  # the client still sends; it shall read the answer nevertheless
        return kept

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """The same, once its head is read."""
        conn.sock.settimeout(UNREAD)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:  # while we wrote
            raise NoMoreData from None
