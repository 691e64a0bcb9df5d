"""Where everything that lasts lives, in one folder (VIDEOLECTURE_HOME): weights, cache, ledger, locks, uploads, logs.

Functions take that folder, so that a worker that was told of another one looks there.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The folder of them all: VIDEOLECTURE_HOME, or the platform's data folder."""
    chosen = os.environ.get("VIDEOLECTURE_HOME", "")
    return Path(chosen).expanduser().absolute() if chosen else Path(platformdirs.user_data_dir("videolecture", False))


def weights_folder(root: Path) -> Path:
    """Weights of engines, each under the name that `weights.manifest` gives it."""
    return root / "weights"


def downloads_folder(root: Path) -> Path:
    """Archives while weights are fetched out of them."""
    return root / "downloads"


def engines_folder(root: Path) -> Path:
    """Python environments that engines have to themselves, each under the engine's name."""
    return root / "engines"


def cache_folder(root: Path) -> Path:
    """Voices, portraits, speech and clips under their keys."""
    return root / "cache"


def ledger_file(root: Path) -> Path:
    """The database of jobs, fragments, events, tokens."""
    return root / "ledger.sqlite"


def locks_folder(root: Path) -> Path:
    """Locks of processes of which there may be one: the service's runner."""
    return root / "locks"


def lectures_folder(root: Path) -> Path:
    """Uploads of lectures and, where the client named no folder, what is rendered of them."""
    return root / "lectures"


def uploads_folder(root: Path) -> Path:
    """Files that clients bring piece by piece, and those that they keep for further lectures."""
    return root / "uploads"


def takes_folder(root: Path) -> Path:
    """Takes of sentences that clients of the service heard and have not chosen."""
    return root / "takes"


def dictionaries_folder(root: Path) -> Path:
    """How words are said, as clients of the service keep it."""
    return root / "dictionaries"


def sessions_folder(root: Path) -> Path:
    """Who has logged in at the page."""
    return root / "sessions"


def logs_folder(root: Path, chosen: Path | None = None) -> Path:
    """Logs of the service, unless the settings chose another folder."""
    return chosen or root / "logs"
