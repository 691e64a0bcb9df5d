"""What rendering does when work fails: try it again, or go on without that fragment."""

from __future__ import annotations

from collections import Counter

from videolecture.errors import EngineError, VideolectureError, WorkerError
from videolecture.messages import as_data
from videolecture.rendering import events
from videolecture.types import Fragment

ATTEMPTS = 3  # at the same work, when its worker dies or hangs
MOST_FAILED = 5  # failed fragments, with none made, after which the cause is taken to be common to all


class Retries:
    """Counts tries, and the fragments that are given up."""

    def __init__(self, emit: events.Emit) -> None:
        self._emit = emit
        self._tries: Counter[tuple[events.Stage, int | None]] = Counter()
        self.failed: dict[int, VideolectureError] = {}  # fragments that are given up, by their place in the plan

    def may_try_again(
        self, stage: events.Stage, index: int | None, fragment: Fragment | None, error: VideolectureError
    ) -> bool:
        """Whether the same work is worth another try: only after a worker's death, and not for ever."""
        if not isinstance(error, WorkerError):
            return False
        self._tries[stage, index] += 1
        tries = self._tries[stage, index]
        if tries >= ATTEMPTS:
            return False
        slide, number = (fragment.slide, fragment.number) if fragment else (0, 0)
        self._emit(events.Retrying(stage, tries + 1, error.what, slide, number, as_data(error)))
        return True

    def give_up(self, index: int, fragment: Fragment, error: VideolectureError, any_made: bool) -> bool:
        """Go on without the fragment; False when going on makes no sense."""
        if not isinstance(error, (WorkerError, EngineError)):
            return False
        if len(self.failed) + 1 >= MOST_FAILED and not any_made:
            return False
        self.failed[index] = named(fragment, error)
        self._emit(events.FragmentFailed(fragment.slide, fragment.number, error.what, error.remedy, as_data(error)))
        return True

    def raise_failed(self, fragments: int) -> None:
        """Raise what went wrong, if anything did."""
        if not self.failed:
            return
        first = next(iter(self.failed.values()))
        if len(self.failed) == 1:
            raise first
        raise type(first)(
            "{failed} of {fragments} fragments could not be rendered; the others are finished. {first.what}",
            "{first.remedy}",
            code="fragments-failed",
            failed=len(self.failed),
            fragments=fragments,
            first=first,
        )


def named(fragment: Fragment, error: VideolectureError) -> VideolectureError:
    """The same error, saying which fragment it happened to."""
    return type(error)(
        "Fragment {fragment} (slide {slide}): {cause.what}",
        "{cause.remedy}",
        code="fragment-failed",
        fragment=fragment.number,
        slide=fragment.slide,
        cause=error,
    )
