"""What a run will make and what it keeps, told before it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from videolecture.rendering import events
from videolecture.rendering.plan import Plan
from videolecture.rendering.tasks import Step, steps_before


def foreseen(plan: Plan, last: Iterable[Step], there: Container[Step]) -> events.Foreseen:
    """`last`: the pieces of the film; `there`: the steps whose entries are in the cache."""
    steps = dict.fromkeys(step for end in last for step in (*steps_before(end, plan), end))
    made = Counter(step.kind for step in steps if step not in there)
    kept = Counter(step.kind for step in steps if step in there)
    return events.Foreseen(made["speech"], made["clip"], made["scene"], kept["speech"], kept["clip"], kept["scene"])
