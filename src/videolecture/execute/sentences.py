"""Sentences on their way between processes: a `Term` stays one, so that it can still be told in every language."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from videolecture.messages import as_data, from_data

Sentences = tuple[Annotated[str, PlainValidator(from_data), PlainSerializer(as_data)], ...]
"""Of a task's result: each a plain text, or a `Term`."""
