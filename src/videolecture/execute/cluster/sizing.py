"""How many actors a pool should have: as many as it has work for. Nothing but numbers, so that it can be proved.

A new actor costs seconds of a processor and the loading of its engine, so nothing is decided on a moment's queue: more
actors are asked for, and fewer, only for what two looks in a row have seen, and one with nothing to do is kept for a
while even where another pool wants its place (how long: as in renting skis, about as long as a new one takes).
"""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE = 32  # actors of a pool that may be starting: loading a hundred models at once helps nobody
REST = 60.0  # seconds that an actor may have nothing to do before it is let go
YIELD = 10.0  # the same where another pool cannot grow
SOON = 15.0  # seconds within which an actor is expected; later than that, there is no room for it
TENURE = 8  # tasks after which an actor makes room for a pool that has work and nobody who does it


@dataclass(frozen=True)
class Size:
    """A pool at this moment."""

    waiting: int = 0  # tasks
    held: int = 0  # tasks that actors have: the one at work, and the next
    busy: int = 0  # actors
    idle: int = 0
    starting: int = 0  # asked of Ray, and not there yet
    stuck: bool = False  # whether those that are asked for find no room in the cluster
    most: int = 1000  # actors that it may have

    @property
    def starves(self) -> bool:
        """Whether it has work, nobody who does it, and no room for anybody."""
        return self.stuck and self.waiting > 0 and self.busy + self.idle == 0


def missing(size: Size) -> int:
    """Actors to ask for: one for each waiting task that nobody is free for. Negative: so many fewer."""
    wanted = min(size.waiting + size.held, size.most)
    lacking = wanted - size.busy - size.idle - size.starting
    if lacking > 0:
        return min(lacking, max(0, AT_ONCE - size.starting))
    return max(lacking, -size.starting)


def lasting(now: int, before: int) -> int:
    """What two looks at what is missing have in common: nothing, where one saw too few and the other too many."""
    if now * before <= 0:
        return 0
    return min(now, before, key=abs)


def lets_go(size: Size, rested: float, others_stuck: bool, others_starve: bool) -> bool:
    """Whether an idle actor that has rested for so many seconds is let go."""
    return not size.waiting and (others_starve or rested >= (YIELD if others_stuck else REST))


def makes_room(size: Size, done: int, others_starve: bool) -> bool:
    """Whether an actor that has just ended its task is let go although there is more for it to do.

    Where a cluster is so small that not every pool has an actor, they take turns.
    """
    return others_starve and (done >= TENURE or not size.waiting)
