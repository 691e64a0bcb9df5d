"""/api/v1/lectures/{id}/...: fragments, events, files."""

from __future__ import annotations

from pathlib import Path

from flask import Response, request, send_file
from werkzeug.http import parse_range_header

from videolecture.jobs.states import FINAL, State
from videolecture.web.refusals import NotThere, TooMany
from videolecture.web.revisions import last_whole
from videolecture.web.v1 import files, models, views
from videolecture.web.v1.events import stream
from videolecture.web.v1.lectures import PROBLEM, answer, known, language, service
from videolecture.web.v1.lectures import api as api


@api.get("/lectures/<id>/fragments", summary="Fragments", responses={"200": models.FragmentList})
def list_fragments(path: models.LecturePath) -> Response:
    """Every fragment with its state and the time left."""
    job = known(path.id)
    return answer(
        models.FragmentList(items=views.fragments_of(job, service().ledger.fragments(job.number), language()))
    )


@api.get("/lectures/<id>/fragments/<int:number>", summary="One fragment", responses={"200": models.FragmentView})
def get_fragment(path: models.FragmentPath) -> Response:
    """One fragment with its state and the time left."""
    job = known(path.id)
    for view in views.fragments_of(job, service().ledger.fragments(job.number), language()):
        if view.number == path.number:
            return answer(view)
    raise NotThere("no fragment", number=path.number)


@api.get("/lectures/<id>/events", summary="Events", responses={"200": models.EventList, "204": None})
def list_events(path: models.LecturePath, query: models.After) -> Response:
    """A stream of server-sent events for who accepts text/event-stream; otherwise a list, to be asked for again.

    A stream begins after Last-Event-ID (or `after`); once the lecture has ended, 204 tells the client to stop.
    """
    job = known(path.id)
    ledger, own = service().ledger, service()
    if request.accept_mimetypes.best_match(["application/json", "text/event-stream"]) != "text/event-stream":
        found = ledger.events(query.after, lecture=path.id, limit=query.limit)
        return answer(models.EventList(items=[views.event(event, language()) for event in found]))
    last = request.headers.get("Last-Event-ID", "")
    after = min(int(last), 2**62) if last.isascii() and last.isdecimal() else query.after
    if job.state in FINAL and not ledger.events(after, lecture=path.id, limit=1):
        return Response(status=204)
    if not own.streams.acquire(blocking=False):
        raise TooMany("streams", retry_after=5)
    response = Response(stream(own.feed, path.id, after, own.stopping, language()), mimetype="text/event-stream")
    response.call_on_close(own.streams.release)
    response.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    return response


@api.get("/lectures/<id>/files", summary="Files", responses={"200": models.FileList})
def list_files(path: models.LecturePath) -> Response:
    """The files that are there now."""
    items = []
    for name, (revision, file) in _files(path.id).items():
        url = f"/api/v1/lectures/{path.id}/files/{name}"
        size = file.stat().st_size
        items.append(models.FileView(name=name, url=url, bytes=size, type=files.TYPES[file.suffix], revision=revision))
    return answer(models.FileList(items=items))


@api.get(
    "/lectures/<id>/files/<name>",
    summary="One file",
    responses={
        "200": {"description": "The file"},
        "206": {"description": "A part of it"},
        "416": PROBLEM,
    },
)
def get_file(path: models.FilePath) -> Response:
    """The file, or the part of it that Range names; a Range of several parts, or of another unit, is ignored."""
    _, found = _files(path.id).get(path.name, (0, None))
    job = known(path.id)
    if found is None:
        raise NotThere("no result", name=path.name)
    wanted = parse_range_header(request.headers.get("Range"))
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)
    called = files.download_name(views.title(job, service().ledger.fragments(job.number)), path.name)
    try:
        return send_file(found, files.TYPES[found.suffix], conditional=True, download_name=called)
    except FileNotFoundError:  # the lecture was replaced at this moment
        raise NotThere("no result", name=path.name) from None


def _files(identity: str) -> dict[str, tuple[int, Path]]:
    """Name -> revision and file: of the lecture as it is; its film from the last whole revision until it is whole."""
    current = known(identity)
    found = {name: (current.number, file) for name, file in files.of(current).items()}
    if current.state != State.SUCCEEDED and (whole := last_whole(service().ledger, current)):
        films = {name: (whole.number, file) for name, file in files.of(whole).items() if name.startswith("lecture.")}
        found |= {name: found.get(name, film) for name, film in films.items()}
    return found
