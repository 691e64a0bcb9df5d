"""Licences that the operator has to accept before weights are fetched or loaded."""

from __future__ import annotations

import os

from videolecture.errors import MissingError
from videolecture.weights.manifest import find


def require_consent(name: str) -> None:
    """Raise MissingError unless the operator has accepted the weights' licence, where it asks for that."""
    weights = find(name)
    if weights.consent is None or os.environ.get(weights.consent.variable, "").strip() == "1":
        return
    raise MissingError(
        "The licence of «{name}» ({licence}) has not been accepted on this machine.",
        "Read {text}; if you accept it, set {variable}=1 in the environment.",
        code="licence-not-accepted",
        name=name,
        licence=weights.licence,
        text=weights.consent.text,
        variable=weights.consent.variable,
    )
