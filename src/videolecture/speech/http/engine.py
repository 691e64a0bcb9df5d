"""Speech from any server that speaks OpenAI's `POST /v1/audio/speech`: the voices are the server's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar

from videolecture.engines import SpeechEngine
from videolecture.errors import Term
from videolecture.speech.http.client import Client
from videolecture.speech.http.server import server
from videolecture.speech.http.sound import RATE, decoded
from videolecture.speech.input_errors import nothing_to_say
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile


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
    def has_chance(options: Mapping[str, object]) -> bool:
        """Where the server takes a seed."""
        return bool(options.get("send_seed"))

    @staticmethod
    def check_options(options: Mapping[str, object]) -> None:
        """Raise InputError for settings that describe no server."""
        server(options)

    def __init__(self, options: Mapping[str, object] | None = None) -> None:
        self._server = server(dict(options or {}))
        self._client = Client(self._server)

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
            warnings=(
                Term(
                    "The server speaks in its own voice «{voice}», not in that of {sample}.",
                    code="http-own-voice",
                    voice=self._server.voice,
                    sample=sample.name,
                ),
            ),
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
        return decoded(self._client.ask(payload), self._server.url)
