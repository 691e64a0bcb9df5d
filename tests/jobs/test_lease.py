"""One holder at a time; who died lets go at once; who was superseded cannot write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from videolecture.jobs.lease import RUNNER, SERVICE, FencedError, HeldError, acquire, is_held
from videolecture.jobs.store import Store


def test_the_second_is_told_who_holds_the_home(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lease = acquire(store, SERVICE)
    with pytest.raises(HeldError, match=f"process {os.getpid()} on .* holds it since"):
        acquire(store, SERVICE, patience=0)
    assert is_held(tmp_path, SERVICE)
    lease.release()
    assert not is_held(tmp_path, SERVICE)
    acquire(store, SERVICE, patience=0).release()


def test_a_killed_holder_lets_go_at_once(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from videolecture.jobs import lease, store\n"
        f"held = lease.acquire(store.Store(pathlib.Path({str(tmp_path)!r})), 'service')\n"
        "print('held', flush=True); sys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_held(tmp_path, SERVICE)
        holder.kill()
    acquire(Store(tmp_path), SERVICE, patience=0).release()


def test_a_newer_token_fences_off_the_older(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = acquire(store, RUNNER)
    old.release()  # as a lock that a network folder lost
    new = acquire(store, RUNNER)
    assert new.token == old.token + 1
    with store.writing() as connection:
        new.check(connection)
        with pytest.raises(FencedError):
            old.check(connection)
    new.release()
