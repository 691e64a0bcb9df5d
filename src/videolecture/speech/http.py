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
from dataclasses import dataclass, fields
from typing import ClassVar
from urllib.parse import urlsplit

import numpy as np

from videolecture.engines import SpeechEngine
from videolecture.errors import EngineError, InputError
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
            raise InputError(f"The engine http has no setting «{name}».", f"Known: {', '.join(known)}.")
        fits = isinstance(value, (int, float) if kind is float else kind) and (kind is bool or value is not True)
        if not fits:
            raise InputError(f"The setting «{name}» of the engine http cannot be {value!r}.", "Correct [engines.http].")
    described = Server(**options)  # type: ignore[arg-type]  # checked above
    try:
        parts = urlsplit(described.url)
        (parts.hostname or "").encode("idna")
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # no IPv6 address, no name of a host, no port
        named = False
    if not named:
        raise InputError(
            f"The engine http needs the address of its server, not «{described.url}».",
            'Write it in the settings: [engines.http] url = "http://localhost:8000".',
        )
    if described.tries < 1 or described.together < 1 or not 0 < described.timeout < math.inf:
        raise InputError("The settings tries, together and timeout of the engine http must be positive.")
    return described


class Http(SpeechEngine):
    """Asks a server. It loads nothing; the sample chooses no voice, the settings do."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="http",
        kind="speech",
        title="A speech server (OpenAI's /v1/audio/speech)",
        licence_code="Apache-2.0",
        licence_weights="the server's",
        commercial=False,  # not known here, so refused under --commercial
        behaviour=1,
        rate=RATE,
        longest_text=1000,
        needs="a server",
        limits="speaks in a voice of the server, chosen by name, not in the sample's; no marks",
    )
    manifest_options: ClassVar[tuple[str, ...]] = ("url", "model", "voice")
    options: ClassVar[Mapping[str, str]] = {
        "url": "the server's address, required",
        "model": "tts-1",
        "voice": "alloy",
        "key_variable": "the environment variable with the key: OPENAI_API_KEY",
        "timeout": "seconds without data from the server: 120",
        "tries": "3",
        "together": "requests at a time: 4",
        "send_seed": "whether the server takes a seed: false",
    }

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
                    what = (
                        f"The speech server {self._server.url} broke off {missing} bytes before the end of its sound."
                    )
                    raise _TransientError(what, _READ_LOG)
                return body
            except _TransientError as failure:
                if attempt + 1 == self._server.tries:
                    raise EngineError(failure.what, failure.remedy) from failure
                if failure.wait > LONGEST_RETRY_AFTER:
                    wait = (
                        f" It asks to wait {failure.wait:g} s, more than the {LONGEST_RETRY_AFTER:g} s that are waited."
                    )
                    raise EngineError(failure.what + wait, failure.remedy) from failure
                time.sleep(min(max(PAUSE * 2**attempt, failure.wait), LONGEST_PAUSE))
        raise AssertionError("unreachable: tries is at least 1")

    def _request(self, payload: Mapping[str, object]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "audio/*"}
        if key := os.environ.get(self._server.key_variable, "").strip():
            if not (key.isascii() and key.isprintable()):
                raise EngineError(
                    f"The key in {self._server.key_variable} holds signs that no key has.",
                    f"Put the server's key into the environment variable {self._server.key_variable}.",
                )
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310 (http or https: checked when the settings were read)
            self._server.address, json.dumps(payload).encode(), headers, method="POST"
        )
        where = f"The speech server {self._server.url}"
        try:
            with urllib.request.urlopen(request, timeout=self._server.timeout) as answer:  # noqa: S310 (as above)
                body = self._read_body(answer)
                promised = answer.length  # what is missing of the announced length; None: it was not announced
        except urllib.error.HTTPError as error:
            raise self._http_error(error) from error
        except TimeoutError as error:
            raise _TransientError(
                f"{where} did not answer within {self._server.timeout:g} s.", _RAISE_TIMEOUT
            ) from error
        except (http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionResetError) as error:
            raise _TransientError(f"{where} closed the connection before the end of its answer.", _READ_LOG) from error
        except http.client.HTTPException as error:
            raise _TransientError(f"{where} answers with something that is not HTTP.", _CHECK_URL) from error
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _TransientError(
                    f"{where} did not answer within {self._server.timeout:g} s.", _RAISE_TIMEOUT
                ) from error
            if isinstance(reason, ConnectionResetError):
                what = f"{where} closed the connection before the end of its answer."
                raise _TransientError(what, _READ_LOG) from error
            raise _TransientError(f"{where} cannot be reached: {reason}.", _START_SERVER) from error
        if len(body) > LARGEST:
            raise EngineError(f"{where} sends more than {LARGEST // 10**6} MB for one sentence.", _CHECK_URL)
        if promised:  # read() with a limit ends quietly where the connection does
            raise _TransientError(f"{where} broke off {promised} bytes before the end of its answer.", _READ_LOG)
        return body

    def _read_body(self, answer: http.client.HTTPResponse) -> bytes:
        """What arrives, up to a little more than LARGEST."""
        body, started = bytearray(), time.monotonic()
        while len(body) <= LARGEST and (piece := answer.read1(1 << 16)):
            body += piece
            if time.monotonic() - started > LONGEST_ANSWER:
                what = f"The speech server {self._server.url} still sends one sentence after {LONGEST_ANSWER:g} s."
                raise _TransientError(what, _RAISE_TIMEOUT)
        return bytes(body)

    def _http_error(self, error: urllib.error.HTTPError) -> Exception:
        with error:
            said = printable(error.read(4096))[:QUOTED]
        what = f"The speech server {self._server.url} refuses: {error.code} {error.reason}" + (
            f", «{said}»." if said else "."
        )
        if error.code in (408, 425, 429) or error.code >= 500:
            try:
                wait = float(error.headers.get("Retry-After", "0"))
            except ValueError:
                wait = 0.0
            many = "It allows no more at present: lower together in [engines.http], or try again later."
            return _TransientError(what, many if error.code == 429 else _READ_LOG, wait)
        if error.code in (401, 403):
            return EngineError(what, f"Put the server's key into the environment variable {self._server.key_variable}.")
        return EngineError(what, "Check url, model and voice in [engines.http].")


_RAISE_TIMEOUT = "Is it busy or too slow? Raise timeout in [engines.http]."
_START_SERVER = "Start it, or correct url in [engines.http]."
_READ_LOG = "Look at the server's log."
_CHECK_URL = "Does url in [engines.http] name a speech server?"


class _TransientError(Exception):
    """A failure that may be gone at the next attempt."""

    def __init__(self, what: str, remedy: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.what, self.remedy, self.wait = what, remedy, wait


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
            f"The speech server {url} answers with something that is no sound ({len(body)} bytes: «{start[:60]}»).",
            _CHECK_URL,
        ) from error
    if not pieces or not sum(map(len, pieces)):
        raise EngineError(f"The speech server {url} answers with a sound of no length.", _CHECK_URL)
    return np.concatenate(pieces).astype(np.float32)
