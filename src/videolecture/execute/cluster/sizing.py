"""How many actors a pool should have: as many as it has work for. Nothing but numbers, so that it can be proved."""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE = 32  # actors of a pool that may be starting: loading a hundred models at once helps nobody
REST = 60.0  # seconds that an actor may have nothing to do before it is let go: loading its engine again costs more
SOON = 15.0  # seconds within which an actor is expected; later than that, there is no room for it
TENURE = 8  # tasks after which an actor makes room for a pool that has work and nobody who does it


@dataclass(frozen=True)
class Size:
    """A pool at this moment."""

    waiting: int = 0  # tasks
    held: int = 0  # tasks that actors have: the one at work, and the next
    busy: int = 0  # actors
    idle: int = 0
    starting: int = 0  # asked of Ray, and not there yet: where the cluster is full they wait for room, or for a node
    most: int = 1000  # actors that it may have

    @property
    def starves(self) -> bool:
        """Whether it has work and nobody who does it."""
        return self.waiting > 0 and self.busy + self.idle == 0


def to_start(size: Size) -> int:
    """Actors to ask for: one for each waiting task that nobody is free for. Negative: so many fewer."""
    wanted = min(size.waiting + size.held, size.most)
    missing = wanted - size.busy - size.idle - size.starting
    if missing > 0:
        return min(missing, max(0, AT_ONCE - size.starting))
    return max(missing, -size.starting)


def lets_go(size: Size, rested: float, others_wait: bool) -> bool:
    """Whether an idle actor that has rested for so many seconds is let go. `others_wait`: another pool wants room."""
    return not size.waiting and (others_wait or rested >= REST)


def makes_room(size: Size, done: int, others_starve: bool) -> bool:
    """Whether an actor that has just ended its task is let go although there is more for it to do.

    Where a cluster is so small that not every pool has an actor, they take turns.
    """
    return others_starve and (done >= TENURE or not size.waiting)
