"""The process of an engine that lives in another environment, started by that environment's interpreter.

It needs the standard library and the engine: nothing of ours is imported but what the engine itself imports, and
`videolecture.errors`, `videolecture.messages` and `videolecture.types`, which need no other package. Messages are a
JSON line and, after it, the bytes of the arrays in it; where the environment has no NumPy, arrays arrive as
`array.array`.
"""

from __future__ import annotations

import array
import json
import math
import os
import queue
import sys
import threading
import traceback
from importlib import import_module
from typing import IO, Any

from videolecture.execute.orphans import end_with_parent

TYPECODES = {"<f4": "f", "<f8": "d", "|u1": "B", "|b1": "B", "<i4": "i", "<i8": "q", "<i2": "h"}


def write(pipe: IO[bytes], message: dict[str, Any]) -> None:
    """Send a message; arrays anywhere in it (what has the buffer protocol) follow it as bytes."""
    blobs: list[bytes] = []

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(inner) for inner in value]
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        if hasattr(value, "item") and not getattr(value, "shape", ()):  # a NumPy scalar
            return value.item()
        view = memoryview(value)
        blobs.append(view.tobytes())
        kind = getattr(value, "dtype", None)
        return {"array": len(blobs) - 1, "dtype": kind.str if kind is not None else _dtype(view), "shape": view.shape}

    body = plain(message)
    header = json.dumps({"body": body, "sizes": [len(blob) for blob in blobs]}, ensure_ascii=False).encode()
    pipe.write(header + b"\n" + b"".join(blobs))
    pipe.flush()


def read(pipe: IO[bytes]) -> Any:
    """The next message; None at the end."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    blobs = [_exactly(pipe, size) for size in header["sizes"]]

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(inner) for inner in value]
        if isinstance(value, dict) and set(value) == {"array", "dtype", "shape"}:
            return _array(blobs[value["array"]], value["dtype"], value["shape"])
        if isinstance(value, dict):
            return {key: whole(inner) for key, inner in value.items()}
        return value

    return whole(header["body"])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = pipe.read(size - len(data))
        if not part:
            raise EOFError("the other end has gone in the middle of a message")
        data += part
    return data


def _dtype(view: memoryview) -> str:
    codes = {code: dtype for dtype, code in reversed(TYPECODES.items())} | {"l": "<i8", "b": "|i1"}
    return codes[view.format.lstrip("@<=")]


def _array(data: bytes, dtype: str, shape: list[int]) -> Any:
    try:
        import numpy
    except ImportError:
        flat = array.array(TYPECODES[dtype])
        flat.frombytes(data)
        return flat
    return numpy.frombuffer(data, dtype=dtype).reshape(shape).copy()


def plain_speech(speech: Any) -> dict[str, Any]:
    """A Speech as a message's value."""
    return {
        "samples": speech.samples,
        "rate": speech.rate,
        "marks": [[mark.kind, mark.text, mark.start, mark.end] for mark in speech.marks],
        "visemes": [[shape.name, shape.start, shape.end, shape.stress] for shape in speech.visemes],
        "problems": _as_data(speech.problems),
    }


def _as_data(sentences: Any) -> list[Any]:
    from videolecture.messages import as_data

    return [as_data(sentence) for sentence in sentences]


class _Channel:
    """Our two pipes. What libraries print goes to stderr, so that it cannot break the protocol."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self.received: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def send(self, message: dict[str, Any]) -> None:
        write(self._out, message)

    def listen(self) -> None:
        try:
            while (message := read(sys.stdin.buffer)) is not None:
                self.received.put(message)
        finally:
            os._exit(0)  # nobody is left who wants it, whatever the engine is doing


def main() -> None:
    """Serve calls until nobody is left at the other end."""
    end_with_parent()
    channel = _Channel()
    threading.Thread(target=channel.listen, daemon=True).start()
    start = channel.received.get()
    try:
        module, _, name = start["target"].rpartition(".")
        make = getattr(import_module(module), name)
        engine = make(start["options"]) if start["options"] else make()
        channel.send({"ready": True})
    except BaseException as error:
        channel.send({"error": _described(error, start["target"])})
        return
    while True:
        asked = channel.received.get()
        try:
            _SERVE[asked["call"]](engine, asked["arguments"], channel)
            channel.send({"done": True})
        except BaseException as error:
            channel.send({"error": _described(error, start["target"])})


def _described(error: BaseException, target: str) -> Any:
    """The error as JSON values, as messages.error_to_json describes it."""
    from videolecture.errors import EngineError, MissingError, VideolectureError
    from videolecture.messages import as_data

    if isinstance(error, VideolectureError):
        return as_data(error)
    traceback.print_exc()
    if isinstance(error, ImportError):
        return as_data(
            MissingError(
                "The engine {target} cannot be imported in {python}: {reason}.",
                "Install what it needs into that environment.",
                code="foreign-engine-missing",
                target=target,
                python=sys.executable,
                reason=error,
            )
        )
    return as_data(
        EngineError(
            "The engine {target} failed in {python}: {kind}: {reason}.",
            "Look at that environment and the log.",
            code="foreign-engine-failed",
            target=target,
            python=sys.executable,
            kind=type(error).__name__,
            reason=error,
        )
    )


def _enroll(engine: Any, arguments: dict[str, Any], channel: _Channel) -> None:
    from videolecture.types import Sample

    made = engine.enroll(Sample(**arguments["sample"]), arguments["language"], _progress(channel))
    channel.send({"item": {"engine": made.engine, "digest": made.digest, "data": dict(made.data), "gain": made.gain,
                           "warnings": _as_data(made.warnings)}})  # fmt: skip


def _load(engine: Any, arguments: dict[str, Any], _channel: _Channel) -> None:
    engine.load(arguments["language"])


def _warm_up(engine: Any, _arguments: dict[str, Any], _channel: _Channel) -> None:
    engine.warm_up()


def _speak(engine: Any, arguments: dict[str, Any], channel: _Channel) -> None:
    from videolecture.types import VoiceProfile

    voice = VoiceProfile(**arguments["voice"])
    for speech in engine.speak(arguments["texts"], voice, arguments["language"], arguments["seed"]):
        channel.send({"item": plain_speech(speech)})


def _prepare(engine: Any, arguments: dict[str, Any], channel: _Channel) -> None:
    from videolecture.types import Photo

    made = engine.prepare(Photo(**arguments["photo"]), arguments["options"], _progress(channel))
    channel.send({"item": {"engine": made.engine, "digest": made.digest, "data": dict(made.data),
                           "warnings": _as_data(made.warnings)}})  # fmt: skip


def _animate(engine: Any, arguments: dict[str, Any], channel: _Channel) -> None:
    from videolecture.types import Mark, Motion, Portrait, Speech, Viseme

    said = arguments["speech"]
    marks = tuple(Mark(*mark) for mark in said["marks"])
    speech = Speech(said["samples"], said["rate"], marks, tuple(Viseme(*shape) for shape in said["visemes"]))
    engine.report_to(_progress(channel))
    for picture in engine.animate(Portrait(**arguments["portrait"]), speech, Motion(**arguments["motion"])):
        channel.send({"item": {"picture": picture}})


def _progress(channel: _Channel) -> Any:
    def progress(done: float, what: str = "") -> None:
        channel.send({"progress": [done if math.isfinite(done) else 0.0, what]})

    return progress


_SERVE = {
    "load": _load,
    "warm up": _warm_up,
    "enroll": _enroll,
    "speak": _speak,
    "prepare": _prepare,
    "animate": _animate,
}
