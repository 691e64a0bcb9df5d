"""Download of one file from its publisher, over HTTP, taking up what an earlier try left."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from videolecture.weights.place import BLOCK, digest
from videolecture.weights.types import File

# Seconds without an answer or without a byte. Short: without a way to the publisher the package is asked next.
PATIENCE = 8.0
TRIES = 4


class SourceError(Exception):
    """This source did not give the file; the text says why. Another may."""


class NoAnswerError(SourceError):
    """There is no way to this source at present, for no file."""


class _BrokenError(Exception):
    """The connection ended before the file did."""


def download(address: str, file: File, part: Path, got: Callable[[int], None]) -> None:
    """Fetch `file` into `part`, genuine when this returns; `got` hears how many bytes of it there are.

    Bytes that are already in `part` are kept and the rest is asked for by Range. Raises SourceError; what came is left
    in `part` unless it is known to be wrong. Raises OSError when `part` cannot be written.
    """
    for _ in range(TRIES):
        before = _length(part)
        if before < file.size:
            try:
                _receive(address, file, part, got)
            except _BrokenError as error:
                if _length(part) > before:
                    continue  # it broke in the middle: go on from there
                raise NoAnswerError(f"the connection broke ({error})") from error
        if _length(part) == file.size and digest(part) == file.sha256:
            return
        part.unlink(missing_ok=True)
        if before == 0:
            raise SourceError("it serves another file there: size or SHA-256 differ from the manifest's")
    raise SourceError("the connection broke again and again; the next pull goes on where this one stopped")


def _receive(address: str, file: File, part: Path, got: Callable[[int], None]) -> None:
    start = _length(part)
    with _open(address, start) as answer:
        if not (answer.status == 206 and _begins_at(answer.headers.get("Content-Range", ""), start)):
            start = 0  # the server sends the whole file
        with part.open("r+b" if start else "wb") as out:
            out.seek(start)
            done = start
            while done <= file.size and (block := _read(answer, min(BLOCK, file.size + 1 - done))):
                out.write(block)
                done += len(block)
                got(min(done, file.size))
        if done < file.size and answer.length:  # read(size) does not tell that the connection ended early
            raise _BrokenError(f"{answer.length} bytes short")


def _open(address: str, start: int) -> http.client.HTTPResponse:
    request = urllib.request.Request(address, headers={"User-Agent": "videolecture"})  # noqa: S310 (the manifest's)
    if start:
        request.add_header("Range", f"bytes={start}-")
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=PATIENCE)  # noqa: S310
    except urllib.error.HTTPError as error:
        raise SourceError(f"it answered {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
        raise NoAnswerError(f"no connection ({getattr(error, 'reason', error)})") from error
    return answer


def _read(answer: http.client.HTTPResponse, count: int) -> bytes:
    try:
        return answer.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenError(str(error)) from error


def _begins_at(content_range: str, start: int) -> bool:
    found = re.match(r"bytes (\d+)-", content_range)
    return found is not None and int(found[1]) == start


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def host(address: str) -> str:
    """The host of an address, for messages."""
    return urlsplit(address).netloc
