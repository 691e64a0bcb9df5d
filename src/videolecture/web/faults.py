"""What pydantic finds wrong with a field, as a term that every language can say."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from videolecture.errors import Term
from videolecture.messages import russian


def fault(details: ErrorDetails) -> Term:
    """The fault of one field: pydantic's own words in English; in Russian ours, under the code field-TYPE."""
    said = details["msg"].removeprefix("Value error, ")
    code = f"field-{details['type'].replace('_', '-')}"
    if code not in russian():
        code = "field-unusable"
    return Term(
        "{said}", code=code, said=said, **{f"at_{name}": value for name, value in details.get("ctx", {}).items()}
    )
