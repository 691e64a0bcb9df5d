"""PPTX and ODP are zip archives of XML: opened within bounds, and copied with every link out of them cut."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from videolecture.errors import InputError

MOST_BYTES = 2_000_000_000  # of all members unpacked: beyond it a file is taken for a decompression bomb
MOST_MEMBERS = 20_000
MOST_XML = 200_000_000  # bytes of one XML member unpacked

Element = Any  # lxml publishes no types


def broken(name: str) -> InputError:
    """The error for a file that is not what its suffix says."""
    return InputError(
        "«{name}» is damaged or no presentation.",
        "Open it in the program that made it and save it again, or export a PDF.",
        code="deck-office-broken",
        name=name,
    )


def protected(name: str) -> InputError:
    """The error for an archive that nobody can read without its password."""
    return InputError(
        "«{name}» is protected by a password, or in the format of PowerPoint 97.",
        "Save it without the password as PPTX, or export a PDF.",
        code="deck-office-password",
        name=name,
    )


@contextmanager
def opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive, once its sizes are known to be reasonable. Raises InputError."""
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # OLE: how Office encrypts, and its old formats
            raise protected(name)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise broken(name) from None
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
            raise InputError(
                "«{name}» unpacks to more than a presentation has.",
                "Make its pictures and videos smaller, or export a PDF.",
                code="deck-office-too-large",
                name=name,
            )
        yield archive


def xml(archive: zipfile.ZipFile, member: str, name: str) -> Element:
    """One member as XML; no entity is expanded, nothing outside is loaded. Raises InputError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        if archive.getinfo(member).file_size > MOST_XML:
            raise broken(name)
        return etree.fromstring(archive.read(member), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise broken(name) from None


def copied(source: zipfile.ZipFile, target: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write the archive again with every member that `change(member, content)` gives other bytes for; None drops it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for member in source.infolist():
            if member.is_dir():
                continue
            if not member.filename.endswith((".xml", ".rels")):
                with source.open(member) as stream, copy.open(member.filename, "w") as out:
                    while block := stream.read(1 << 20):
                        out.write(block)
                continue
            content = change(member.filename, source.read(member))
            if content is not None:
                # The first member of an OpenDocument file says what it is, uncompressed.
                stored = member.filename == "mimetype"
                copy.writestr(member.filename, content, zipfile.ZIP_STORED if stored else None)
