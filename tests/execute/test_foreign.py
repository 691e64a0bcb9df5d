"""An engine in a second environment whose packages conflict with ours."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

from videolecture.engines import SpeechEngine
from videolecture.errors import Cancelled, EngineError, InputError, MissingError, WorkerError
from videolecture.execute import foreign
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Enroll, Input, Places, Speak
from videolecture.speech import stage
from videolecture.types import Phrase, Sample, Sentence, VoiceProfile

ENGINE = Path(__file__).with_name("foreign_engine.py")
OLD = "0.5.13"  # of num2words: ours must be newer (pyproject.toml), so the two cannot live in one environment
SAMPLE = Sample("me.wav", "d" * 64, np.linspace(-0.5, 0.5, 16_000, dtype=np.float32), 16_000)


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment with an old num2words and the engine, and without NumPy."""
    folder = tmp_path_factory.mktemp("foreign")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(interpreter), "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, f"num2words=={OLD}"], check=True)
    asks = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([interpreter, "-c", asks], capture_output=True, text=True, check=True).stdout.strip()
    shutil.copy(ENGINE, Path(packages) / "old_engine.py")
    return str(interpreter)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Our side knows the engine by its info alone; its module is in reach of both."""
    shutil.copy(ENGINE, tmp_path / "old_engine.py")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", "speech:old=old_engine.Old")


def quiet(done: float, what: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def engine(python: str) -> SpeechEngine:
    return foreign.speech_engine("old", python, {})


@pytest.fixture
def voice(engine: SpeechEngine) -> VoiceProfile:
    return engine.enroll(SAMPLE, "ru", quiet)


def test_the_engine_sees_its_own_packages_and_none_of_ours(voice: VoiceProfile, python: str) -> None:
    assert voice.data["num2words"] == OLD != importlib.metadata.version("num2words")
    assert voice.data["python"] == str(Path(python).parents[1])
    assert voice.data["numpy"] is False


def test_what_is_sent_arrives_and_comes_back(voice: VoiceProfile) -> None:
    assert voice.data["heard"] == 16_000
    assert voice.data["loudest"] == 0.5
    assert np.array_equal(np.asarray(voice.data["table"]), np.array([1, 2, 3], np.float32))
    assert voice.digest == SAMPLE.digest and voice.warnings == ("rough",) and voice.gain == 1.0


def test_progress_comes_through_and_can_cancel(engine: SpeechEngine) -> None:
    told: list[tuple[float, str]] = []
    engine.enroll(SAMPLE, "ru", lambda done, what: told.append((done, what)))
    assert told == [(0.5, "halfway")]

    def cancel(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        engine.enroll(SAMPLE, "ru", cancel)
    assert engine.enroll(SAMPLE, "ru", quiet).digest == SAMPLE.digest, "and it works again after that"


def test_it_speaks_with_its_options(python: str, engine: SpeechEngine, voice: VoiceProfile) -> None:
    def crossings(speaker: SpeechEngine) -> int:
        (speech,) = speaker.speak(["раз два три"], voice, "ru", 0)
        assert speech.samples.dtype == np.float32 and speech.rate == 16_000
        return int(np.sum(np.diff(np.sign(speech.samples[1:])) != 0))

    assert crossings(foreign.speech_engine("old", python, {"pitch": 400})) == pytest.approx(
        2 * crossings(engine), abs=3
    )


def test_a_fragment_is_rendered_by_the_executor_as_from_any_engine(
    python: str, recording: Path, tmp_path: Path
) -> None:
    workers = ProcessExecutor(Setup({"old": python}))
    try:
        enrolled = Enroll("old", "job", Input("file", "sample"), "ru")
        voice, speech_folder = tmp_path / "voice", tmp_path / "speech"
        voice.mkdir()
        workers.submit(enrolled, Places(voice, {enrolled.sample: recording}), quiet).result()
        spoken = Speak("old", "job", Input("voice", "key"), "ru", (Sentence("Да.", (Phrase("да.", 0.3),)),))
        speech_folder.mkdir()
        workers.submit(spoken, Places(speech_folder, {spoken.voice: voice}), quiet).result()
    finally:
        workers.close()
    speech = stage.read_fragment(speech_folder).speech
    assert speech.rate == 48_000 and np.abs(speech.samples).max() > 0.01


def test_an_engines_own_error_keeps_its_kind(engine: SpeechEngine) -> None:
    with pytest.raises(InputError, match="«xx»") as caught:
        engine.enroll(SAMPLE, "xx", quiet)
    assert caught.value.remedy == "Choose another."


def test_any_other_error_names_the_environment(engine: SpeechEngine, voice: VoiceProfile, python: str) -> None:
    with pytest.raises(EngineError, match="ZeroDivisionError") as caught:
        list(engine.speak(["ошибись"], voice, "ru", 0))
    assert python in str(caught.value)
    assert list(engine.speak(["дальше"], voice, "ru", 0)), "and it goes on after that"


def test_a_process_that_dies_is_reported_and_started_again(engine: SpeechEngine, voice: VoiceProfile) -> None:
    with pytest.raises(WorkerError, match="exit code 7"):
        list(engine.speak(["умри"], voice, "ru", 0))
    assert list(engine.speak(["дальше"], voice, "ru", 0))


def test_an_environment_without_the_engine_says_what_is_missing() -> None:
    """Here: our own interpreter, which has no old_engine installed."""
    bare = foreign.speech_engine("old", sys.executable, {})
    with pytest.raises(MissingError, match="old_engine"):
        bare.enroll(SAMPLE, "ru", quiet)


def test_an_interpreter_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="/nowhere/python"):
        foreign.speech_engine("old", "/nowhere/python", {}).enroll(SAMPLE, "ru", quiet)


@pytest.mark.skipif(sys.platform == "win32", reason="programs of Unix")
@pytest.mark.parametrize("program", ["ls", "cat", "echo", "yes"])
def test_a_program_that_is_no_python_is_named(program: str) -> None:
    path = shutil.which(program)
    assert path
    with pytest.raises(InputError, match="no Python") as caught:
        foreign.speech_engine("old", path, {}).enroll(SAMPLE, "ru", quiet)
    assert "import" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="a script with #!")
def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\necho Python 3.6.9\n")
    old.chmod(0o755)
    with pytest.raises(InputError, match=r"Python 3\.6, which is too old"):
        foreign.speech_engine("old", str(old), {}).enroll(SAMPLE, "ru", quiet)


def test_an_option_that_it_does_not_have_is_refused(python: str) -> None:
    with pytest.raises(InputError, match="volume"):
        foreign.speech_engine("old", python, {"volume": 3})


def test_whoever_stops_listening_gets_whole_answers_next(engine: SpeechEngine, voice: VoiceProfile) -> None:
    answers = engine.speak(["один", "два", "три"], voice, "ru", 0)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(list(engine.speak(["раз", "два"], voice, "ru", 0))) == 2
