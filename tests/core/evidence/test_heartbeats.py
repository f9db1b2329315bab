"""What a WakaTime plugin sends is kept once, by programs on this computer that know the key."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Thread
from typing import Any

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.evidence import server
from mle_planner.core.evidence.server import MOST_AT_ONCE, MOST_BODY_BYTES, HeartbeatServer
from mle_planner.core.evidence.sources.heartbeats import HeartbeatError, editor_name, read_sign
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, at, put_clock, stretch

AGENT = "wakatime/13.1.0 (Linux-6.1) Python3.9.18 vscode/1.85.1 vscode-wakatime/24.4.0"
BULK = "/api/v1/users/current/heartbeats.bulk"
BAR = "/api/v1/users/current/statusbar/today"


def beat(planner: Planner, clock: str, **fields: Any) -> dict[str, Any]:
    """A heartbeat as it was recorded from a plugin, at a time of Tuesday."""
    return {
        "entity": "/home/me/fraud/train.py", "type": "file", "category": "coding",
        "time": at(planner, clock).timestamp() + 0.25, "project": "fraud", "branch": "main",
        "language": "Python", "is_write": False, "lines": 120, "lineno": 7, "cursorpos": 3,
        "user_agent": AGENT, **fields,
    }  # fmt: skip


class Plugin:
    """Sends requests with the key, as a plugin does."""

    def __init__(self, server: HeartbeatServer, key: str) -> None:
        self.port = server.server_port
        self.key = key
        self.headers = {"Authorization": "Basic " + b64encode(key.encode()).decode()}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, sent, {**self.headers, **headers})
        answer = connection.getresponse()
        text = answer.read()
        assert not any(name.startswith("Access-Control") for name in answer.headers)
        connection.close()
        return answer.status, json.loads(text) if text.startswith(b"{") else None


@pytest.fixture
def plugin(planner: Planner) -> Iterator[Plugin]:
    server = HeartbeatServer(0, planner.editors.make_key(), planner.editors.open_for_thread)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Plugin(server, planner.editors.make_key())
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_database_that_was_moved_takes_nothing_and_no_other_is_made(
    planner: Planner, plugin: Plugin
) -> None:
    folder = planner.database_path.parent
    folder.rename(folder.with_name("moved"))
    status, answer = plugin("POST", BULK, [beat(planner, "9:00")])
    assert status == 503
    assert "was replaced, moved or deleted while the planner had it open" in answer["error"]
    assert not folder.exists()


def test_a_queue_that_is_sent_again_counts_once(
    planner: Planner, plugin: Plugin, clock: FixedClock
) -> None:
    """Given heartbeats of 20 minutes, when a plugin sends them twice, then they are kept once."""
    put_clock(clock, "2026-11-24 10:00")
    queue = [beat(planner, time) for time in ("9:00", "9:08", "9:16", "9:20")]
    status, answer = plugin("POST", BULK, queue)
    assert (status, [code for _data, code in answer["responses"]]) == (201, [201] * 4)
    old_client = [{**each, "time": str(each["time"]), "is_write": "False"} for each in queue]
    assert plugin("POST", BULK, old_client)[0] == 201
    found = planner.evidence.coding_time(TUESDAY, TUESDAY)
    assert found.total.total_seconds() == 20 * 60
    assert len(planner.everything()["evidence"]) == 4
    _status, bar = plugin("GET", BAR)
    total = bar["data"]["grand_total"]
    assert (total["text"], total["total_seconds"]) == ("20 mins", 1200)
    last = planner.editors.status().last
    assert last is not None
    assert (last.detail, last.project) == ("vscode", "fraud")


def test_of_a_batch_what_can_be_read_is_kept(planner: Planner, plugin: Plugin) -> None:
    bad = [7, {}, beat(planner, "7:00", time="soon"), beat(planner, "7:00", project=["a"]),
           beat(planner, "7:00", time=1e300), beat(planner, "7:00", entity="")]  # fmt: skip
    _status, answer = plugin("POST", BULK, [*bad, beat(planner, "7:00")])
    assert [code for _data, code in answer["responses"]] == [400] * 6 + [201]
    assert plugin("POST", BULK.removesuffix(".bulk"), beat(planner, "7:05"))[0] == 201
    assert plugin("POST", BULK.removesuffix(".bulk"), {})[0] == 400
    for body in (b"", b"{", b"[" * 100_000, b"[NaN]", b"\xff"):
        assert plugin("POST", BULK, body)[0] == 400
    assert len(planner.everything()["evidence"]) == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "planner.example:80"}, 403),
        ({"Origin": "https://planner.example"}, 403),
        ({"Authorization": "Bearer 0"}, 401),
        ({"Authorization": "Basic !"}, 401),
        ({"Authorization": ""}, 401),
        ({"Content-Length": str(MOST_BODY_BYTES + 1)}, 413),
        ({"Content-Length": "many"}, 411),
    ],
)
def test_others_are_refused_and_nothing_is_kept(
    planner: Planner, plugin: Plugin, headers: dict[str, str], status: int
) -> None:
    assert plugin("POST", BULK, [], **headers)[0] == status
    assert planner.everything()["evidence"] == []


def test_each_way_to_send_the_key_and_each_prefix_is_known(plugin: Plugin) -> None:
    key = plugin.key
    for header in (f"Bearer {key}", "Basic " + b64encode(f"{key}:".encode()).decode()):
        assert plugin("GET", BAR, Authorization=header)[0] == 200
    assert plugin("GET", f"{BAR}?api_key={key}", Authorization="")[0] == 200
    for prefix in ("/api", "/v1", ""):
        assert plugin("GET", f"{prefix}/users/current/statusbar/today")[0] == 200
    for address in ("/api/v1", "/api/v1/"):  # where WakaTime's own client of old posts to
        assert plugin("POST", address, []) == (201, {"responses": []})
    assert plugin("GET", "/api/v1/users/current")[0] == 404
    assert plugin("GET", BULK)[0] == 404


@pytest.mark.parametrize(
    ("fields", "source", "by_agent"),
    [
        ({}, "editor", False),
        ({"category": "ai coding"}, "editor", True),
        ({"ai_line_changes": "12"}, "editor", True),
        ({"ai_line_changes": 12, "human_line_changes": 1}, "editor", False),
        ({"category": "ai coding", "human_line_changes": 2}, "editor", False),
        ({"category": "meeting"}, "program", False),
        ({"category": None, "project": None}, "editor", False),
    ],
)
def test_a_heartbeat_tells_who_made_it_and_whether_it_is_coding(
    planner: Planner, fields: dict[str, Any], source: str, by_agent: bool
) -> None:
    sign = read_sign(beat(planner, "7:00", **fields), "")
    assert (sign.source, sign.by_agent) == (source, by_agent)


def test_no_path_of_a_file_is_kept(planner: Planner) -> None:
    sign = read_sign(beat(planner, "7:00"), "")
    assert "train.py" not in repr(sign)
    with pytest.raises(HeartbeatError, match="project must be text"):
        read_sign(beat(planner, "7:00", project="\ud800"), "")


def test_the_editor_is_read_from_the_name_of_its_plugin() -> None:
    assert editor_name(AGENT) == "vscode"
    assert editor_name("wakatime/v1.90.0 (linux) go1.21 vim/900 vim-wakatime/11.1") == "vim"
    assert editor_name("curl/8.0") == ""


def test_a_restarted_planner_takes_the_same_port_at_once() -> None:
    """Given a connection that the server was first to close, then its port is free again."""
    first = HeartbeatServer(0, "key", lambda: None)  # type: ignore[arg-type, return-value]
    port = first.server_port
    with socket.create_connection(("127.0.0.1", port)) as client:
        accepted, _address = first.socket.accept()
        accepted.close()
        first.server_close()
        assert client.recv(1) == b""
    HeartbeatServer(port, "key", lambda: None).server_close()  # type: ignore[arg-type, return-value]


def test_connections_that_say_nothing_keep_no_editor_waiting(
    planner: Planner, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given as many silent connections as there may be less one, then one more is answered.

    The server would hear them for longer than a plugin waits for its answer.
    """
    monkeypatch.setattr(server._HeartbeatRequest, "timeout", 60)
    silent = [
        socket.create_connection(("127.0.0.1", plugin.port)) for _each in range(MOST_AT_ONCE - 1)
    ]
    status, _answer = plugin("POST", BULK, [beat(planner, "7:00")])
    assert status == 201

    def one_more() -> None:
        silent.append(socket.create_connection(("127.0.0.1", plugin.port)))
        plugin("GET", BAR)

    with pytest.raises(ConnectionError):  # the answered one may still be making room
        all(one_more() is None for _each in range(20))
    for each in silent:
        each.close()


def test_editors_that_report_at_once_lose_nothing(planner: Planner, plugin: Plugin) -> None:
    signs = [beat(planner, f"7:{minute:02}", project=f"p{minute}") for minute in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: plugin("POST", BULK, [one, signs[0]])[0], signs))
    assert answers == [201] * len(signs)
    span = stretch(planner, "6:00-8:00")
    assert len(planner._session.store.evidence.within(span)) == len(signs)


def test_a_sign_from_a_clock_that_was_ahead_hides_no_later_one(
    planner: Planner, plugin: Plugin, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 08:00")
    ahead = at(planner, "7:00").timestamp() + 400 * 86_400
    plugin("POST", BULK, [beat(planner, "7:00"), beat(planner, "7:05", time=ahead)])
    last = planner.editors.status().last
    assert last is not None
    assert last.at == at(planner, "7:00")
