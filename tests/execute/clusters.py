"""A small Ray for the tests of a file: one node on this machine, with little memory and few processes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import fakes
from videolecture.execute.cluster import connection
from videolecture.execute.cluster.executor import RayExecutor
from videolecture.execute.setup import Setup

ROOT = Path(__file__).parents[2]
STORE = 80_000_000  # bytes of a node's object store
TRIES = 3  # to start: Ray gives up after half a minute of its own, however busy the machine is


def environment(plugins: str = fakes.ENVIRONMENT) -> dict[str, str]:
    """What the nodes must know: Ray's processes inherit it when they are started."""
    path = os.pathsep.join(filter(None, (str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    nowhere = {"VIDEOLECTURE_HOME": str(ROOT / "tests" / "no home")}  # nodes have no weights
    return {**connection.ENVIRONMENT, **nowhere, "VIDEOLECTURE_PLUGINS": plugins, "PYTHONPATH": path}


@contextlib.contextmanager
def started(known: Mapping[str, str], **head: Any) -> Iterator[Any]:
    """`ray.cluster_utils.Cluster` with its first node, which this process has joined."""
    import ray
    from ray.cluster_utils import Cluster

    head = {"object_store_memory": STORE, "include_dashboard": False, "no_monitor": True} | head
    with pytest.MonkeyPatch.context() as patched:
        for name, value in known.items():
            patched.setenv(name, value)
        made = Cluster()
        try:
            add_node(made, **head)
            ray.init(address=made.address, log_to_driver=False, configure_logging=False)
            yield made
        finally:
            ray.shutdown()
            made.shutdown()


def add_node(made: Any, **options: Any) -> None:
    """Start a node: the first is the head."""
    for left in reversed(range(TRIES)):
        try:
            made.add_node(**options)
            return
        except Exception:  # Ray raises just that
            if made.head_node is None:
                made.shutdown()
            if not left:
                raise


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A node of four processors."""
    pytest.importorskip("ray", reason="the extra ray is not installed")
    with started(environment(), num_cpus=4) as made:
        yield made


@pytest.fixture(scope="module")
def ray_executor(cluster: Any) -> Iterator[RayExecutor]:
    """An executor on it; its actors stay from test to test."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
        made = RayExecutor(Setup(ray={"engines": {"tone": {"most": 1}}}))  # it is seen who does what
        yield made
        made.close()
