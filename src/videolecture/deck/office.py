"""LibreOffice turns PPTX and ODP into PDF: with a profile of its own, without macros and links, within bounds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from videolecture.bounded.program import Tree
from videolecture.deck.types import Notice
from videolecture.errors import InputError, MissingError
from videolecture.types import Progress

MEMORY = 8_000_000_000  # bytes of address space; it maps some 2 GB before it opens anything
SECONDS = 180.0  # for a deck; further ones for each slide
SECONDS_A_SLIDE = 2.0
TICK = 0.25  # seconds between two looks whether the job was cancelled

# Where it is when it is not on the PATH.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)

# Macros never run (level 3 and switched off altogether), no linked picture is loaded, no address is reached: whatever
# asks for one is sent to a proxy at a port where nobody listens. Nothing is recovered or asked.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "1",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
    "/org.openoffice.Office.Common/Misc": {"FirstRun": "false", "ShowTipOfTheDay": "false"},
    "/org.openoffice.Setup/Office": {"OfficeRestartInProgress": "false"},
    "/org.openoffice.Office.Recovery/RecoveryInfo": {"Enabled": "false"},
}


def program() -> Path | None:
    """LibreOffice's program, or None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = [Path(found)] if found else [Path(place) for place in _PLACES]
    return next((place for place in places if place.is_file()), None)


def version_files() -> tuple[Path, ...]:
    """The file beside LibreOffice's program that says its version and build; none where it is not installed."""
    found = program()
    if found is None:
        return ()
    home = found.resolve().parent
    places = (home / "versionrc", home / "version.ini", home.parent / "Resources" / "versionrc")
    return tuple(place for place in places if place.is_file()) or (found,)


@contextmanager
def as_pdf(path: Path, name: str, slides: int, progress: Progress) -> Iterator[Path]:
    """The presentation as a PDF, which is gone after the block; `name` is what messages call it.

    Raises MissingError without LibreOffice, InputError for what it cannot open in time.
    """
    soffice = program()
    if soffice is None:
        raise MissingError(
            "LibreOffice, which draws the slides of «{name}», is not installed.",
            "Install it (apt install libreoffice-impress, or libreoffice.org), or export a PDF and give that.",
            code="deck-no-libreoffice",
            name=name,
        )
    with tempfile.TemporaryDirectory(prefix="videolecture-deck-", ignore_cleanup_errors=True) as place:
        yield _convert(soffice, path, name, slides, Path(place), progress)


def _convert(soffice: Path, path: Path, name: str, slides: int, place: Path, progress: Progress) -> Path:
    profile = place / "profile"
    (profile / "user").mkdir(parents=True)
    items = "\n".join(
        f'<item oor:path="{group}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for group, values in _SETTINGS.items()
        for key, value in values.items()
    )
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
    source = place / f"deck{path.suffix.lower()}"
    shutil.copyfile(path, source)
    command = [
        str(soffice),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "pdf", "--outdir", str(place), str(source)),
    ]
    said = _run(command, place, SECONDS + slides * SECONDS_A_SLIDE, progress)
    made = source.with_suffix(".pdf")
    if said is None:
        raise InputError(
            "LibreOffice did not finish «{name}» within {minutes} minutes.",
            "Export the deck as PDF and give that.",
            code="deck-office-slow",
            name=name,
            minutes=round((SECONDS + slides * SECONDS_A_SLIDE) / 60),
        )
    if not made.is_file():
        raise InputError(
            "LibreOffice cannot open «{name}»{said}.",
            "Open it in the program that made it, export a PDF and give that.",
            code="deck-office-cannot",
            name=name,
            said=f" ({said})" if said else "",
        )
    return made


def _run(command: list[str], place: Path, seconds: float, progress: Progress) -> str | None:
    """The last line that the program wrote; None when it did not end in time. Ends it in any case."""
    blocked = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = {**os.environ, **blocked, "HOME": str(place), "SAL_USE_VCLPLUGIN": "svp"}
    environment.pop("DISPLAY", None)
    end = time.monotonic() + seconds
    with Tree(command, place, environment, place / "log.txt", memory=MEMORY) as tree:
        while time.monotonic() < end:
            progress(0.0, "LibreOffice draws the slides")
            finished = tree.wait(TICK)
            if finished is not None:
                return finished.output.rpartition("\n")[2].strip().replace(str(place), "")
    return None


def substitutes(families: set[str]) -> dict[str, str]:
    """Those of the font families that this machine does not have, with what is shown instead ("" where unknown)."""
    match = shutil.which("fc-match")
    if match is None or sys.platform not in ("linux", "darwin"):
        return {}
    missing = {}
    for family in sorted(families):
        asked = subprocess.run(  # noqa: S603 (fontconfig's own program)
            [match, "--format", "%{family}", family.replace("-", r"\-").replace(":", r"\:").replace(",", r"\,")],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        got = asked.stdout.split(",")
        if asked.returncode == 0 and family.casefold() not in (one.strip().casefold() for one in got):
            missing[family] = got[0].strip()
    return missing


def link_notice(target: str) -> Notice:
    """The notice of something that is linked, and not in the file."""
    return Notice("deck-link", "The deck links to «{target}», which is not loaded.", {"target": target})


def font_notices(families: set[str]) -> list[Notice]:
    """A notice for each family that this machine does not have."""
    return [
        Notice(
            "deck-font-missing-here",
            "The font «{font}» is not installed; «{substitute}» is shown instead.",
            {"font": font, "substitute": substitute},
        )
        for font, substitute in substitutes(families).items()
    ]
