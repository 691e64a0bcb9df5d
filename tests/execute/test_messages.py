"""Tasks and errors survive the way to a worker and back."""

from __future__ import annotations

import dataclasses
import errno
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture import errors
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Cue
from videolecture.execute import messages
from videolecture.execute.tasks import KINDS, Animate, Input, Places, ReadDeck, Speak, SpeakResult
from videolecture.messages import tell
from videolecture.speech.recorded.stretches import SaidSentence, Stretch
from videolecture.types import Motion, Phrase, Sentence

TASK = Speak("tone", "job", Input("voice", "key"), "ru", ())
OUT = Places(Path("out"))


OPTIONS = st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.floats(0, 1))
PHRASES = st.builds(Phrase, st.text(), st.floats(0, 9), st.text())
SCENES = st.builds(
    Scene,
    st.integers(1, 999),
    st.just((1280, 720)),
    st.sampled_from(["corner", "slide"]),
    pictures=st.tuples(st.builds(Shown, st.floats(0, 9), st.text("ab", min_size=1).map(Path))),
    marks=st.tuples(st.builds(TimedMark, st.floats(0, 9), st.none() | st.just(Mark("point", 0.25, 0.5)))),
    cues=st.tuples(st.builds(Cue, st.integers(0, 9), st.integers(10, 99), st.text())),
    before=st.none() | st.text("ab", min_size=1).map(Path),
)
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "options": OPTIONS,
    "scene": SCENES,
    "motion": st.builds(Motion, expressiveness=st.floats(0, 1), options=OPTIONS),
    "pause": st.floats(0, 9),
    "stretch": st.builds(
        Stretch,
        st.floats(0, 9),
        st.floats(0, 9),
        st.tuples(st.builds(SaidSentence, st.floats(0, 9), st.floats(0, 9), st.text())),
    ),
    "sentences": st.lists(st.builds(Sentence, st.text(), st.lists(PHRASES).map(tuple))).map(tuple),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
def test_every_kind_of_task_comes_back_equal(kind: str, data: st.DataObject) -> None:
    own = {field.name: FIELDS[field.name] for field in dataclasses.fields(KINDS[kind]) if field.name in FIELDS}
    task = data.draw(st.builds(KINDS[kind], **own))
    back, places = messages.task_from_json(json.loads(messages.line(messages.task_to_json(task, OUT))))
    assert back == task
    assert places == OUT


@given(st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_options_come_back_equal(job: str, options: dict[str, object]) -> None:
    said = Sentence("Да.", (Phrase("да", 0.25, "ru"),))
    task = Speak("tone", job, Input("voice", "key"), "ru", (said,), 3, options, checked=True)
    places = Places(Path("some") / "where", {task.voice: Path("voice")})
    line = messages.line({"task": messages.task_to_json(task, places)})
    assert line.count(b"\n") == 1
    assert messages.task_from_json(json.loads(line)["task"]) == (task, places)


def test_a_result_comes_back_equal() -> None:
    result = SpeakResult(1.5, 2.0, 3, 1, ("quiet",))
    assert messages.result_from_json(TASK, json.loads(json.dumps(messages.result_to_json(result)))) == result


@pytest.mark.parametrize(
    "kind", [errors.InputError, errors.MissingError, errors.WeightsError, errors.EngineError, errors.Cancelled]
)
def test_an_error_keeps_its_class_and_words(kind: type[errors.VideolectureError]) -> None:
    back = messages.error_from_json(messages.error_to_json(kind("What.", "Remedy."), TASK, OUT))
    assert type(back) is kind
    assert (back.what, back.remedy) == ("What.", "Remedy.")


def test_what_a_result_warns_of_keeps_its_code() -> None:
    silent = errors.Term("silent", code="speech-silent")
    problem = errors.Term("«{text}»: {problem}", code="utterance-problem", text="Да.", problem=silent)
    result = SpeakResult(problems=(problem, "plain"))
    back = messages.result_from_json(TASK, json.loads(messages.line(messages.result_to_json(result))))
    assert back == result
    first, second = back.problems
    assert isinstance(first, errors.Term) and tell(first, "ru").what == "«Да.»: тишина"
    assert not isinstance(second, errors.Term)


def test_a_full_disk_is_called_a_full_disk() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    back = messages.error_from_json(messages.error_to_json(full, TASK, OUT))
    assert type(back) is errors.DiskFullError
    assert "full" in back.what


def test_an_error_that_nobody_meant_names_the_engine_and_its_origin() -> None:
    try:
        raise KeyError("missing")
    except KeyError as error:
        back = messages.error_from_json(messages.error_to_json(error, TASK, OUT))
    assert type(back) is errors.EngineError
    assert "tone failed: KeyError" in back.what
    assert "test_messages.py" in back.what


def test_running_out_of_memory_is_said_as_such() -> None:
    task = Animate("card", "job", Input("speech", "s"), Input("portrait", "p"), Motion())
    back = messages.error_from_json(messages.error_to_json(MemoryError("Unable to allocate 3 GiB"), task, OUT))
    assert type(back) is errors.EngineError
    assert back.what == "The engine card ran out of memory («animate»). Unable to allocate 3 GiB"
    assert "smaller picture" in back.remedy


def test_work_without_an_engine_is_named_by_what_was_done() -> None:
    task = ReadDeck("", "job", Input("file", "d"), (64, 36))
    back = messages.error_from_json(messages.error_to_json(MemoryError("3 GiB"), task, OUT))
    assert back.what == "There was not enough memory to read the deck («read-deck»). 3 GiB"
    back = messages.error_from_json(messages.error_to_json(KeyError("missing"), task, OUT))
    assert back.what.startswith("It was not possible to read the deck: KeyError: 'missing'")
    assert tell(back, "ru").what.startswith("Не удалось прочитать презентацию: KeyError")


def test_an_error_keeps_its_code_and_parameters_with_the_messages_among_them() -> None:
    inner = errors.WorkerError(
        "It {how}.", "Again.", code="worker-died", how=errors.Term("waited", code="worker-waited")
    )
    error = errors.EngineError(
        "In {place}: {cause.what}", "{cause.remedy}", code="in-text", place=Path("a"), cause=inner
    )
    back = messages.error_from_json(json.loads(json.dumps(messages.error_to_json(error, TASK, OUT))))
    assert (type(back), back.code, str(back)) == (errors.EngineError, "in-text", "In a: It waited. Again.")
    cause = back.parameters["cause"]
    assert isinstance(cause, errors.WorkerError)
    assert isinstance(cause.parameters["how"], errors.Term)
