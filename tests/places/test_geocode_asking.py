"""Asking a service: every kind of reply, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ngomap.places import geocode_asking
from ngomap.places.geocode_asking import Asked, ask_all
from ngomap.places.geocoders import service
from ngomap.places.geocoding import judge
from ngomap.store.connection import Map
from ngomap.store.geocodes import kept_reply
from tests.places.geocode_server import Reply, Server, place, said, serving

MILL = place("-1.25", "36.75", "Mill, Kenya")
FAR = place("1.0", "37.0", "Mill, North, Kenya")
UNCERTAIN: dict[str, tuple[Any, str]] = {
    "no coordinates": ([{"display_name": "Mill"}], "no-coordinates"),
    "nulls": ([place(None, None)], "no-coordinates"),
    "no latitude": ([place(None, "36.75")], "no-coordinates"),
    "0,0": ([place("0", "0", country=None)], "no-coordinates"),
    "0.0 numbers": ([place(0.0, 0.0)], "no-coordinates"),
    "longitude 396": ([place("-1.25", "396.75")], "no-coordinates"),
    "other country": ([place("-1.25", "36.75", country="tz")], "wrong-country"),
    "outside the box": ([place("48.2", "16.4", country=None)], "wrong-country"),
    "swapped": ([place("36.75", "-1.25")], "wrong-country"),
    "far apart": ([MILL, FAR], "ambiguous"),
    "latitude 95": ([place("95", "36.75")], "bad-reply"),
    "words": ([place("south", "east")], "bad-reply"),
    "nan": ([place("nan", "nan")], "bad-reply"),
    "1e999": ([place("1e999", "1")], "bad-reply"),
    "list of lists": ([[1, 2]], "bad-reply"),
    "list of texts": (["Mill"], "bad-reply"),
    "a text": ("Mill", "bad-reply"),
    "a number": (7, "bad-reply"),
    "true": (True, "bad-reply"),
    "latitude a list": ([place([1], [2])], "bad-reply"),
    "latitude an object": ([place({}, {})], "bad-reply"),
    "no label": ([{"lat": "-1.25", "lon": "36.75"}], "bad-reply"),
    "an object": ({"a": 1}, "bad-reply"),
}


FOUND: dict[str, Any] = {
    "texts": [MILL],
    "numbers": [place(-1.25, 36.75)],
    "near one another": [MILL, place("-1.26", "36.76", "Mill Station")],
    "one abroad": [MILL, place("48.2", "16.4", "Mill", "at")],
    "no country said": [place("-1.25", "36.75", country=None)],
    "one object": place("-1.25", "36.75"),
    "evil label": [place("-1.25", "36.75", "\x1b[31m[bold]Mill\u202e\n" + "x" * 10000)],
}


def elsewhere(url: str) -> Reply:
    return Reply(b"", 302, {"Location": url})


FAILURES: dict[str, tuple[Reply, str]] = {
    "403": (Reply(b"no", 403), "refuses us"),
    "401": (Reply(b"", 401), "refuses us"),
    "500": (Reply(b"<h1>Sorry</h1>", 500), "HTTP status 500"),
    "404": (Reply(b"", 404), "HTTP status 404"),
    "503": (Reply(b"", 503), "did not answer"),
    "html": (Reply(b"<html>Log in to the hotel</html>", headers={"Content-Type": "text/html"}), "not JSON"),
    "cut": (Reply(b'[{"lat": "1'), "not JSON"),
    "cut off": (Reply(b'[{"lat": "1"}', length=500), "broke off"),
    "empty": (Reply(b""), "not JSON"),
    "not utf-8": (Reply(b"\xff\xfe["), "not JSON"),
    "unknown charset": (Reply(b"[]", headers={"Content-Type": "text/html; charset=klingon"}), "not JSON"),
    "deep": (Reply(b"[" * 100_000), "not JSON"),
    "huge": (Reply(b"[" + b" " * 3_000_000 + b"]"), "larger than"),
    "too slow": (Reply(b"[]", pause=0.6), "did not answer within 0.3 seconds"),
    "a byte now and then": (Reply(b"[" + b" " * 60, drip=0.05), "did not answer within 0.3 seconds"),
    "redirect elsewhere": (elsewhere("http://127.0.0.1:9/search"), "sends us on to http://127.0.0.1"),
    "redirect to a file": (elsewhere("file:///etc/passwd"), "HTTP status 302"),
    "redirect in circles": (elsewhere("/search?q=Mill"), "HTTP status 302"),
    "an error in JSON": (said({"error": "Bandwidth"}), "reports an error"),
}


@pytest.fixture(autouse=True)
def quickly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(geocode_asking, "INTERVAL", 0.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _: said([MILL])) as running:
        yield running


Ask = Callable[..., Asked]


@pytest.fixture
def ask(bare_map: Map, server: Server) -> Ask:
    """Ask the service for places in Kenya."""

    def asked(*places: str, again: bool = False) -> Asked:
        nominatim = service("nominatim", server.url, 0.3)
        return ask_all(bare_map, nominatim, [(text, "KE") for text in places], again, 0, lambda _: None)

    return asked


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", UNCERTAIN)
def test_a_reply_that_is_not_certain_is_kept_without_a_point(ask: Ask, server: Server, case: str) -> None:
    reply, outcome = UNCERTAIN[case]
    server.answer = lambda _: said(reply)
    kept = ask("Mill").replies["Mill", "KE"]
    assert (kept.outcome, kept.lat, kept.lon) == (outcome, None, None)
    assert ask("Mill").replies["Mill", "KE"] == kept
    assert len(server.asked) == 1


@pytest.mark.parametrize("case", FOUND)
def test_a_certain_reply_is_kept_with_its_point(ask: Ask, server: Server, case: str) -> None:
    server.answer = lambda _: said(FOUND[case])
    kept = ask("Mill").replies["Mill", "KE"]
    assert (kept.outcome, kept.lat, kept.lon) == ("found", -1.25, 36.75)
    assert kept.attribution == "© OpenStreetMap contributors"
    assert len(kept.label or "") <= 160


def test_nothing_is_kept_as_nothing(ask: Ask, server: Server) -> None:
    server.answer = lambda _: said([])
    assert ask("Mill").replies["Mill", "KE"].outcome == "nothing"
    server.answer = lambda _: said([MILL])
    assert ask("Mill").requests == 0
    assert ask("Mill", again=True).replies["Mill", "KE"].outcome == "found"


@pytest.mark.parametrize("case", FAILURES)
def test_a_service_that_fails_is_told_in_a_line_and_nothing_kept(
    ask: Ask, server: Server, bare_map: Map, case: str
) -> None:
    reply, told = FAILURES[case]
    server.answer = lambda _: reply
    asked = ask("Mill")
    assert told in asked.trouble
    assert "\n" not in asked.trouble
    assert asked.failed == [("Mill", "KE")]
    assert kept_reply(bare_map, "nominatim", server.url, "Mill", "KE") is None


def test_after_three_failures_in_a_row_nobody_is_asked_any_more(ask: Ask, server: Server) -> None:
    broken = Reply(b"", 500)
    server.answer = lambda asked: said([MILL]) if asked["q"] == "C" else broken
    asked = ask("A", "B", "C", "D", "E", "F", "G")
    assert server.queries == ["A", "B", "C", "D", "E", "F"]
    assert [text for text, _ in asked.failed] == ["A", "B", "D", "E", "F", "G"]


def test_who_has_had_enough_keeps_what_was_found(ask: Ask, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(locations: Any, country: str | None) -> Any:
        if server.queries[-1] == "B":
            raise KeyboardInterrupt
        return judge(locations, country)

    monkeypatch.setattr(geocode_asking, "judge", stopped)
    asked = ask("A", "B", "C")
    assert list(asked.replies) == [("A", "KE")]
    assert asked.trouble == "You stopped it."
    assert server.queries == ["A", "B"]
