"""Tasks and errors survive the way to a worker and back."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture import errors
from videolecture.execute import messages
from videolecture.types import Task

TASK = Task("speak", "tone", "job", {"language": "ru"}, Path("out"))


@given(st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_a_task_comes_back_equal(job: str, arguments: dict[str, object]) -> None:
    task = Task("animate", "card", job, arguments, Path("some") / "where")
    line = messages.line({"task": messages.task_to_json(task)})
    assert line.count(b"\n") == 1
    assert messages.task_from_json(json.loads(line)["task"]) == task


@pytest.mark.parametrize(
    "kind", [errors.InputError, errors.MissingError, errors.WeightsError, errors.EngineError, errors.Cancelled]
)
def test_an_error_keeps_its_class_and_words(kind: type[errors.VideolectureError]) -> None:
    back = messages.error_from_json(messages.error_to_json(kind("What.", "Remedy."), TASK))
    assert type(back) is kind
    assert (back.what, back.remedy) == ("What.", "Remedy.")


def test_a_full_disk_is_called_a_full_disk() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    back = messages.error_from_json(messages.error_to_json(full, TASK))
    assert type(back) is errors.DiskFullError
    assert "full" in back.what


def test_an_error_that_nobody_meant_names_the_engine_and_its_origin() -> None:
    try:
        raise KeyError("missing")
    except KeyError as error:
        back = messages.error_from_json(messages.error_to_json(error, TASK))
    assert type(back) is errors.EngineError
    assert "tone failed: KeyError" in back.what
    assert "test_messages.py" in back.what


def test_running_out_of_memory_is_said_as_such() -> None:
    task = Task("animate", "card", "job", {}, Path("out"))
    kind, what, remedy = messages.error_to_json(MemoryError("Unable to allocate 3 GiB"), task)
    assert kind == "EngineError"
    assert what == "The engine card ran out of memory («animate»): Unable to allocate 3 GiB."
    assert "smaller picture" in remedy
