"""Speech from any server that speaks OpenAI's `POST /v1/audio/speech`: the voices are the server's."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import math
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Self
from urllib.parse import urlsplit

import numpy as np

from videolecture.engines import SpeechEngine
from videolecture.errors import EngineError, InputError, Term
from videolecture.speech.input_errors import nothing_to_say
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile

RATE = 24_000  # Hz; whatever the server sends is brought to it
PAUSE = 0.5  # seconds before the second try, doubled for each further one
LONGEST_PAUSE = 90.0  # seconds; the longest wait before another attempt
LONGEST_RETRY_AFTER = 600.0  # seconds; a server that asks to wait longer than this is an error
LONGEST_ANSWER = 600.0  # seconds that the answer to one sentence may take to arrive, however slowly it streams
LARGEST = 200_000_000  # bytes of an answer
QUOTED = 200  # characters of a server's own message in an error


@dataclass(frozen=True)
class Server:
    """Where the speech comes from: the table [engines.http] of the settings."""

    url: str = ""  # http://localhost:8000 or http://localhost:8000/v1
    model: str = "tts-1"
    voice: str = "alloy"
    key_variable: str = "OPENAI_API_KEY"  # the environment variable that holds the key, if there is one
    timeout: float = 120.0  # seconds without data
    tries: int = 3
    together: int = 4  # requests at a time
    send_seed: bool = False  # some servers take a seed, some refuse what the standard does not name
    commercial: bool = False  # the operator says that its voice may be sold, under the licence named
    licence: str = ""

    @property
    def address(self) -> str:
        """The address that speaks."""
        base = self.url.rstrip("/")
        return (base if base.endswith("/v1") else base + "/v1") + "/audio/speech"


def server(options: Mapping[str, object]) -> Server:
    """The server that the settings describe. Raises InputError for a setting that is missing or wrong."""
    known = {field.name: type(field.default) for field in fields(Server)}
    for name, value in options.items():
        kind = known.get(name)
        if kind is None:
            raise InputError(
                "The engine http has no setting «{name}».",
                "Known: {known}.",
                code="http-setting-unknown",
                name=name,
                known=", ".join(known),
            )
        fits = isinstance(value, (int, float) if kind is float else kind) and (kind is bool or value is not True)
        if not fits:
            raise InputError(
                "The setting «{name}» of the engine http cannot be {value}.",
                "Correct [engines.http].",
                code="http-setting-wrong",
                name=name,
                value=value,
            )
    described = Server(**options)  # type: ignore[arg-type]  # checked above
    try:
        parts = urlsplit(described.url)
        (parts.hostname or "").encode("idna")
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # no IPv6 address, no name of a host, no port
        named = False
    if not named:
        raise InputError(
            "The engine http needs the address of its server, not «{url}».",
            'Write it in the settings: [engines.http] url = "http://localhost:8000".',
            code="http-no-address",
            url=described.url,
        )
    if described.tries < 1 or described.together < 1 or not 0 < described.timeout < math.inf:
        raise InputError(
            "The settings tries, together and timeout of the engine http must be positive.",
            "Correct [engines.http].",
            code="http-not-positive",
        )
    if described.commercial and not described.licence.strip():
        raise InputError(
            "The voice of the speech server is declared fit for commercial use, but no licence is named.",
            'Name the licence that allows it: [engines.http] licence = "...".',
            code="http-no-licence",
        )
    return described


class Http(SpeechEngine):
    """Asks a server. It loads nothing; the sample chooses no voice, the settings do."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="http",
        kind="speech",
        title="A speech server (OpenAI's /v1/audio/speech)",
        licence_code="Apache-2.0",
        licence_weights="the server's",
        commercial=False,  # not known here, so refused under --commercial unless the operator declares it
        behaviour=1,
        rate=RATE,
        longest_text=1000,
        needs="a server",
        limits="speaks in a voice of the server, chosen by name, not in the sample's; no marks",
    )
    manifest_options: ClassVar[tuple[str, ...]] = ("url", "model", "voice", "licence")
    terms_options: ClassVar[tuple[str, ...]] = ("commercial", "licence")
    options: ClassVar[Mapping[str, str]] = {
        "url": "the server's address, required",
        "model": "tts-1",
        "voice": "alloy",
        "key_variable": "the environment variable with the key: OPENAI_API_KEY",
        "timeout": "seconds without data from the server: 120",
        "tries": "3",
        "together": "requests at a time: 4",
        "send_seed": "whether the server takes a seed: false",
        "commercial": "true: the voice may be sold, under the licence named",
        "licence": "the voice's licence",
    }

    @classmethod
    def terms(cls, options: Mapping[str, object]) -> EngineInfo:
        """The voice's licence as the operator declares it."""
        if not options.get("licence"):
            return cls.info
        declared = f"{options['licence']} (declared by the operator)"
        return replace(cls.info, licence_weights=declared, commercial=bool(options.get("commercial")))

    @staticmethod
    def check_options(options: Mapping[str, object]) -> None:
        """Raise InputError for settings that describe no server."""
        server(options)

    def __init__(self, options: Mapping[str, object] | None = None) -> None:
        self._server = server(dict(options or {}))

    def enroll(  # its voices are the server's, whatever the language
        self,
        sample: Sample,
        language: str,  # noqa: ARG002
        progress: Progress,
    ) -> VoiceProfile:
        """The server's voice that the settings name."""
        progress(0.0, f"asking {self._server.url}")
        chosen = f"{self.info.behaviour} {self._server.address} {self._server.model} {self._server.voice}"
        progress(1.0, f"the server's voice «{self._server.voice}»")
        return VoiceProfile(
            engine=self.info.name,
            digest=hashlib.sha256(chosen.encode()).hexdigest(),
            data={"voice": self._server.voice},
            warnings=(f"The server speaks in its own voice «{self._server.voice}», not in that of {sample.name}.",),
        )

    def speak(  # the API has no language
        self,
        texts: Sequence[str],
        voice: VoiceProfile,
        language: str,  # noqa: ARG002
        seed: int,
    ) -> Iterator[Speech]:
        """One Speech for each text, several requested at a time."""
        for text in texts:
            if not any(sign.isalnum() for sign in text):
                raise nothing_to_say(text)
        with ThreadPoolExecutor(self._server.together) as pool:
            requested = [pool.submit(self._request_speech, text, str(voice.data["voice"]), seed) for text in texts]
            try:
                for answer in requested:
                    yield Speech(answer.result(), RATE)
            finally:
                for answer in requested:
                    answer.cancel()

    def _request_speech(self, text: str, voice: str, seed: int) -> Samples:
        payload: dict[str, object] = {
            "model": self._server.model,
            "voice": voice,
            "input": text,
            "response_format": "wav",
        }
        if self._server.send_seed:
            payload["seed"] = seed
        return decoded(self._with_retries(payload), self._server.url)

    def _with_retries(self, payload: Mapping[str, object]) -> bytes:
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
                _CHECK_URL,
                code="http-not-http",
                url=self._server.url,
            ) from error
        except OSError as error:  # urllib's URLError, too, which has the cause inside
            raise self._unreachable(getattr(error, "reason", error)) from error
        if len(body) > LARGEST:
            raise EngineError(
                "The speech server {url} sends more than {most} MB for one sentence.",
                _CHECK_URL,
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


_RAISE_TIMEOUT = "Is it busy or too slow? Raise timeout in [engines.http]."
_START_SERVER = "Start it, or correct url in [engines.http]."
_READ_LOG = "Look at the server's log."
_CHECK_URL = "Does url in [engines.http] name a speech server?"


class _TransientError(EngineError):
    """A failure that may be gone at the next try."""

    wait = 0.0  # seconds that the server asks for

    def after(self, wait: float) -> Self:
        """The same, with the pause that the server asks for."""
        self.wait = wait
        return self


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
            _CHECK_URL,
            code="http-no-sound",
            url=url,
            size=len(body),
            start=start[:60],
        ) from error
    if not pieces or not sum(map(len, pieces)):
        raise EngineError(
            "The speech server {url} answers with a sound of no length.", _CHECK_URL, code="http-no-length", url=url
        )
    return np.concatenate(pieces).astype(np.float32)
