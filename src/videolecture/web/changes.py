"""A lecture changed: its next revision, out of the one before, its inputs shared with it as far as they stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from videolecture.jobs.requests import ABOUT
from videolecture.jobs.retention import OUT, own_files, own_folder
from videolecture.jobs.rows import FragmentText, Job, Order
from videolecture.jobs.states import State
from videolecture.rendering import edits, takes
from videolecture.rendering.edits import Edits
from videolecture.rendering.options import BY_NAME
from videolecture.storage.cache import digest, digest_file
from videolecture.web.carried import carried
from videolecture.web.editing import changes_of, edited, is_replaced, share, taken
from videolecture.web.inputs import take
from videolecture.web.refusals import NotThere, Unusable
from videolecture.web.service import Service, plain
from videolecture.web.wanted import Change

INPUTS = ("text", "face", "voice", *(name for name, option in BY_NAME.items() if option.kind == "file"))
_ONE_BY_ONE = ("edits", "takes")  # files that are written here, of changes made one by one
_OURS = (*ABOUT, "out", "id", "owner", *_ONE_BY_ONE)  # of a request: nothing of what its lecture is

Judge = Callable[[Job | None], None]
"""judge(current job): raises Refused when it may not be changed."""


def change(service: Service, identity: str, wanted: Change, judge: Judge) -> tuple[Job, bool]:
    """The lecture's job after a change, and whether it is a new one: nothing changes where all is so already.

    The lecture is rendered again from what is kept; what renders of it now is stopped. Raises Refused.
    """
    current = judged(service, identity, judge)
    with service.new_folder() as folder:
        draft = _draft(service, current, wanted, folder)
        same = draft.digest in (current.digest, _code_of(current))
        if current.state not in (State.FAILED, State.CANCELLED) and same:
            shutil.rmtree(folder)
            return current, False
        return _submitted(service, _inspected(service, draft, folder), judge), True


def judged(service: Service, identity: str, judge: Judge) -> Job:
    """The lecture's job, if there is one and it may be changed. Raises Refused."""
    current = service.ledger.lecture(identity)
    judge(current)
    if current is None:
        raise NotThere("no lecture", id=identity)
    return current


def ordered(service: Service, current: Job, wanted: Change, folder: Path) -> Order:
    """The lecture after a change, with its files in a folder that is not there yet. Raises Refused."""
    return _inspected(service, _draft(service, current, wanted, folder), folder)


def _draft(service: Service, current: Job, wanted: Change, folder: Path) -> Order:
    """The same before anybody looked at what it says."""
    limits = {name: service.limits.bytes_of("deck" if name == "picture" else name) for name in wanted.sources}
    limits |= {name: service.limits.bytes_of(source.field) for name, source in wanted.beside.items()}
    digests = take({**wanted.sources, **wanted.beside}, limits, folder)
    further = {name: digests[name] for name in wanted.beside} | service.take_beside(wanted.sources, folder)
    request, inputs = _carried(service, current, wanted, folder, digests)
    inputs |= further
    changed = edited(service, current, wanted, folder)
    _put_edits(changed, folder, request, inputs)
    old = changes_of(current).fragments
    if is_replaced(current, wanted) and any(edit.spoken is not None for edit in old.values()):
        _, after, _ = service.inspected(request, folder)  # what the new text's fragments are
        found = carried(old, service.ledger.fragments(current.number), after)
        _put_edits(replace(changed, fragments=found.fragments), folder, request, inputs)
    if choices := taken(current, wanted):
        takes.write(folder / takes.NAME, choices)
        request["takes"] = str(folder / takes.NAME)
        inputs["takes"] = digest_file(folder / takes.NAME)
    consent = current.consent if wanted.consent is None else wanted.consent
    webhook = current.webhook if wanted.webhook is None else wanted.webhook
    code = _code(request, inputs, consent, webhook)
    return Order(current.lecture, current.origin, request, code, (), (), consent, webhook, inputs)


def _put_edits(changed: Edits, folder: Path, request: dict[str, Any], inputs: dict[str, str]) -> None:
    if changed:
        edits.write(folder / edits.NAME, changed)
        request["edits"] = str(folder / edits.NAME)
        inputs["edits"] = digest_file(folder / edits.NAME)
        inputs |= {f"slide_{number}": digest_file(path) for number, path in changed.pictures.items()}


def _inspected(service: Service, draft: Order, folder: Path) -> Order:
    slides, rows, about = service.inspected(draft.request, folder)
    return replace(draft, request={**draft.request, **about}, slides=slides, fragments=rows)


def _code(
    request: Mapping[str, Any],
    inputs: Mapping[str, str],
    consent: Mapping[str, Any],
    webhook: Mapping[str, str] | None,
) -> str:
    """The digest of everything that was asked for, whatever its files are called."""
    what = {name: value for name, value in request.items() if name not in (*_OURS, *INPUTS)}
    return digest("revision", what, dict(inputs), dict(consent), dict(webhook or {}))


def _code_of(job: Job) -> str:
    """The same of a job, which was perhaps asked for as a whole and is known by another digest."""
    return _code(job.request, job.inputs, job.consent, job.webhook)


def restore(service: Service, identity: str, number: int, judge: Judge) -> Job:
    """An earlier revision as the lecture's newest. Raises Refused."""
    current, earlier = service.ledger.lecture(identity), service.ledger.job(number)
    judge(current)
    if earlier is None or earlier.lecture != identity:
        raise NotThere("no revision", number=number)
    with service.new_folder() as folder:
        folder.mkdir(mode=0o700)
        old = own_folder(service.home, earlier)
        for path in own_files(old) if old else ():
            share(path, folder / path.relative_to(old or folder))
        request = dict(earlier.request)
        for name in INPUTS:
            if request.get(name):
                request[name] = str(folder / Path(request[name]).name)
        if old and Path(request["out"]) == old / OUT:
            request["out"] = str(folder / OUT)
        rows = tuple(
            FragmentText(one.number, one.slide, one.text, one.characters, one.source)
            for one in service.ledger.fragments(number)
        )
        inputs = dict(earlier.inputs) or _digests(request)
        order = Order(
            identity, earlier.origin, request, earlier.digest, earlier.slides, rows, earlier.consent, earlier.webhook
        )
        return _submitted(service, replace(order, inputs=inputs, made_from=number), judge)


def _submitted(service: Service, order: Order, judge: Judge) -> Job:
    """The job in the ledger, judged again in the same transaction: of two changes at once the second is refused."""

    def still(now: Job | None) -> bool:
        judge(now)
        return True

    job = service.ledger.submit(order, judge=still, limit=service.limits.queue)
    service.supervisor.look()
    return job


def _carried(
    service: Service, current: Job, wanted: Change, folder: Path, digests: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The request after the change, with its files in the new folder, and the digests of these."""
    request = dict(current.request)
    old = own_folder(service.home, current)
    _choose(service, request, wanted.options)
    shown, inputs = dict(request.get("shown", {})), dict[str, str]()
    known = dict(current.inputs) or _digests(request)
    for name in INPUTS:
        if name in _ONE_BY_ONE or (name in wanted.without and name not in wanted.sources):
            request[name] = None
            continue
        if (source := wanted.sources.get(name)) is not None:
            request[name], shown[name] = str(folder / (name + source.suffix)), source.shown
            inputs[name] = digests[name]
        elif request.get(name):
            path = Path(request[name])
            share(path, folder / path.name)
            request[name], inputs[name] = str(folder / path.name), known.get(name) or digest_file(path)
    if not (request.get("text") or request.get("deck")):
        raise Unusable("missing", name="text")
    for name, path in _beside(current, old).items():  # what text and deck name
        if not (folder / name).exists():
            share(path, folder / name)
            inputs[name] = known.get(name) or digest_file(path)
    out = folder / OUT if old and Path(request["out"]) == old / OUT else Path(request["out"])
    return {**request, "out": str(out), "shown": shown}, inputs


def _beside(current: Job, old: Path | None) -> dict[str, Path]:
    """Files of a lecture's folder, by their names in it, that are no inputs by name, nor changes."""
    if old is None:
        return {}
    request = current.request
    named = {Path(request[name]) for name in INPUTS if request.get(name)}
    named |= set(edits.read(Path(request["edits"])).pictures.values()) if request.get("edits") else set()
    return {path.relative_to(old).as_posix(): path for path in own_files(old) if path not in named}


def _choose(service: Service, request: dict[str, Any], options: Mapping[str, Any]) -> None:
    """Put the chosen options into a request; those of an engine go with the engine."""
    defaults = plain(service.settings.request({}))
    of_face = {name: value for name, value in options.items() if BY_NAME[name].engine == "face"}
    for name, value in options.items():
        if name not in of_face:
            request[name] = defaults.get(name, BY_NAME[name].default) if value is None else value
    if "speech" in options:
        request["speech_options"] = service.settings.options(request["speech"])
    face = dict(request.get("face_options", {}))
    if "face_engine" in options:
        face = dict(service.settings.face_options(request["face_engine"]))
    face |= {name: value for name, value in of_face.items() if value is not None}
    request["face_options"] = {name: value for name, value in face.items() if of_face.get(name, value) is not None}


def _digests(request: Mapping[str, Any]) -> dict[str, str]:
    """Of the inputs of a job from before the ledger kept them."""
    paths = {name: Path(request[name]) for name in INPUTS if request.get(name)}
    return {name: digest_file(path) for name, path in paths.items() if path.is_file()}
