"""/api/v1/uploads: a file comes in pieces, and goes on where it stopped after a break."""

from __future__ import annotations

from typing import Literal

from flask import Response, g, request, send_file
from flask_openapi3.models import RawModel
from pydantic import BaseModel, Field

from videolecture.web import uploads
from videolecture.web.refusals import TooLarge, Unusable
from videolecture.web.v1 import models
from videolecture.web.v1.films import PART
from videolecture.web.v1.lectures import DECK_FILE, PROBLEM, answer, service
from videolecture.web.v1.lectures import api as api
from videolecture.web.v1.options import FILES

KINDS = ("text", "face", "voice", PART, DECK_FILE, *(option.name for option in FILES))
OFFSET = "Upload-Offset"
_PICTURES = {"picture.jpg": "image/jpeg", "sound.wav": "audio/wav"}


class UploadWish(models.Strict):
    """A file that will be brought."""

    kind: str = Field(json_schema_extra={"enum": list(KINDS)}, max_length=40)
    name: str = Field(min_length=1, max_length=255, description="the file's own name")
    bytes: int = Field(ge=1, le=2**53)


class UploadPath(BaseModel):
    """An upload."""

    id: str = Field(pattern=uploads.IDENTITY)


class UploadFilePath(UploadPath):
    """What was found out about an upload."""

    name: Literal["picture.jpg", "sound.wav"]


class UploadChange(models.Strict):
    """What may change about an upload."""

    kept: bool = Field(description="stays until it is deleted, not for a day")


class UploadView(BaseModel):
    """A file that is here, or on its way."""

    id: str
    kind: str
    name: str
    bytes: int
    offset: int = Field(description="bytes that have come")
    kept: bool
    url: str


class UploadList(BaseModel):
    """Uploads, the newest first."""

    items: list[UploadView]


class Piece(RawModel):
    """Bytes of the file."""

    mimetypes = ["application/octet-stream"]  # noqa: RUF012 (the library's own form)


def owner() -> str:
    """Whose the uploads of this request are."""
    return str(g.get("owner", ""))


def view(upload: uploads.Upload) -> UploadView:
    """An upload as clients see it."""
    return UploadView(
        id=upload.id,
        kind=upload.kind,
        name=upload.name,
        bytes=upload.bytes,
        offset=service().uploads.offset(upload),
        kept=upload.kept,
        url=f"/api/v1/uploads/{upload.id}",
    )


def shown(upload: uploads.Upload, status: int = 200) -> Response:
    """An upload as a response."""
    told = view(upload)
    return answer(told, status, {OFFSET: str(told.offset), "Location": told.url})


@api.post("/uploads", summary="Begin an upload", responses={"201": UploadView, "413": PROBLEM})
def begin_upload(body: UploadWish) -> Response:
    """Its pieces follow by PATCH; a lecture names it by its id (`face_upload`). It is gone after a day."""
    if body.kind not in KINDS:
        raise Unusable("wrong", name="kind", what=", ".join(KINDS))
    if body.bytes > (limit := service().limits.bytes_of(body.kind)):
        raise TooLarge("too large", name=body.kind, path=body.name, limit=limit)
    return shown(service().uploads.begin(owner(), body.kind, body.name, body.bytes), 201)


@api.get("/uploads", summary="Uploads", responses={"200": UploadList})
def list_uploads() -> Response:
    """Those of this client's token, the newest first."""
    return answer(UploadList(items=[view(upload) for upload in service().uploads.of(owner())]))


@api.get("/uploads/<id>", summary="One upload", responses={"200": UploadView})
def get_upload(path: UploadPath) -> Response:
    """How much of it has come."""
    return shown(service().uploads.find(path.id, owner()))


@api.patch(
    "/uploads/<id>",
    summary="The next piece of an upload",
    responses={"200": UploadView, "409": PROBLEM, "413": PROBLEM},
)
def add_to_upload(path: UploadPath, raw: Piece) -> Response:  # noqa: ARG001 (for the document)
    """The bytes from `Upload-Offset` on, at most 16 MB; 409 tells how many are here when that is another number."""
    upload = service().uploads.find(path.id, owner())
    text = request.headers.get(OFFSET, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Unusable("wrong", name=OFFSET, what=text or "—")
    service().uploads.append(upload, int(text), request.stream)
    return shown(upload)


@api.put("/uploads/<id>/kept", summary="Keep an upload", responses={"200": UploadView})
def keep_upload(path: UploadPath, body: UploadChange) -> Response:
    """A photo or a voice for further lectures: it stays until it is deleted."""
    return shown(service().uploads.keep(service().uploads.find(path.id, owner()), body.kept))


@api.delete("/uploads/<id>", summary="Delete an upload", responses={"204": None})
def delete_upload(path: UploadPath) -> Response:
    """Lectures that were made of it keep their own copy."""
    service().uploads.drop(service().uploads.find(path.id, owner()))
    return Response(status=204)


@api.get("/uploads/<id>/<name>", summary="What was found in an upload", responses={"200": {"description": "The file"}})
def get_upload_file(path: UploadFilePath) -> Response:
    """The photo as a small JPEG, the voice as WAV: made by `look`, never the client's own bytes."""
    found = service().uploads.found(service().uploads.find(path.id, owner()), path.name)
    return send_file(found, _PICTURES[path.name], conditional=True)
