"""The language between the pipeline's process and a worker process: one JSON object a line.

To the worker: {"task": ...} and {"cancel": true}; the end of its input means that nobody wants it any more.
From the worker: {"ready": true}, {"alive": processor seconds}, {"progress": [done, what]}, {"done": result},
{"error": `videolecture.messages.as_data` of it}.
"""

from __future__ import annotations

import errno
import json
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from videolecture import errors
from videolecture.errors import Term
from videolecture.execute.looks import LOOKS
from videolecture.execute.tasks import KINDS as _MAKING
from videolecture.execute.tasks import Input, Places, R, Side, Task, TaskResult
from videolecture.messages import as_data, error_from_data
from videolecture.storage.atomic import output_error

KINDS: Mapping[str, type[Task[Any]]] = {**_MAKING, **LOOKS}
_CODECS: Mapping[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for task in KINDS.values() for kind in (task, task.result)
}

WORK: Mapping[Side, Term] = {
    "speech": Term("speak", code="work-speech"),
    "face": Term("animate the photo", code="work-face"),
    "deck": Term("read the deck", code="work-deck"),
    "scene": Term("compose a scene", code="work-scene"),
    "listen": Term("listen to the recording", code="work-listen"),
    "inspect": Term("look at what was given", code="work-inspect"),
}
"""What a side was doing, for errors that no engine has made."""


def task_to_json(task: Task[Any], places: Places) -> dict[str, Any]:
    """A task and where its inputs and its output are, as JSON values."""
    inputs = [[one.kind, one.key, str(path)] for one, path in places.inputs.items()]
    fields = _CODECS[type(task)].dump_python(task, mode="json")
    return {"kind": task.kind, "fields": fields, "inputs": inputs, "output": str(places.output)}


def task_from_json(values: Mapping[str, Any]) -> tuple[Task[Any], Places]:
    """The task and the places that `task_to_json` was given."""
    task: Task[Any] = _CODECS[KINDS[values["kind"]]].validate_python(values["fields"])
    inputs = {Input(kind, key): Path(path) for kind, key, path in values["inputs"]}
    return task, Places(Path(values["output"]), inputs)


def result_to_json(result: TaskResult) -> dict[str, Any]:
    """What a task tells, as JSON values."""
    fields: dict[str, Any] = _CODECS[type(result)].dump_python(result, mode="json")
    return fields


def result_from_json(task: Task[R], values: Mapping[str, Any]) -> R:
    """The result of that task that `result_to_json` was given."""
    result: R = _CODECS[task.result].validate_python(values)
    return result


def error_to_json(error: BaseException, task: Task[Any], places: Places) -> dict[str, Any]:
    """An error as JSON values; one that nobody raised on purpose becomes an EngineError with its origin."""
    plain: dict[str, Any] = as_data(_meant(error, task, places))
    return plain


def _meant(error: BaseException, task: Task[Any], places: Places) -> errors.VideolectureError:
    if isinstance(error, errors.VideolectureError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return output_error(places.output, error)
    engine = task.engine if task.side in ("speech", "face") else ""
    if isinstance(error, MemoryError) and not engine:
        return errors.EngineError(
            "There was not enough memory to {work} («{task}»). {reason}",
            "Close other programs or give a smaller file, then run the same command again.",
            code="work-out-of-memory",
            work=WORK[task.side],
            task=task.kind,
            reason=error,
        )
    if isinstance(error, MemoryError):
        return errors.EngineError(
            "The engine {engine} ran out of memory («{task}»). {reason}",
            "Close other programs or choose a smaller picture, then run the same command again.",
            code="engine-out-of-memory",
            engine=engine,
            task=task.kind,
            reason=error,
        )
    origin = traceback.extract_tb(error.__traceback__)[-1:]
    file, line = (Path(origin[0].filename).name, origin[0].lineno or 0) if origin else ("?", 0)
    if not engine:
        return errors.EngineError(
            "It was not possible to {work}: {kind}: {reason} ({file}, line {line}).",
            "This is a fault of the program: please report it with the log.",
            code="work-failed",
            work=WORK[task.side],
            kind=type(error).__name__,
            reason=error,
            file=file,
            line=line,
        )
    return errors.EngineError(
        "The engine {engine} failed: {kind}: {reason} ({file}, line {line}).",
        "This is a fault of the program: please report it with the log.",
        code="engine-failed",
        engine=engine,
        kind=type(error).__name__,
        reason=error,
        file=file,
        line=line,
    )


def error_from_json(values: Mapping[str, Any]) -> errors.VideolectureError:
    """The error that `error_to_json` was given."""
    return error_from_data(values)


def last_words(log: Sequence[str]) -> str:
    """What a process that died wrote last, as the end of a remedy; "" where it wrote nothing."""
    return Term(" Its last words:\n{words}", code="last-words", words="\n".join(log)) if log else ""


def line(message: Mapping[str, Any]) -> bytes:
    """A message as it travels."""
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"
