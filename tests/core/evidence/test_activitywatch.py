"""Editor time of ActivityWatch, without the time away; read twice it is the same."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.evidence.sources.activitywatch import (
    Bucket,
    api_root,
    read_export,
    read_server,
    read_signs,
    server_address,
)

EDITOR, AWAY = "app.editor.activity", "afkstatus"


def event(start: str, minutes: float, **data: str) -> dict[str, Any]:
    return {"timestamp": f"2026-11-24T{start}:00.000000+00:00", "duration": minutes * 60,
            "data": data}  # fmt: skip


def editor(*events: dict[str, Any], host: str = "desk") -> Bucket:
    return Bucket("vscode", EDITOR, host, list(events))


def presence(*events: dict[str, Any], host: str = "desk") -> Bucket:
    return Bucket("afk", AWAY, host, list(events))


def shown(*buckets: Bucket) -> list[str]:
    return [
        f"{sign.at:%H:%M}-{sign.at + sign.length:%H:%M} {sign.project}"
        for sign in read_signs(buckets)
    ]


def test_editor_time_is_cut_to_the_time_the_user_was_there() -> None:
    """Given an editor from 9 to 10:30 and five minutes away, then those do not count."""
    there = presence(
        event("08:00", 75, status="not-afk"),
        event("09:15", 5, status="afk"),
        event("09:20", 90, status="not-afk"),
    )
    work = editor(event("09:00", 90, project="/home/me/code/fraud"))
    assert shown(work, there) == ["09:00-09:15 fraud", "09:20-10:00 fraud", "10:00-10:30 fraud"]


@pytest.mark.parametrize("path", ["/home/me/code/fraud/", "C:\\Users\\me\\fraud", "fraud"])
def test_a_project_is_the_last_name_of_its_path(path: str) -> None:
    assert shown(editor(event("09:00", 10, project=path))) == ["09:00-09:10 fraud"]


def test_another_computer_and_one_that_tells_no_presence_are_not_cut() -> None:
    there = presence(event("09:00", 5, status="not-afk"))
    other = editor(event("09:00", 10, project="x"), host="laptop")
    assert shown(other, there) == ["09:00-09:10 x"]
    assert shown(editor(event("09:00", 10, project="x")), presence()) == []


def test_an_event_that_has_grown_keeps_its_past() -> None:
    before = {sign.identity for sign in read_signs([editor(event("08:30", 60, project="x"))])}
    after = {sign.identity for sign in read_signs([editor(event("08:30", 80, project="x"))])}
    assert len(before & after) == 1  # the part up to the full hour
    assert len(after) == 2


def test_events_that_make_no_sense_are_left_out() -> None:
    broken: list[Any] = [
        None, 7, {"timestamp": "x", "duration": 1, "data": {}}, event("09:00", -3),
        {"timestamp": "2026-11-24T09:00:00", "duration": 60, "data": {}},
        {**event("09:00", 1), "duration": "nan"}, {**event("09:00", 1), "data": None},
    ]  # fmt: skip
    assert shown(editor(*broken, event("11:00", 1))) == ["11:00-11:01 "]


def test_an_export_file_is_read_and_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    bucket = {"type": EDITOR, "hostname": "desk", "events": [event("09:00", 1, project="a")]}
    path.write_text(json.dumps({"buckets": {"aw-watcher-vim_desk": bucket}}))
    (found,) = read_export(path)
    assert (found.name, found.host) == ("vim", "desk")
    for text in ("", "[1]", '{"buckets": []}', '{"buckets": {"a": {"events": 3}}}', "[" * 99999):
        path.write_text(text)
        with pytest.raises(PlannerError, match="not an export"):
            read_export(path)
    with pytest.raises(PlannerError, match="could not be read"):
        read_export(tmp_path / "gone.json")


def test_no_file_is_opened_that_would_be_waited_for_or_is_the_database(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("", "pipe.json"):
        with pytest.raises(PlannerError, match="not an export"):
            read_export(tmp_path / name)
    (tmp_path / "planner.db").write_text('{"buckets": {}}')
    with pytest.raises(PlannerError, match="is the planner's database"):
        read_export(tmp_path / "planner.db")


def test_addresses_are_checked_and_a_silent_server_is_said() -> None:
    assert api_root("http://localhost:5600/") == "http://localhost:5600/api/0"
    assert api_root("http://localhost:5600/api/0") == "http://localhost:5600/api/0"
    assert server_address(" http://localhost:5600/ ") == "http://localhost:5600"
    for text in ("http://", "http://[x", "http://a:99999", "http://a b", "http://ä", "http://a?b"):
        with pytest.raises(PlannerError, match="not the address"):
            server_address(text)
    with pytest.raises(PlannerError, match=r"not answer at http://127\.0\.0\.1:9\."):
        read_server("http://me:secret@127.0.0.1:9", datetime(2026, 11, 24, tzinfo=UTC))


RECORDED = {
    "/api/0/buckets/": {
        "aw-watcher-vscode_desk": {
            "id": "aw-watcher-vscode_desk", "created": "2026-11-24T08:15:52.353667+00:00",
            "name": None, "type": EDITOR, "client": "aw-watcher-vscode", "hostname": "desk",
            "data": {}, "last_updated": "2026-11-24T11:10:00+00:00",
        },
        "aw-watcher-afk_desk": {"type": AWAY, "hostname": "desk"},
        "aw-watcher-window_desk": {"type": "currentwindow", "hostname": "desk"},
    },
    "/api/0/buckets/aw-watcher-vscode_desk/events": [
        {"id": 5, **event("11:00", 10, file="b", project="/home/me/fraud", language="python")},
        {"id": 4, **event("09:00", 60, file="a", project="/home/me/fraud", language="python")},
    ],
    "/api/0/buckets/aw-watcher-afk_desk/events": [event("09:30", 95, status="not-afk")],
}  # fmt: skip
"""What ActivityWatch 0.12 answered."""


class Recorded(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        type(self).asked.append(self.path)
        body = json.dumps(RECORDED.get(path, {"message": "No such thing"})).encode()
        self.send_response(200 if path in RECORDED else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Recorded.asked = []
    with HTTPServer(("127.0.0.1", 0), Recorded) as listening:
        Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def test_a_running_server_is_asked_for_editors_and_presence(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # which its own server is not behind
    since = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert shown(*read_server(server, since)) == ["09:30-10:00 fraud", "11:00-11:05 fraud"]
    asked = Recorded.asked[1]
    assert parse_qs(urlsplit(asked).query) == {"start": [since.isoformat()], "limit": ["-1"]}
    assert not any("window" in path for path in Recorded.asked)
    with pytest.raises(PlannerError, match="not an ActivityWatch server"):
        read_server(f"{server}/elsewhere", since)
