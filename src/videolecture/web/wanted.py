"""What clients want otherwise about a lecture, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from videolecture.rendering.takes import ChosenTake
from videolecture.web.inputs import InputSource


@dataclass(frozen=True)
class FragmentChange:
    """Values by name, `text` and `spoken`; None takes an earlier change back."""

    number: int
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class SlideChange:
    """`layout` by its name, None as in the text; a picture comes as the source `picture`, None as in the deck."""

    number: int
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class Change:
    """What a client wants otherwise. What is not named stays."""

    options: Mapping[str, Any] = field(default_factory=dict)  # None: as the service's settings say
    sources: Mapping[str, InputSource] = field(default_factory=dict)
    beside: Mapping[str, InputSource] = field(default_factory=dict)  # films and files of the deck, by their names
    without: frozenset[str] = frozenset()  # files that go
    fragment: FragmentChange | None = None
    slide: SlideChange | None = None
    take: ChosenTake | None = None  # of a sentence, by its slide, words and place; 0 takes a choice back
    consent: Mapping[str, Any] | None = None
    webhook: Mapping[str, str] | None = None
