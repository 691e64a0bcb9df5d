"""Long convolutions of a graph made cheaper: overlap-save with short Fourier transforms, written as matrix products.

Nine tenths of Kokoro's work are convolutions over time with 7 and 11 taps. Cut into overlapping tiles of N steps and
transformed, a tap costs no multiplication of its own any more: a tile of N = 32 gives 22 outputs of an 11-tap
convolution for 47 real products of matrices instead of 242. (A complex product is made of three real ones, as Gauss
did; their sums are part of the transforms.) This is Winograd's scheme (1980) with the points on the unit circle, where
it stays as exact as the convolution itself.

Everything is one ordinary convolution, one product of matrices and one transposed convolution, so that the runtime does
all the work. Steps come first in memory here, channels last: a dilated convolution is then the plain one on rows of
`dilation` steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

TILES = {7: 16, 11: 32}  # taps -> steps of a tile. Shorter convolutions gain nothing.

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Transforms:
    """y = gives @ ((kernel @ taps) * (tile @ x)): `x` a tile, `y` the convolution's outputs that are whole in it."""

    tile: Floats  # (products, N)
    kernel: Floats  # (products, taps)
    gives: Floats  # (N - taps + 1, products)


def transforms(size: int, taps: int) -> Transforms:
    """For tiles of `size` steps (even): a correlation, as neural networks call a convolution."""
    steps = np.arange(size)
    wave = np.exp(-2j * np.pi * np.outer(np.arange(size // 2 + 1), steps) / size)
    tile: list[Floats] = []
    kernel: list[Floats] = []
    back: list[Floats] = []
    for number, row in enumerate(wave):
        twice = 1 if number in (0, size // 2) else 2  # the conjugate bins
        a, b = row.real, row.imag  # of the tile
        c, d = row.real, -row.imag  # of the taps: conjugated, which makes it a correlation
        re, im = twice * row.real / size, twice * row.imag / size  # Re(conj(wave) * product)
        if twice == 1:
            tile, kernel, back = [*tile, a], [*kernel, c], [*back, re]
            continue
        # Re = c(a + b) - b(c + d), Im = c(a + b) + a(d - c)
        tile += [a + b, a, b]
        kernel += [c, d - c, c + d]
        back += [re + im, im, -re]
    outputs = size - taps + 1
    return Transforms(np.array(tile), np.array(kernel)[:, :taps], np.array(back).T[:outputs])


def rewrite(graph: Any) -> int:
    """Replace the long convolutions of an ONNX graph (opset 13 or later), in place; how many there were."""
    from onnx import numpy_helper

    constants = {constant.name: constant for constant in graph.initializer}
    nodes, replaced = [], 0
    for node in graph.node:
        weights = constants.get(node.input[1]) if node.op_type == "Conv" else None
        if weights is None or not _fits(node, weights.dims):
            nodes.append(node)
            continue
        replaced += 1
        nodes += list(_rewritten(graph, node, numpy_helper.to_array(weights)))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    for at in reversed(range(len(graph.initializer))):
        if graph.initializer[at].name not in used:
            del graph.initializer[at]
    return replaced


def _fits(node: Any, dims: Any) -> bool:
    """Whether a convolution is long, plain, over one axis, and as long as what it reads."""
    given = {attribute.name: list(attribute.ints) or attribute.i for attribute in node.attribute}
    if len(dims) != 3 or dims[2] not in TILES or given.get("group", 1) != 1 or given.get("strides", [1]) != [1]:
        return False
    same = (dims[2] - 1) * _dilation(node) // 2
    return bool(given.get("pads") == [same, same])


def _dilation(node: Any) -> int:
    return int(next((attribute.ints[0] for attribute in node.attribute if attribute.name == "dilations"), 1))


def _rewritten(graph: Any, node: Any, weights: NDArray[np.float32]) -> Iterator[Any]:
    """The nodes that stand for a convolution of (1, inputs, steps) with weights (outputs, inputs, taps)."""
    from onnx import helper, numpy_helper

    outputs, inputs, taps = weights.shape
    dilation, size, name = _dilation(node), TILES[taps], node.output[0]
    by = transforms(size, taps)
    block = by.gives.shape[0] * dilation  # steps that a row of tiles gives
    margin = (taps - 1) * dilation // 2

    def constant(kind: str, values: NDArray[Any]) -> str:
        graph.initializer.append(numpy_helper.from_array(values, f"{name}/{kind}"))
        return f"{name}/{kind}"

    def ints(kind: str, *values: int) -> str:
        return constant(kind, np.array(values, np.int64))

    def make(kind: str, read: list[str], gives: str, **attributes: Any) -> Any:
        return helper.make_node(kind, read, [f"{name}/{gives}"], name=f"{name}/{gives}", **attributes)

    spectra = np.einsum("fk,oik->fio", by.kernel, weights.astype(np.float64)).astype(np.float32)
    # Whole blocks: `filled` = -steps mod block.
    yield make("Transpose", [node.input[0]], "rows", perm=[0, 2, 1])
    yield make("Shape", [f"{name}/rows"], "steps", start=1, end=2)
    yield make("Neg", [f"{name}/steps"], "minus")
    yield make("Mod", [f"{name}/minus", ints("block", block)], "filled")
    yield make("Add", [f"{name}/filled", ints("margin", margin)], "after")
    yield make("Concat", [ints("before", 0, margin, 0, 0), f"{name}/after", ints("none", 0)], "pads", axis=0)
    yield make("Pad", [f"{name}/rows", f"{name}/pads"], "padded")
    yield make("Reshape", [f"{name}/padded", ints("image", 1, 1, -1, dilation * inputs)], "framed")
    tile = constant("tile", by.tile.astype(np.float32)[:, None, :, None])
    stride = [by.gives.shape[0], 1]
    yield make("Conv", [f"{name}/framed", tile], "tiles", kernel_shape=[size, 1], strides=stride)
    yield make("Reshape", [f"{name}/tiles", ints("flat", len(by.tile), -1, inputs)], "spectra")
    yield make("MatMul", [f"{name}/spectra", constant("weights", spectra)], "products")
    yield make("Reshape", [f"{name}/products", ints("wide", 1, len(by.tile), -1, dilation * outputs)], "bins")
    back = constant("gives", by.gives.T.astype(np.float32)[:, None, :, None])
    yield make("ConvTranspose", [f"{name}/bins", back], "joined", kernel_shape=[stride[0], 1], strides=stride)
    yield make("Reshape", [f"{name}/joined", ints("back", 1, -1, outputs)], "long")
    yield make("Slice", [f"{name}/long", ints("start", 0), f"{name}/steps", ints("axis", 1)], "cut")
    biased = f"{name}/cut"
    if len(node.input) > 2:
        yield make("Add", [biased, node.input[2]], "biased")
        biased = f"{name}/biased"
    yield helper.make_node("Transpose", [biased], [name], name=f"{name}/columns", perm=[0, 2, 1])
