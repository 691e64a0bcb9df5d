"""A small Ray for tests: nodes on this machine, with little memory and few processes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import fakes
from videolecture.execute.cluster import connection

ROOT = Path(__file__).parents[2]
STORE = 80_000_000  # bytes of a node's object store
HEAD = {"object_store_memory": STORE, "include_dashboard": False, "no_monitor": True}


def environment(plugins: str = fakes.ENVIRONMENT) -> dict[str, str]:
    """What the nodes must know: Ray's processes inherit it when they are started."""
    path = os.pathsep.join(filter(None, (str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    nowhere = {"VIDEOLECTURE_HOME": str(ROOT / "tests" / "no home")}  # nodes have no weights
    return {**connection.ENVIRONMENT, **nowhere, "VIDEOLECTURE_PLUGINS": plugins, "PYTHONPATH": path}


def add_node(made: Any, known: Mapping[str, str], **options: Any) -> None:
    """Start a node of a `ray.cluster_utils.Cluster`, with this environment: the first is the head."""
    with pytest.MonkeyPatch.context() as patched, connection.patience():
        for name, value in known.items():
            patched.setenv(name, value)
        made.add_node(wait=False, **options)  # it has waited by itself


@contextlib.contextmanager
def started(known: Mapping[str, str], **head: Any) -> Iterator[Any]:
    """`ray.cluster_utils.Cluster` with its first node."""
    from ray.cluster_utils import Cluster

    made = Cluster()
    try:
        add_node(made, known, **(HEAD | head))
        yield made
    finally:
        made.shutdown()


@contextlib.contextmanager
def joined(made: Any) -> Iterator[None]:
    """This process is part of the cluster."""
    ray = connection.library()
    ray.init(address=made.address, log_to_driver=False, configure_logging=False)
    try:
        yield
    finally:
        ray.shutdown()
