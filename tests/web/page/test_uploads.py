"""/api/v1/uploads: a file comes in pieces, goes on after a break, belongs to its token, is gone after a day."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from videolecture.web.refusals import Conflict, NotThere, TooLarge
from videolecture.web.service import Service
from videolecture.web.uploads import LASTS, Uploads


def begin(client: FlaskClient, kind: str = "face", name: str = "me.png", size: int = 10) -> Any:
    answer = client.post("/api/v1/uploads", json={"kind": kind, "name": name, "bytes": size})
    assert answer.status_code == 201, answer.text
    return answer.json


def add(client: FlaskClient, identity: str, offset: int, data: bytes) -> Any:
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
    return client.patch(f"/api/v1/uploads/{identity}", data=data, headers=headers)


def test_a_file_comes_in_pieces_and_tells_how_much_is_here(client: FlaskClient, service: Service) -> None:
    made = begin(client)
    assert add(client, made["id"], 0, b"01234").json["offset"] == 5
    assert client.get(made["url"]).headers["Upload-Offset"] == "5"
    assert add(client, made["id"], 5, b"56789").json["offset"] == 10
    assert service.uploads.content(service.uploads.find(made["id"], "")).read_bytes() == b"0123456789"


def test_a_piece_in_a_wrong_place_is_refused_with_the_right_one(client: FlaskClient) -> None:
    made = begin(client)
    add(client, made["id"], 0, b"01234")
    again = add(client, made["id"], 0, b"01234")
    assert again.status_code == 409
    assert "5" in again.json["detail"]


def test_what_came_before_a_connection_broke_is_kept(service: Service) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not (data := super().read(3)):
                raise TimeoutError
            return data

    upload = service.uploads.begin("", "face", "me.png", 10)
    with pytest.raises(TimeoutError):
        service.uploads.append(upload, 0, Broken(b"012345"))
    assert service.uploads.offset(upload) == 6


def test_no_more_comes_than_was_announced_and_allowed(client: FlaskClient, service: Service) -> None:
    upload = service.uploads.begin("", "face", "me.png", 4)
    with pytest.raises(TooLarge):
        service.uploads.append(upload, 0, BytesIO(b"01234"))
    too_large = client.post("/api/v1/uploads", json={"kind": "deck", "name": "a.pdf", "bytes": 2001})
    assert too_large.status_code == 413
    assert client.post("/api/v1/uploads", json={"kind": "song", "name": "a", "bytes": 1}).status_code == 422


def test_an_upload_belongs_to_its_token(service: Service) -> None:
    upload = service.uploads.begin("anna", "face", "me.png", 1)
    assert service.uploads.of("boris") == []
    for identity, owner in ((upload.id, "boris"), (upload.id, ""), ("../" + upload.id, "anna"), ("", "anna")):
        with pytest.raises(NotThere):
            service.uploads.find(identity, owner)


def test_a_lecture_takes_only_what_is_whole_and_of_its_kind(service: Service) -> None:
    upload = service.uploads.begin("", "face", "me.png", 2)
    with pytest.raises(Conflict):
        service.uploads.whole(upload.id, "", "face")
    service.uploads.append(upload, 0, BytesIO(b"ab"))
    assert service.uploads.whole(upload.id, "", "face") == upload
    with pytest.raises(NotThere):
        service.uploads.whole(upload.id, "", "voice")


def test_after_a_day_only_what_is_kept_is_left(service: Service) -> None:
    gone, kept = (service.uploads.begin("", "face", name, 1) for name in ("a.png", "b.png"))
    service.uploads.keep(kept, True)
    service.uploads.sweep(time.time() + LASTS + 1)
    assert [upload.id for upload in service.uploads.of("")] == [kept.id]
    assert gone.id != kept.id


def test_a_name_on_disk_is_never_the_clients(service: Service) -> None:
    for name in ("../../x.pdf", "a.p/df", "x.PDF", "y.веб", ".."):
        upload = service.uploads.begin("", "deck", name, 1)
        path = service.uploads.content(upload)
        assert path.parent.name == upload.id
        assert path.name in ("content", "content.pdf")


def test_a_service_that_starts_again_finds_its_uploads(service: Service) -> None:
    upload = service.uploads.begin("", "face", "me.png", 3)
    service.uploads.append(upload, 0, BytesIO(b"ab"))
    again = Uploads(service.home)
    assert again.append(again.find(upload.id, ""), 2, BytesIO(b"c")) == 3


def test_a_clients_own_bytes_are_never_served(client: FlaskClient) -> None:
    made = begin(client, name="me.html", size=6)
    add(client, made["id"], 0, b"<html>")
    for name in ("content", "content.html", "about.json", "picture.jpg"):
        answer = client.get(f"{made['url']}/{name}")
        assert answer.status_code in (404, 422)
        assert b"<html>" not in answer.data
