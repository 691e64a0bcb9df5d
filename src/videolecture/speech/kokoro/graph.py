"""The published ONNX graph made fit for use: single precision, a pitch that can be set, durations that can be read.

The export is half precision. On a processor that saves no time, and a spectrum's bin that is rounded to 0/0 makes the
whole sentence not a number. Its long convolutions and its normalisations are replaced by cheaper ones with the same
results (overlap_save.py, normalisation.py): two thirds of the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.kokoro import normalisation, overlap_save

DURATIONS = "/encoder/Clip_output_0"  # of every symbol, in steps of 25 ms
PITCH = "pitch"  # the new input: a factor of the fundamental frequency
LARGE = 100_000  # bytes of a constant that is kept beside the graph
_FREQUENCY = "/encoder/Squeeze_output_0"  # in Hz, 0 to 10 where nothing is voiced
_TENSOR_ATTRIBUTES, _TYPE_ATTRIBUTE = ("value",), "to"


def usable(content: bytes) -> tuple[bytes, dict[str, NDArray[Any]]]:
    """The graph of a published file with the further input `pitch` (1,) and the further output DURATIONS.

    Its large constants stand beside it, for `SessionOptions.add_external_initializers`: inside they would be copied
    three times, half a gigabyte each.
    """
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load_from_string(content)
    graph = model.graph
    for constant in graph.initializer:
        _widen(constant)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.name in _TENSOR_ATTRIBUTES:
                _widen(attribute.t)
            elif attribute.name == _TYPE_ATTRIBUTE and attribute.i == TensorProto.FLOAT16:
                attribute.i = TensorProto.FLOAT
    del graph.value_info[:]
    normalisation.rewrite(graph)
    overlap_save.rewrite(graph)
    _multiply(graph, _FREQUENCY, PITCH)
    graph.input.append(helper.make_tensor_value_info(PITCH, TensorProto.FLOAT, [1]))
    graph.output.append(helper.make_tensor_value_info(DURATIONS, TensorProto.FLOAT, None))
    large = _taken_out(graph)
    return model.SerializeToString(), large


def _taken_out(graph: Any) -> dict[str, NDArray[Any]]:
    """The large constants of a graph, which from now on only names them."""
    from onnx import TensorProto, numpy_helper

    large = {}
    for constant in graph.initializer:
        if constant.ByteSize() < LARGE:
            continue
        large[constant.name] = numpy_helper.to_array(constant)
        named = TensorProto(name=constant.name, data_type=constant.data_type, dims=constant.dims)
        named.data_location = TensorProto.EXTERNAL
        named.external_data.add(key="location", value=constant.name)
        constant.CopyFrom(named)
    return large


def _multiply(graph: Any, tensor: str, factor: str) -> None:
    """Let all that reads a tensor read its product with a factor; in place."""
    from onnx import helper

    product = f"{tensor}_times_{factor}"
    maker = 0
    for at, node in enumerate(graph.node):
        maker = at if tensor in node.output else maker
        for place, name in enumerate(node.input):
            if name == tensor:
                node.input[place] = product
    graph.node.insert(maker + 1, helper.make_node("Mul", [tensor, factor], [product], name=product))


def _widen(tensor: Any) -> None:
    """Half to single precision, in place."""
    from onnx import TensorProto, numpy_helper

    if tensor.data_type == TensorProto.FLOAT16:
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), tensor.name))
