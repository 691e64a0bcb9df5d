"""Nine operations of a normalisation become one with the same result."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from videolecture.speech.kokoro.normalisation import rewrite


def spelled_out(*, divided_by: str = "root") -> object:
    """As the export has it; divided by something else, it is no normalisation."""
    values = {"axes": np.array([2]), "epsilon": np.float32(1e-5)}
    constants = [numpy_helper.from_array(np.asarray(value), name) for name, value in values.items()]
    nodes = [
        helper.make_node("ReduceMean", ["x", "axes"], ["mean"]),
        helper.make_node("Sub", ["x", "mean"], ["centred"]),
        helper.make_node("Mul", ["centred", "centred"], ["square"]),
        helper.make_node("ReduceMean", ["square", "axes"], ["variance"]),
        helper.make_node("Add", ["variance", "epsilon"], ["more"]),
        helper.make_node("Sqrt", ["more"], ["root"]),
        helper.make_node("Div", ["centred", divided_by], ["normal"]),
        helper.make_node("Mul", ["scale", "normal"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], ["y"]),
    ]
    shapes: dict[str, list[int | None]] = {"x": [1, 3, None], "scale": [1, 3, 1], "shift": [1, 3, 1]}
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3, None])
    graph = helper.make_graph(nodes, "norm", given, [result], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def test_it_gives_the_same() -> None:
    random = np.random.default_rng(0)
    shapes = {"x": (1, 3, 50), "scale": (1, 3, 1), "shift": (1, 3, 1)}
    given = {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    model = spelled_out()
    sounds = [model.SerializeToString()]  # type: ignore[attr-defined]
    assert rewrite(model.graph) == 1  # type: ignore[attr-defined]
    assert "InstanceNormalization" in {node.op_type for node in model.graph.node}  # type: ignore[attr-defined]
    sounds.append(model.SerializeToString())  # type: ignore[attr-defined]
    before, after = (
        onnxruntime.InferenceSession(one, providers=["CPUExecutionProvider"]).run(["y"], given)[0] for one in sounds
    )
    assert after == pytest.approx(before, abs=1e-5)


def test_what_only_looks_like_one_stays() -> None:
    model = spelled_out(divided_by="variance")
    assert rewrite(model.graph) == 0  # type: ignore[attr-defined]
