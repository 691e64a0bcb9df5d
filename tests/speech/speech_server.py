"""A real local server of `/v1/audio/speech`: it speaks every text as syllables of a buzz, and misbehaves when asked."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

RATE = 22_050  # Hz: not the engine's


@dataclass
class Behaviour:
    """What the server does, and what it was asked."""

    answers: list[tuple[int, bytes, dict[str, str]]] = field(default_factory=list)  # given first, then it speaks
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hangs: threading.Event | None = None  # set: answer; not set: wait for it


def syllables(text: str) -> bytes:
    """A WAV file: .08 s of sound for every letter."""
    letters = sum(sign.isalnum() for sign in text)
    time = np.arange(int(0.08 * letters * RATE)) / RATE
    tone = np.sum([np.sin(2 * np.pi * 140 * k * time) / k for k in range(1, 12)], axis=0)
    sound = 0.25 * tone * (0.55 - 0.45 * np.cos(2 * np.pi * 4 * time))
    sound *= np.minimum(1.0, (0.08 * letters - time) / 0.1) ** 2  # speech fades at its end
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return out.getvalue()


@contextmanager
def serve() -> Iterator[tuple[str, Behaviour]]:
    """The server's address and its behaviour, while this lasts."""
    behaviour = Behaviour()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            behaviour.asked.append(wish)
            behaviour.headers.append(dict(self.headers.items()))
            if behaviour.hangs is not None:
                behaviour.hangs.wait(30)
            if self.path != "/v1/audio/speech":
                return self.answer(404, b'{"error": "no such path"}')
            if behaviour.answers:
                return self.answer(*behaviour.answers.pop(0))
            return self.answer(200, syllables(wish["input"]), {"Content-Type": "audio/wav"})

        def answer(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            try:
                self.send_response(code)
                for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the name of the base class)
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", behaviour
    finally:
        if behaviour.hangs is not None:
            behaviour.hangs.set()
        server.shutdown()
        server.server_close()
