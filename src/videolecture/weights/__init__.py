"""Weights: what they are, where they live, how they get there. Nothing is loaded before its digest matches."""

from videolecture.weights.consent import require_consent
from videolecture.weights.fetch import pull, state
from videolecture.weights.manifest import WEIGHTS, find, megabytes, names
from videolecture.weights.place import folder_identity, known_digest, require, weight_path
from videolecture.weights.types import Weights

__all__ = [
    "WEIGHTS",
    "Weights",
    "find",
    "folder_identity",
    "known_digest",
    "megabytes",
    "names",
    "pull",
    "require",
    "require_consent",
    "state",
    "weight_path",
]
