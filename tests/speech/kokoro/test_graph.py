"""The changes to the published graph, on a tiny one."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from videolecture.speech.kokoro import graph
from videolecture.speech.kokoro.graph import DURATIONS, PITCH, part, usable


def tiny() -> bytes:
    """Half precision inside: frequency = 2 * style, waveform = frequency + 1; durations = style."""
    two, one = (numpy_helper.from_array(np.array([n], np.float16), name) for n, name in ((2, "two"), (1, "one")))
    nodes = [
        helper.make_node("Cast", ["style"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("Identity", ["half"], [DURATIONS]),
        helper.make_node("Mul", ["half", "two"], ["/encoder/Squeeze_output_0"]),
        helper.make_node("Add", ["/encoder/Squeeze_output_0", "one"], ["sum"]),
        helper.make_node("Cast", ["sum"], ["waveform"], to=TensorProto.FLOAT),
    ]
    made = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("style", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("waveform", TensorProto.FLOAT, [1])],
        [two, one],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def made(model: tuple[bytes, dict[str, np.ndarray]]) -> onnxruntime.InferenceSession:
    content, large = model
    options = onnxruntime.SessionOptions()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in large.values()]
    options.add_external_initializers(list(large), values)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def test_pitch_multiplies_the_frequency_and_all_is_single_precision() -> None:
    session = made(part(usable(tiny()), (), ("waveform", DURATIONS)))
    style = np.array([1 / 3], np.float32)
    waveform, durations = session.run(["waveform", DURATIONS], {"style": style, PITCH: np.array([3], np.float32)})
    assert waveform == np.float32(1 / 3) * 2 * 3 + 1
    assert durations == style  # nothing was rounded to half precision


def test_large_constants_stand_beside_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "LARGE", 1)
    model, large = part(usable(tiny()), (), ("waveform",))
    assert large == {"two": 2, "one": 1}
    given = {"style": np.array([1], np.float32), PITCH: np.array([1], np.float32)}
    assert made((model, large)).run(["waveform"], given)[0] == 3


def test_a_part_reads_what_it_is_given_and_has_nothing_else() -> None:
    session = made(part(usable(tiny()), ("sum",), ("waveform",)))
    assert [one.name for one in session.get_inputs()] == ["sum"]
    assert session.run(None, {"sum": np.array([4], np.float32)})[0] == 4
