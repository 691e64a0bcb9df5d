"""The requests to a speech server: tried again where a failure may be temporary; every failure is an error of ours."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Self

from videolecture.errors import EngineError, Term
from videolecture.speech.http.server import Server
from videolecture.speech.http.sound import CHECK_URL, LARGEST, QUOTED, missing_bytes, printable

PAUSE = 0.5  # seconds before the second try, doubled for each further one
LONGEST_PAUSE = 90.0  # seconds; the longest wait before another attempt
LONGEST_RETRY_AFTER = 600.0  # seconds; a server that asks to wait longer than this is an error
LONGEST_ANSWER = 600.0  # seconds that the answer to one sentence may take to arrive, however slowly it streams

_RAISE_TIMEOUT = "Is it busy or too slow? Raise timeout in [engines.http]."
_START_SERVER = "Start it, or correct url in [engines.http]."
_READ_LOG = "Look at the server's log."


class _TransientError(EngineError):
    """A failure that may be gone at the next try."""

    wait = 0.0  # seconds that the server asks for

    def after(self, wait: float) -> Self:
        """The same, with the pause that the server asks for."""
        self.wait = wait
        return self


class Client:
    """Asks one server."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def ask(self, payload: Mapping[str, object]) -> bytes:
        """The server's answer, requested again after a pause when the failure may be temporary."""
        for attempt in range(self._server.tries):
            try:
                body = self._request(payload)
                if missing := missing_bytes(body):
                    raise _TransientError(
                        "The speech server {url} broke off {missing} bytes before the end of its sound.",
                        _READ_LOG,
                        code="http-sound-broke-off",
                        url=self._server.url,
                        missing=missing,
                    )
                return body
            except _TransientError as failure:
                if attempt + 1 == self._server.tries:
                    raise
                if failure.wait > LONGEST_RETRY_AFTER:
                    raise EngineError(
                        "{cause.what} It asks to wait {wait:g} s, more than the {most:g} s that are waited.",
                        "{cause.remedy}",
                        code="http-long-wait",
                        cause=failure,
                        wait=failure.wait,
                        most=LONGEST_RETRY_AFTER,
                    ) from failure
                time.sleep(min(max(PAUSE * 2**attempt, failure.wait), LONGEST_PAUSE))
        raise AssertionError("unreachable: tries is at least 1")

    def _request(self, payload: Mapping[str, object]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "audio/*"}
        if key := os.environ.get(self._server.key_variable, "").strip():
            if not (key.isascii() and key.isprintable()):
                raise EngineError(
                    "The key in {variable} holds signs that no key has.",
                    "Put the server's key into the environment variable {variable}.",
                    code="http-key",
                    variable=self._server.key_variable,
                )
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310 (http or https: checked when the settings were read)
            self._server.address, json.dumps(payload).encode(), headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self._server.timeout) as answer:  # noqa: S310 (as above)
                body = self._read_body(answer)
                promised = answer.length  # what is missing of the announced length; None: it was not announced
        except urllib.error.HTTPError as error:
            raise self._http_error(error) from error
        except http.client.HTTPException as error:
            if isinstance(error, (http.client.RemoteDisconnected, http.client.IncompleteRead)):
                raise self._closed() from error
            raise _TransientError(
                "The speech server {url} answers with something that is not HTTP.",
                CHECK_URL,
                code="http-not-http",
                url=self._server.url,
            ) from error
        except OSError as error:  # urllib's URLError, too, which has the cause inside
            raise self._unreachable(getattr(error, "reason", error)) from error
        if len(body) > LARGEST:
            raise EngineError(
                "The speech server {url} sends more than {most} MB for one sentence.",
                CHECK_URL,
                code="http-too-large",
                url=self._server.url,
                most=LARGEST // 10**6,
            )
        if promised:  # read() with a limit ends quietly where the connection does
            raise _TransientError(
                "The speech server {url} broke off {missing} bytes before the end of its answer.",
                _READ_LOG,
                code="http-broke-off",
                url=self._server.url,
                missing=promised,
            )
        return body

    def _read_body(self, answer: http.client.HTTPResponse) -> bytes:
        """What arrives, up to a little more than LARGEST."""
        body, started = bytearray(), time.monotonic()
        while len(body) <= LARGEST and (piece := answer.read1(1 << 16)):
            body += piece
            if time.monotonic() - started > LONGEST_ANSWER:
                raise _TransientError(
                    "The speech server {url} still sends one sentence after {seconds:g} s.",
                    _RAISE_TIMEOUT,
                    code="http-endless",
                    url=self._server.url,
                    seconds=LONGEST_ANSWER,
                )
        return bytes(body)

    def _closed(self) -> _TransientError:
        return _TransientError(
            "The speech server {url} closed the connection before the end of its answer.",
            _READ_LOG,
            code="http-closed",
            url=self._server.url,
        )

    def _unreachable(self, cause: object) -> _TransientError:
        if isinstance(cause, TimeoutError):
            return _TransientError(
                "The speech server {url} did not answer within {seconds:g} s.",
                _RAISE_TIMEOUT,
                code="http-timeout",
                url=self._server.url,
                seconds=self._server.timeout,
            )
        if isinstance(cause, ConnectionResetError):
            return self._closed()
        return _TransientError(
            "The speech server {url} cannot be reached: {reason}.",
            _START_SERVER,
            code="http-unreachable",
            url=self._server.url,
            reason=cause,
        )

    def _http_error(self, error: urllib.error.HTTPError) -> EngineError:
        with error:
            said = printable(error.read(4096))[:QUOTED]
        answer = Term("{status} {reason}", code="http-answer", status=error.code, reason=error.reason)
        if said:
            answer = Term("{answer}, «{said}»", code="http-answer-said", answer=answer, said=said)
        return self._refusal(error, answer)

    def _refusal(self, error: urllib.error.HTTPError, answer: Term) -> EngineError:
        try:
            wait = float(error.headers.get("Retry-After", "0"))
        except ValueError:
            wait = 0.0
        if error.code == 429:
            return _TransientError(
                "The speech server {url} refuses: {answer}.",
                "It allows no more at present: lower together in [engines.http], or try again later.",
                code="http-too-many",
                url=self._server.url,
                answer=answer,
            ).after(wait)
        if error.code in (408, 425) or error.code >= 500:
            return _TransientError(
                "The speech server {url} fails: {answer}.",
                _READ_LOG,
                code="http-fails",
                url=self._server.url,
                answer=answer,
            ).after(wait)
        if error.code in (401, 403):
            return EngineError(
                "The speech server {url} refuses: {answer}.",
                "Put the server's key into the environment variable {variable}.",
                code="http-forbidden",
                url=self._server.url,
                answer=answer,
                variable=self._server.key_variable,
            )
        return EngineError(
            "The speech server {url} refuses: {answer}.",
            "Check url, model and voice in [engines.http].",
            code="http-refused",
            url=self._server.url,
            answer=answer,
        )
