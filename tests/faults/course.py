"""The lecture that faults happen to, the service that renders it, and what it must be like in the end."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import av

from tests.faults.engines import HOLD, PLUGINS
from tests.web.conftest import Files
from tests.web.server import FINAL, Server
from videolecture.storage.cache import Cache

# Thirteen fragments: the first slide has two.
LECTURE = "\n_;\n".join(
    ["Раз. Два. Три. Четыре. Пять. Шесть.", *(f"Это слайд номер {n}. В нём два предложения." for n in range(2, 13))]
)
Contents = Mapping[str, str]


def start(home: Path, files: Files, *options: str, **environment: str) -> Server:
    """A service with the tests' slow engines."""
    hold = files.folder / "hold"
    hold.mkdir(exist_ok=True)
    own = {"VIDEOLECTURE_PLUGINS": PLUGINS, HOLD: str(hold), **environment}
    return Server(home, "--allow-root", str(files.folder), *options, environment=own)


@contextlib.contextmanager
def service(home: Path, files: Files, *options: str, **environment: str) -> Iterator[Server]:
    """The same, stopped at the end."""
    server = start(home, files, *options, **environment)
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def held(files: Files, stage: str) -> Iterator[None]:
    """Engines that come to this stage stay in it, deaf to everything, until the end of the block."""
    mark = files.folder / "hold" / stage
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    try:
        yield
    finally:
        mark.unlink()


def until_reached(server: Server, files: Files, stage: str, number: int) -> None:
    """Wait until an engine comes to the stage, or, where it is held there, is in it: it does so for this lecture."""
    mark = files.folder / "hold" / f"at-{stage}"
    mark.unlink(missing_ok=True)
    server.until(mark.exists, f"an engine is at {stage}", number)


def ask(server: Server, files: Files, number: int, text: str = LECTURE, **change: object) -> Path:
    """POST /generate; the folder in which the lecture will be."""
    body = {**files.original(number, text), **change}
    answer = server.ask("POST", "/generate", body)
    assert answer.status == 200, answer.body.decode()
    return Path(str(body["generated_dir_path"]))


def look(server: Server, number: int) -> dict[str, Any]:
    """What /api/v1 shows of a lecture; nothing while the service does not answer."""
    with contextlib.suppress(OSError, ValueError):
        answer = server.get(f"/api/v1/lectures/{number}")
        if answer.status == 200:
            return dict(answer.json)
    return {"state": "", "stage": "", "paused": "", "fragments": {"succeeded": 0, "total": 0}}


def is_final(view: Mapping[str, Any]) -> bool:
    return view["state"] in FINAL


def ended(server: Server, number: int) -> dict[str, Any]:
    """What /api/v1 shows once the lecture has ended."""
    view = server.until(lambda: (now := look(server, number)) and is_final(now) and now, f"lecture {number} ended")
    return dict(view)


def until_finished(server: Server, number: int, count: int) -> None:
    """Wait until that many fragments are finished."""
    done = f"{count} fragments are finished"
    server.until(lambda: look(server, number)["fragments"]["succeeded"] >= count, done, number)


def succeeded(server: Server, number: int) -> None:
    """Wait for the end; anything but success fails with what the service says about it."""
    view = ended(server, number)
    assert view["state"] == "succeeded", view


def events(server: Server, number: int) -> list[dict[str, Any]]:
    """Everything that happened to the newest job of a lecture, in order."""
    found: list[dict[str, Any]] = []
    after = 0
    while page := server.get(f"/api/v1/lectures/{number}/events?limit=1000&after={after}").json["items"]:
        found += page
        after = page[-1]["seq"]
    return [event for event in found if event["job"] == found[-1]["job"]]


def made_again(happened: list[dict[str, Any]]) -> int:
    """How many sounds and clips were made although they were finished already."""
    made = Counter(
        (event["name"], event["data"]["fragment"])
        for event in happened
        if event["name"] in ("spoken", "rendered") and not event["data"]["cached"]
    )
    return sum(times - 1 for times in made.values())


def undisturbed(home: Path, files: Files) -> Contents:
    """The lecture as it is when nothing goes wrong."""
    with service(home.with_name("calm"), files) as server:
        out = ask(server, files, 1, generated_dir_path=str(files.folder / "calm"))
        succeeded(server, 1)
    return contents(out)


def fresh(home: Path, files: Files) -> None:
    """Forget everything that was rendered."""
    for name in ("voice", "portrait", "speech", "clip"):
        shutil.rmtree(home / "cache" / name, ignore_errors=True)
    for out in files.folder.glob("out_*"):
        shutil.rmtree(out)


def contents(out: Path) -> Contents:
    """What must be identical (design, rule 9): every file's bytes, of a joined film its packets."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_dir():
            continue
        joined = path.suffix == ".mp4" and path.parent.name in ("combined", "final")
        found[str(path.relative_to(out))] = packets(path) if joined else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def packets(path: Path) -> str:
    """Digest of every packet of every stream with its times."""
    code = hashlib.sha256()
    with av.open(str(path)) as film:
        for packet in film.demux():
            if packet.size:
                code.update(f"{packet.stream_index} {packet.pts} {packet.dts} {packet.duration}".encode())
                code.update(bytes(packet))
    return code.hexdigest()


def staged(home: Path) -> list[Path]:
    """Files of the cache that somebody began and did not finish."""
    return Cache(home / "cache").staged()


def different(found: Contents, expected: Contents) -> list[str]:
    """Names of the files that are missing, left over or not as they must be."""
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
