"""Every speech engine in the table keeps its promises (`videolecture.conformance.speech`).

Checked with its real weights, but for three: for XTTS a checkpoint of its format with random numbers in it stands for
weights that are too large, under a licence that only an operator can accept; for Chatterbox, whose packages cannot live
beside ours, tiny networks; for Silero CIS, which only its publisher's address has, a package of its layout. What is
speech about a sound is not asked of these.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.speech.chatterbox import tiny as tiny_chatterbox
from tests.speech.silero_cis.tiny import write_package
from tests.speech.speech_server import serve
from tests.speech.xtts.tiny import write_checkpoint
from videolecture import registry
from videolecture.conformance.speech import SpeechEngineSuite
from videolecture.engines import SpeechEngine
from videolecture.speech.conversion.enrolment import enroll_by_conversion
from videolecture.speech.http.engine import Http
from videolecture.speech.kokoro import engine as kokoro
from videolecture.speech.silero import engine as silero
from videolecture.speech.silero_cis import engine as silero_cis
from videolecture.speech.xtts.engine import Xtts

SERVERS = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with SERVERS:
        yield


@pytest.fixture(scope="module", autouse=True)
def one_contender() -> Iterator[None]:
    """A search among several presets takes most of a minute and promises nothing that one among one does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(silero, "enroll_by_conversion", partial(enroll_by_conversion, contenders=1))
        patch.setattr(kokoro, "CONTENDERS", 1)
        patch.setattr(silero_cis, "CONTENDERS", 1)
        yield


class TestSilero(SpeechEngineSuite):
    name = "silero"


class TestKokoro(SpeechEngineSuite):
    name = "kokoro"


class TestSileroCis(SpeechEngineSuite):
    name = "silero-cis"
    trained = False

    @classmethod
    def make(cls) -> SpeechEngine:
        with tempfile.TemporaryDirectory() as folder:
            return silero_cis.SileroCis(write_package(Path(folder) / "v5_cis_base.pt"))


class TestXtts(SpeechEngineSuite):
    name = "xtts"
    trained = False

    @classmethod
    def make(cls) -> SpeechEngine:
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
            patch.setenv("COQUI_TOS_AGREED", "1")
            write_checkpoint(Path(folder))
            return Xtts({"folder": folder, "device": "cpu"})


class TestChatterbox(SpeechEngineSuite):
    name = "chatterbox"
    trained = False

    @classmethod
    def make(cls) -> SpeechEngine:
        tiny_chatterbox.published(SERVERS.enter_context(pytest.MonkeyPatch.context()))
        return tiny_chatterbox.engine()


class TestHttp(SpeechEngineSuite):
    name = "http"

    @classmethod
    def make(cls) -> SpeechEngine:
        return Http({"url": SERVERS.enter_context(serve())[0]})


def test_no_engine_is_left_out() -> None:
    tested = {suite.name for suite in SpeechEngineSuite.__subclasses__() if suite.__module__ == __name__}
    assert tested == set(registry.TABLE["speech"])
