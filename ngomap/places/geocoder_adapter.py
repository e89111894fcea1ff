"""How a service is asked: no redirect to elsewhere, no reply without end, no waiting without end."""

from __future__ import annotations

import json
import ssl
import time
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
    getproxies,
    proxy_bypass,
)

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_REPLY: Final = 2 * 1024 * 1024
"""Bytes. Five places with all their details are some ten thousand."""
AT_ONCE: Final = 65536


class TooLarge(GeocoderServiceError):  # type: ignore[misc]
    """A reply larger than any list of places."""


class Elsewhere(GeocoderServiceError):  # type: ignore[misc]
    """The service sends us to another server, which nobody agreed to tell of places."""


class _SameServer(HTTPRedirectHandler):
    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(urljoin(req.full_url, newurl))
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise Elsewhere(f"The service sends us on to {new.scheme}://{new.hostname}.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class CarefulAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """What geopy asks through. The errors are those that geopy's own adapters raise, and the two above."""

    def __init__(self, *, proxies: dict[str, str] | None, ssl_context: ssl.SSLContext | None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._proxies = getproxies() if proxies is None else proxies
        self._context = ssl_context

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """The reply, parsed."""
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("The reply is not JSON.") from error

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """The reply as it came."""
        end = time.monotonic() + timeout
        host = urlsplit(url).hostname or ""
        proxies = {} if is_loopback(host) or proxy_bypass(host) else self._proxies
        opener = build_opener(HTTPSHandler(context=self._context), ProxyHandler(proxies), _SameServer())
        try:
            with opener.open(Request(url, headers=headers), timeout=timeout) as page:  # noqa: S310 - http(s) only: see server()
                body = _read(page, end)
                charset = page.headers.get_content_charset() or "utf-8"
        except HTTPError as error:
            found = {name.lower(): value for name, value in error.headers.items()}
            error.close()
            raise AdapterHTTPError(str(error.code), status_code=error.code, headers=found, text="") from error
        except TimeoutError as error:
            raise GeocoderTimedOut("The service timed out.") from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise GeocoderTimedOut("The service timed out.") from error
            raise GeocoderUnavailable(getattr(error.reason, "strerror", None) or str(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise GeocoderUnavailable(getattr(error, "strerror", None) or "the connection broke off") from error
        try:
            return body.decode(charset)
        except (LookupError, ValueError) as error:
            raise GeocoderParseError("The reply is no text.") from error


def is_loopback(host: str) -> bool:
    """Whether the host is this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("example.org")
    (True, True, False)
    """
    return host == "localhost" or host == "::1" or (host.startswith("127.") and host.replace(".", "").isdigit())


def _read(page: Any, end: float) -> bytes:
    """All of the reply. A server that sends a byte now and then would otherwise never be late."""
    parts: list[bytes] = []
    size = 0
    while part := page.read1(AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > LARGEST_REPLY:
            raise TooLarge(f"The reply is larger than {LARGEST_REPLY // (1024 * 1024)} MB.")
        if time.monotonic() > end:
            raise TimeoutError
    if page.length:
        raise GeocoderUnavailable("the reply broke off")
    return b"".join(parts)
