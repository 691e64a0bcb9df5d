"""The states of jobs and fragments, and the only ways between them. The ledger refuses every other move.

job       queued -> running -> succeeded | failed
          queued -> cancelled                          (it never began)
          running -> cancelling -> cancelled           (nothing of it runs any more)
          running -> queued                            (parked, or its service died: it will go on)
fragment  as a job; queued -> succeeded when its clip was known already, running -> queued when it is tried again
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """What a job or a fragment is doing."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


FINAL = frozenset({State.CANCELLED, State.SUCCEEDED, State.FAILED})
ACTIVE = frozenset({State.RUNNING, State.CANCELLING})
LIVING = (State.QUEUED, *ACTIVE)  # not ended

JOB: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.CANCELLING, State.SUCCEEDED, State.FAILED, State.QUEUED}),
    State.CANCELLING: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.SUCCEEDED: frozenset(),
    State.FAILED: frozenset(),
}

FRAGMENT: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.SUCCEEDED, State.FAILED, State.CANCELLED}),
    State.RUNNING: frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLING, State.CANCELLED, State.QUEUED}),
    State.CANCELLING: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.SUCCEEDED: frozenset(),
    State.FAILED: frozenset(),
}


def before(to: State, moves: Mapping[State, frozenset[State]] = JOB) -> tuple[State, ...]:
    """The states that may be left for `to`."""
    return tuple(state for state, following in moves.items() if to in following)
