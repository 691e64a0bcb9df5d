"""The fonts of this machine: what the pictures of some decks depend on beside the deck."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

_FOLDERS = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": (r"C:\Windows\Fonts", r"~\AppData\Local\Microsoft\Windows\Fonts"),
}
SUFFIXES = (".ttf", ".otf", ".ttc", ".otc", ".pfb")


def installed(folders: tuple[str, ...] = _FOLDERS.get(sys.platform, ())) -> str:
    """A digest of the names and sizes of all installed font files: another one when a font was added or removed."""
    found = []
    for folder in folders:
        for place, _, files in os.walk(Path(folder).expanduser()):
            fonts = (Path(place) / file for file in files if file.lower().endswith(SUFFIXES))
            found += [f"{font.name} {font.stat().st_size}" for font in fonts if font.is_file()]  # no dead links
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
