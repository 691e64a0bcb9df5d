"""A server's answer as samples, whatever format of sound it is."""

from __future__ import annotations

import io

import numpy as np

from videolecture.errors import EngineError
from videolecture.types import Samples

RATE = 24_000  # Hz; whatever the server sends is brought to it
LARGEST = 200_000_000  # bytes of an answer
QUOTED = 200  # characters of a server's own message in an error
CHECK_URL = "Does url in [engines.http] name a speech server?"


def printable(body: bytes) -> str:
    """The words of an answer that a terminal can show; everything else in it is left out."""
    text = body.decode("utf-8", errors="ignore")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def missing_bytes(body: bytes) -> int:
    """Bytes of sound that a WAV file's header announces and the file does not hold; 0 for other files.

    A header written before the sound was made announces 0 or about 2³² bytes: it announces nothing.
    """
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        return 0
    at = 12
    while at + 8 <= len(body):
        size = int.from_bytes(body[at + 4 : at + 8], "little")
        if body[at : at + 4] == b"data":
            return max(0, at + 8 + size - len(body)) if size <= LARGEST else 0
        at += 8 + size + size % 2
    return 0


def decoded(body: bytes, url: str) -> Samples:
    """A server's answer as mono samples at RATE, whatever format of sound it is."""
    import av

    pieces = []
    try:
        with av.open(io.BytesIO(body), "r") as sound:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            for frame in sound.decode(audio=0):
                pieces += [part.to_ndarray()[0] for part in resampler.resample(frame)]
            pieces += [part.to_ndarray()[0] for part in resampler.resample(None)]
    except (av.FFmpegError, IndexError, ValueError) as error:
        start = printable(body[:QUOTED])
        raise EngineError(
            "The speech server {url} answers with something that is no sound ({size} bytes: «{start}»).",
            CHECK_URL,
            code="http-no-sound",
            url=url,
            size=len(body),
            start=start[:60],
        ) from error
    if not pieces or not sum(map(len, pieces)):
        raise EngineError(
            "The speech server {url} answers with a sound of no length.", CHECK_URL, code="http-no-length", url=url
        )
    return np.concatenate(pieces).astype(np.float32)
