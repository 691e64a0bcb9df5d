"""How the skin around the lips follows their edges: like a sheet that is held at the nose and carried by the jaw.

Were it a product of one profile across and one down, a lip that goes down would pull a strip of skin with straight
sides along, which at the corners tears off from what lies beside it. A sheet spreads every pull the farther aside the
farther away it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.mesh import Mesh

if TYPE_CHECKING:
    from scipy.sparse import csr_array

REACH = 0.4  # face units over which a pull has fallen to 1/e on a long edge. By eye
LEAST = 1e-4  # face units between neighbouring vertices, at least


class Skin:
    """The sheet over a mesh whose vertices lie at `places`, (n, 2) face coordinates; those `held` (n,) do not move."""

    def __init__(self, places: Floats, mesh: Mesh, held: NDArray[np.bool_]) -> None:
        from scipy.sparse.linalg import splu

        # The corners are free: between lips that come together they go where both pull them.
        self._edges = np.concatenate([mesh.upper_edge[1:-1], mesh.lower_edge[1:-1]])
        self._node = _nodes(len(places), mesh)
        count = int(self._node.max()) + 1
        given = np.zeros(count, dtype=bool)
        given[self._node[self._edges]] = True
        given[self._node[held]] = True
        self._free = ~given
        self._bonds = _bonds(places, mesh, self._node)
        inside = self._bonds[self._free][:, self._free].tocsc()
        self._solve = splu(inside).solve

    def follow(self, carried: Floats, upper: Floats, lower: Floats) -> Floats:
        """(n,): `carried` (n,) where the lips are far, `upper` and `lower` (n,) on their edges."""
        pulled = np.zeros(len(self._free))
        half = len(self._edges) // 2
        for edge, wanted in ((self._edges[:half], upper), (self._edges[half:], lower)):
            pulled[self._node[edge]] = (wanted - carried)[edge]
        pulled[self._free] = self._solve(-(self._bonds @ pulled)[self._free])
        return np.asarray(carried + pulled[self._node])


def _nodes(count: int, mesh: Mesh) -> NDArray[np.intp]:
    """Which point of the sheet each vertex is: beside the mouth both lips' rows are one."""
    node = np.arange(count)
    row = np.arange(mesh.columns) + mesh.cut * mesh.columns
    beside = np.r_[0 : mesh.corners[0] + 1, mesh.corners[1] : mesh.columns]
    node[row[beside] + mesh.columns] = row[beside]
    return np.unique(node, return_inverse=True)[1].astype(np.intp)


def _bonds(places: Floats, mesh: Mesh, node: NDArray[np.intp]) -> csr_array:
    """The sheet's equation, (m, m): finite volumes on the mesh's grid, and a weak bond of each to its own place."""
    from scipy.sparse import coo_array, diags_array

    grid = places.reshape(-1, mesh.columns, 2)
    index = np.arange(len(places)).reshape(-1, mesh.columns)
    across = np.maximum(np.diff(grid[..., 0], axis=1), LEAST)  # (rows, columns - 1)
    down = np.maximum(np.diff(grid[..., 1], axis=0), LEAST)  # (rows - 1, columns)
    wide = (np.pad(across, ((0, 0), (1, 0))) + np.pad(across, ((0, 0), (0, 1)))) / 2
    between = np.arange(len(down)) != mesh.cut
    down_or_none = np.where(between[:, None], down, 0.0)
    high = (np.pad(down_or_none, ((1, 0), (0, 0))) + np.pad(down_or_none, ((0, 1), (0, 0)))) / 2
    start = np.concatenate([index[:, :-1].ravel(), index[:-1][between].ravel()])
    end = np.concatenate([index[:, 1:].ravel(), index[1:][between].ravel()])
    sides = ((high[:, 1:] + high[:, :-1]) / 2 / across).ravel()
    along = ((wide[1:] + wide[:-1]) / 2 / down)[between].ravel()
    strength = np.concatenate([sides, along])
    a, b = node[start], node[end]
    size = int(node.max()) + 1
    ties = coo_array((np.r_[strength, strength], (np.r_[a, b], np.r_[b, a])), shape=(size, size)).tocsr()
    own = np.bincount(node, (wide * high).ravel() / REACH**2, minlength=size)
    return (diags_array(np.asarray(ties.sum(axis=1)).ravel() + own) - ties).tocsr()
