"""The language between the pipeline's process and a worker process: one JSON object a line.

To the worker: {"task": ...} and {"cancel": true}; the end of its input means that nobody wants it any more.
From the worker: {"ready": true}, {"alive": processor seconds}, {"progress": [done, what]}, {"done": measurements},
{"error": [class, what, remedy]}.
Standard library only, because a worker may run under an interpreter that has nothing else.
"""

from __future__ import annotations

import errno
import json
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from videolecture import errors
from videolecture.storage.atomic import output_error
from videolecture.types import Task


def task_to_json(task: Task) -> dict[str, Any]:
    """A task as JSON values."""
    return {
        "kind": task.kind,
        "engine": task.engine,
        "job": task.job,
        "arguments": dict(task.arguments),
        "output": str(task.output),
    }


def task_from_json(values: Mapping[str, Any]) -> Task:
    """The task that `task_to_json` was given."""
    return Task(values["kind"], values["engine"], values["job"], values["arguments"], Path(values["output"]))


def error_to_json(error: BaseException, task: Task) -> list[str]:
    """An error as [class, what, remedy]; one that nobody raised on purpose becomes an EngineError with its origin."""
    if isinstance(error, errors.VideolectureError):
        return [type(error).__name__, error.what, error.remedy]
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        full = output_error(task.output, error)
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
