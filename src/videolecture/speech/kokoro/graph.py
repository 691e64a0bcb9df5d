"""The published ONNX graph made fit for use: single precision, a pitch that can be set, durations that can be read.

The export is half precision. On a processor that saves no time, and a spectrum's bin that is rounded to 0/0 makes the
whole sentence not a number. What takes most of the time, the residual blocks of its vocoder, is cut out and computed by
residual.py; the runtime computes the parts around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.kokoro import normalisation
from videolecture.speech.kokoro.residual import Block, Layer, spectra

DURATIONS = "/encoder/Clip_output_0"  # of every symbol, in steps of 25 ms
PITCH = "pitch"  # the new input: a factor of the fundamental frequency
LARGE = 100_000  # bytes of a constant that is kept beside the graph
LAYERS = tuple(f"convs{side}.{number}" for number in range(3) for side in (1, 2))  # of a residual block, in their order
_FREQUENCY = "/encoder/Squeeze_output_0"  # in Hz, 0 to 10 where nothing is voiced
_TENSOR_ATTRIBUTES, _TYPE_ATTRIBUTE = ("value",), "to"


def usable(content: bytes) -> Any:
    """The model of a published file with the further input `pitch` (1,) and the further output DURATIONS."""
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
    _multiply(graph, _FREQUENCY, PITCH)
    graph.input.append(helper.make_tensor_value_info(PITCH, TensorProto.FLOAT, [1]))
    graph.output.append(helper.make_tensor_value_info(DURATIONS, TensorProto.FLOAT, None))
    return model


def part(model: Any, inputs: Sequence[str], outputs: Sequence[str]) -> tuple[bytes, dict[str, NDArray[Any]]]:
    """The part of a model that makes the tensors `outputs`, given `inputs` besides those of the model that it needs.

    Its large constants stand beside it, for `SessionOptions.add_external_initializers`: inside they would be copied
    three times, half a gigabyte each.
    """
    from onnx import ModelProto, TensorProto, helper

    makers = {output: at for at, node in enumerate(model.graph.node) for output in node.output}
    needed, wanted, seen = set(), list(outputs), set(inputs)
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in makers:
            needed.add(makers[name])
            wanted += [read for read in model.graph.node[makers[name]].input if read]
    result = ModelProto(ir_version=model.ir_version, opset_import=model.opset_import)
    result.graph.name = model.graph.name
    result.graph.node.extend(model.graph.node[at] for at in sorted(needed))
    result.graph.initializer.extend(one for one in model.graph.initializer if one.name in seen)
    result.graph.input.extend(one for one in model.graph.input if one.name in seen)
    given = ((result.graph.input, inputs), (result.graph.output, outputs))
    for place, names in given:
        place.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    large = _taken_out(result.graph)
    return result.SerializeToString(), large


def block(model: Any, name: str) -> Block:
    """A residual block of the vocoder, by the beginning of its nodes' names."""
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    constants = {constant.name: constant for constant in graph.initializer}
    convolutions = {node.name: node for node in graph.node if node.op_type == "Conv"}
    return Block(tuple(_layer(convolutions[f"{name}/{layer}/Conv"], makers, constants) for layer in LAYERS))


def _layer(convolution: Any, makers: dict[str, Any], constants: dict[str, Any]) -> Layer:
    """The layer that ends with a convolution: it reads v + height * sin²(alpha * v), v a normalised sound."""
    from onnx import numpy_helper

    def constant_of(names: Sequence[str]) -> NDArray[np.float32]:
        (name,) = (name for name in names if name in constants)
        return np.asarray(numpy_helper.to_array(constants[name]), np.float32)

    def variable_of(names: Sequence[str]) -> Any:
        (name,) = (name for name in names if name not in constants)
        return makers[name]

    normal, raised = (makers[name] for name in makers[convolution.input[0]].input)
    if normal.op_type != "InstanceNormalization":
        normal, raised = raised, normal
    sine = variable_of(variable_of(raised.input).input)
    alpha, weights = makers[sine.input[0]], constant_of(convolution.input[1:2])
    given = {attribute.name: attribute for attribute in (*normal.attribute, *convolution.attribute)}
    return Layer(
        scale=normal.input[1],
        shift=normal.input[2],
        epsilon=float(given["epsilon"].f),
        alpha=constant_of(alpha.input).reshape(-1),
        height=constant_of(raised.input).reshape(-1),
        taps=weights.shape[2],
        spectra=spectra(weights),
        bias=constant_of(convolution.input[2:3]),
        dilation=int(given["dilations"].ints[0]),
    )


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
