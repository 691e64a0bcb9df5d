"""The language between the pipeline's process and a worker process: one JSON object a line.

To the worker: {"task": ...} and {"cancel": true}; the end of its input means that nobody wants it any more.
From the worker: {"ready": true}, {"alive": processor seconds}, {"progress": [done, what]}, {"done": result},
{"error": [class, what, remedy]}.
"""

from __future__ import annotations

import errno
import json
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from videolecture import errors
from videolecture.execute.tasks import KINDS, Input, Places, R, Result, Task
from videolecture.storage.atomic import output_error

_CODECS: Mapping[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for task in KINDS.values() for kind in (task, task.result)
}


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


def result_to_json(result: Result) -> dict[str, Any]:
    """What a task tells, as JSON values."""
    fields: dict[str, Any] = _CODECS[type(result)].dump_python(result, mode="json")
    return fields


def result_from_json(task: Task[R], values: Mapping[str, Any]) -> R:
    """The result of that task that `result_to_json` was given."""
    result: R = _CODECS[task.result].validate_python(values)
    return result


def error_to_json(error: BaseException, task: Task[Any], places: Places) -> list[str]:
    """An error as [class, what, remedy]; one that nobody raised on purpose becomes an EngineError with its origin."""
    if isinstance(error, errors.VideolectureError):
        return [type(error).__name__, error.what, error.remedy]
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        full = output_error(places.output, error)
        return [type(full).__name__, full.what, full.remedy]
    if isinstance(error, MemoryError):
        return [
            errors.EngineError.__name__,
            f"The engine {task.engine} ran out of memory («{task.kind}»): {error or 'no more could be had'}.",
            "Close other programs or choose a smaller picture, then run the same command again.",
        ]
    origin = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({Path(origin[0].filename).name}, line {origin[0].lineno})" if origin else ""
    return [
        errors.EngineError.__name__,
        f"The engine {task.engine} failed: {type(error).__name__}: {error}{where}.",
        "This is a fault of the program: please report it with the log.",
    ]


def error_from_json(values: list[str]) -> errors.VideolectureError:
    """The error that `error_to_json` was given."""
    name, what, remedy = values
    kind = getattr(errors, name, errors.EngineError)
    error: errors.VideolectureError = kind(what, remedy)
    return error


def line(message: Mapping[str, Any]) -> bytes:
    """A message as it travels."""
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"
