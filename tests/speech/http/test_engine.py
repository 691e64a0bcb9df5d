from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from tests.speech.speech_server import Behaviour, serve, syllables
from videolecture.errors import EngineError, InputError
from videolecture.rendering.keys import voice_key
from videolecture.speech.http import client, sound
from videolecture.speech.http.engine import Http
from videolecture.speech.http.server import server
from videolecture.types import Sample, VoiceProfile

VOICE = VoiceProfile("http", "0" * 64, {"voice": "echo"})
SAMPLE = Sample("me.wav", "0" * 64, np.zeros(16_000, np.float32), 16_000)


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAUSE", 0.0)
    monkeypatch.setattr(client, "LONGEST_PAUSE", 0.0)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def address() -> Iterator[tuple[str, Behaviour]]:
    with serve() as running:
        yield running


def speak(url: str, text: str = "Добрый день", **options: object) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    (speech,) = Http({"url": url, **options}).speak([text], VOICE, "ru", 7)
    assert speech.rate == 24_000
    return speech.samples


def test_the_server_is_asked_as_its_api_says(address: tuple[str, Behaviour], monkeypatch: pytest.MonkeyPatch) -> None:
    url, behaviour = address
    monkeypatch.setenv("MY_KEY", "secret")
    samples = speak(url, model="tts-2", key_variable="MY_KEY")
    assert behaviour.asked == [{"model": "tts-2", "voice": "echo", "input": "Добрый день", "response_format": "wav"}]
    assert behaviour.headers[0]["Authorization"] == "Bearer secret"
    assert abs(len(samples) / 24_000 - 0.8) < 0.01, "ten letters of .08 s, brought from 22050 Hz to 24000"
    assert 0.1 < np.abs(samples).max() < 1


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
def test_the_address_may_end_as_people_write_it(address: tuple[str, Behaviour], ending: str) -> None:
    assert len(speak(address[0] + ending))


def test_no_key_is_sent_where_there_is_none(address: tuple[str, Behaviour]) -> None:
    speak(address[0])
    assert "Authorization" not in address[1].headers[0]


def test_a_seed_is_sent_only_to_servers_that_take_one(address: tuple[str, Behaviour]) -> None:
    speak(address[0], send_seed=True)
    assert address[1].asked[0]["seed"] == 7


def test_texts_keep_their_order_though_some_are_asked_for_together(address: tuple[str, Behaviour]) -> None:
    texts = ["а" * length for length in (9, 1, 5, 3, 7, 2)]
    spoken = list(Http({"url": address[0]}).speak(texts, VOICE, "ru", 0))
    assert [round(speech.duration / 0.08) for speech in spoken] == [9, 1, 5, 3, 7, 2]


def test_the_voice_is_the_servers_and_the_user_is_told(address: tuple[str, Behaviour]) -> None:
    def progress(done: float, what: str) -> None:
        """Nobody watches."""

    first = Http({"url": address[0], "voice": "nova"}).enroll(SAMPLE, "ru", progress)
    other = Http({"url": address[0], "voice": "echo"}).enroll(SAMPLE, "ru", progress)
    assert first.data["voice"] == "nova"
    assert first.digest != other.digest
    assert "nova" in first.warnings[0] and "me.wav" in first.warnings[0]


@pytest.mark.parametrize("code", [500, 503, 429, 408])
def test_a_failure_that_may_pass_is_asked_again(address: tuple[str, Behaviour], code: int) -> None:
    address[1].answers += [(code, b"busy", {"Retry-After": "1"}), (code, b"", {"Retry-After": "soon"})]
    assert len(speak(address[0]))
    assert len(address[1].asked) == 3


def test_a_failure_that_stays_ends_after_the_last_try_with_the_servers_words(address: tuple[str, Behaviour]) -> None:
    address[1].answers += [(500, b"out of\nmemory", {})] * 5
    with pytest.raises(EngineError, match=r"500 .*«out of memory»"):
        speak(address[0], tries=2)
    assert len(address[1].asked) == 2


@pytest.mark.parametrize(("code", "remedy"), [(400, "voice"), (404, "url"), (401, "OPENAI_API_KEY")])
def test_a_refusal_is_final_and_says_what_to_check(address: tuple[str, Behaviour], code: int, remedy: str) -> None:
    address[1].answers += [(code, b"no", {})]
    with pytest.raises(EngineError, match=str(code)) as caught:
        speak(address[0])
    assert remedy in caught.value.remedy
    assert len(address[1].asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>hello</html>", b'{"ok": true}', b"RIFF\x00\x00\x00\x00WAVE", bytes(5000)],
    ids=["empty", "html", "json", "cut wav", "zeros"],
)  # fmt: skip
def test_nonsense_is_named(address: tuple[str, Behaviour], body: bytes) -> None:
    address[1].answers += [(200, body, {})]
    with pytest.raises(EngineError, match=r"no sound|no length") as caught:
        speak(address[0])
    assert "url" in caught.value.remedy


def test_a_sound_shorter_than_its_header_says_is_asked_for_again(address: tuple[str, Behaviour]) -> None:
    whole = syllables("abcdef")
    address[1].answers += [(200, whole[:-1000], {})]
    assert len(speak(address[0]))
    assert len(address[1].asked) == 2
    address[1].answers += [(200, whole[:-1000], {})]
    with pytest.raises(EngineError, match="broke off 1000 bytes before the end of its sound"):
        speak(address[0], tries=1)


def test_the_size_that_a_streaming_server_does_not_know_is_no_promise() -> None:
    whole = syllables("abc")
    assert sound.missing_bytes(whole) == 0
    assert sound.missing_bytes(whole[:40] + b"\xff\xff\xff\xff" + whole[44:]) == 0


def test_a_server_that_asks_for_hours_is_given_up_at_once(address: tuple[str, Behaviour]) -> None:
    address[1].answers += [(429, b"", {"Retry-After": "36000"})]
    with pytest.raises(EngineError, match="asks to wait 36000 s"):
        speak(address[0])
    assert len(address[1].asked) == 1


def test_only_what_can_be_printed_is_told_of_an_answer(address: tuple[str, Behaviour]) -> None:
    address[1].answers += [(200, b"\x1b[31m\x00\xff<html>", {}), (400, b"\x1b\x07no\xff", {})]
    for _ in range(2):
        with pytest.raises(EngineError) as told:
            speak(address[0])
        assert str(told.value).isprintable() and "\ufffd" not in str(told.value)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nRIFF"])
def test_a_closed_connection_is_called_so(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                while b"}" not in connection.recv(1 << 16):
                    """The wish comes in pieces."""
                connection.sendall(said)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(EngineError, match="closed the connection") as told:
            speak(f"http://127.0.0.1:{server.getsockname()[1]}", tries=1)
    assert "log" in told.value.remedy


def test_a_server_that_is_down_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        speak(url)
    assert url in str(caught.value) and "Start it" in caught.value.remedy


def test_a_server_that_hangs_is_given_up(address: tuple[str, Behaviour]) -> None:
    address[1].hangs = threading.Event()
    with pytest.raises(EngineError, match="did not answer within"):
        speak(address[0], timeout=0.05, tries=2)


def test_a_server_that_hangs_up_in_the_middle_is_asked_again(address: tuple[str, Behaviour]) -> None:
    half = (200, b"RIFF", {"Content-Length": "1000", "Connection": "close"})
    address[1].answers += [half, half]
    with pytest.raises(EngineError, match="broke off 996 bytes before the end"):
        speak(address[0], tries=2, timeout=1)
    assert len(address[1].asked) == 2


@pytest.mark.parametrize(
    ("options", "wrong"),
    [({}, "address"), ({"url": "localhost:8000"}, "address"), ({"url": "file:///etc/passwd"}, "address"),
     ({"url": "http://x", "tries": "three"}, "tries"), ({"url": "http://x", "speed": 1}, "speed"),
     ({"url": "http://[::1"}, "address"), ({"url": "http://a..b"}, "address"),
     ({"url": "http://x", "timeout": float("nan")}, "timeout"),
     ({"url": "http://x", "tries": 0}, "tries"), ({"url": "http://x", "timeout": True}, "timeout")],
)  # fmt: skip
def test_wrong_settings_are_named(options: dict[str, object], wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        server(options)


def test_a_text_without_words_is_not_asked_for(address: tuple[str, Behaviour]) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(address[0], "…")
    assert not address[1].asked


def test_a_key_with_a_line_end_is_taken_and_one_that_is_none_is_not_told(
    address: tuple[str, Behaviour], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "abc\n")
    speak(address[0])
    assert address[1].asked
    monkeypatch.setenv("OPENAI_API_KEY", "ключ")
    with pytest.raises(EngineError, match="OPENAI_API_KEY holds signs") as told:
        speak(address[0])
    assert "ключ" not in str(told.value)


def test_a_server_that_drips_for_ever_is_given_up(
    address: tuple[str, Behaviour], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LONGEST_ANSWER", -1.0)
    with pytest.raises(EngineError, match="still sends one sentence"):
        speak(address[0], tries=1)


def test_a_server_that_speaks_no_http_is_named_without_its_noise() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                with connection:
                    connection.recv(1 << 16)
                    connection.sendall(b"\xff\xfegarbage\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(EngineError, match="not HTTP") as told:
            speak(f"http://127.0.0.1:{server.getsockname()[1]}", tries=2)
    assert "garbage" not in str(told.value)


def test_what_the_operator_declares_of_the_licence_is_told_and_is_in_no_key() -> None:
    plain: dict[str, object] = {"url": "http://localhost:8000"}
    declared = {**plain, "commercial": True, "licence": "CC BY 4.0"}
    assert not Http.terms(plain).commercial
    assert Http.terms(declared).commercial
    assert Http.terms(declared).licence_weights == "CC BY 4.0 (declared by the operator)"
    assert voice_key("0" * 64, "ru", Http.info, plain) == voice_key("0" * 64, "ru", Http.info, declared)
