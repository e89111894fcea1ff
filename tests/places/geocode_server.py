"""A service on this machine that answers whatever a test tells it to, and remembers what it was asked and when."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """What the service says. `pause` is waited before and, with `drip`, after every byte."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pause: float = 0.0
    drip: float = 0.0


@dataclass
class Server:
    """The running service: its address, and what came in."""

    url: str
    answer: Callable[[dict[str, str]], Reply]
    asked: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    @property
    def queries(self) -> list[str]:
        """The places that were asked for."""
        return [asked.get("q", "") for asked in self.asked]


def said(value: Any, **more: Any) -> Reply:
    """A reply in JSON."""
    return Reply(json.dumps(value).encode(), **more)


def place(lat: Any, lon: Any, label: str = "Somewhere", country: str | None = "ke") -> dict[str, Any]:
    """A place as Nominatim tells it."""
    address = {"country_code": country} if country else {}
    return {"lat": lat, "lon": lon, "display_name": label, "address": address}


@contextmanager
def serving(answer: Callable[[dict[str, str]], Reply]) -> Iterator[Server]:
    """A service while the test lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            server.at.append(time.time())
            server.asked.append(asked)
            server.paths.append(self.path)
            server.agents.append(self.headers["User-Agent"])
            reply = server.answer(asked)
            time.sleep(reply.pause)
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
                self.end_headers()
                if reply.drip:
                    for byte in reply.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(reply.drip)
                else:
                    self.wfile.write(reply.body)
            except OSError:
                pass

        def log_message(self, *args: Any) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = Server(f"http://127.0.0.1:{httpd.server_address[1]}", answer)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
