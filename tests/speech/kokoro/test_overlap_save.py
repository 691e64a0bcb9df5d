"""Convolutions by short Fourier transforms give what the convolutions give."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from videolecture.speech.kokoro.overlap_save import TILES, rewrite, transforms


@pytest.mark.parametrize(("taps", "size"), TILES.items())
def test_a_tile_gives_the_correlation(taps: int, size: int) -> None:
    random = np.random.default_rng(0)
    tile, kernel = random.standard_normal(size), random.standard_normal(taps)
    by = transforms(size, taps)
    assert by.gives @ ((by.kernel @ kernel) * (by.tile @ tile)) == pytest.approx(np.correlate(tile, kernel, "valid"))


def convolution(taps: int, dilation: int, *, strides: int = 1) -> tuple[object, bytes]:
    random = np.random.default_rng(taps)
    weights = numpy_helper.from_array(random.standard_normal((5, 3, taps)).astype(np.float32), "weights")
    bias = numpy_helper.from_array(random.standard_normal(5).astype(np.float32), "bias")
    margin = (taps - 1) * dilation // 2
    node = helper.make_node(
        "Conv", ["x", "weights", "bias"], ["y"], dilations=[dilation], pads=[margin, margin], strides=[strides]
    )
    shapes = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, n, None]) for name, n in (("x", 3), ("y", 5)))
    x, y = shapes
    graph = helper.make_graph([node], "one", [x], [y], [weights, bias])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return model, model.SerializeToString()


def result(model: bytes, x: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x})[0])


@pytest.mark.parametrize(("taps", "dilation", "steps"), [(7, 1, 1), (7, 5, 83), (11, 1, 44), (11, 3, 200)])
def test_a_rewritten_convolution_gives_the_same_at_any_length(taps: int, dilation: int, steps: int) -> None:
    model, plain = convolution(taps, dilation)
    assert rewrite(model.graph) == 1  # type: ignore[attr-defined]
    assert "weights" not in {constant.name for constant in model.graph.initializer}  # type: ignore[attr-defined]
    x = np.random.default_rng(1).standard_normal((1, 3, steps)).astype(np.float32)
    given = result(model.SerializeToString(), x)  # type: ignore[attr-defined]
    assert given == pytest.approx(result(plain, x), abs=1e-4)


@pytest.mark.parametrize("what", [{"taps": 3, "dilation": 1}, {"taps": 11, "dilation": 1, "strides": 2}])
def test_short_and_striding_convolutions_stay(what: dict[str, int]) -> None:
    model, _ = convolution(**what)
    assert rewrite(model.graph) == 0  # type: ignore[attr-defined]
    assert [node.op_type for node in model.graph.node] == ["Conv"]  # type: ignore[attr-defined]
