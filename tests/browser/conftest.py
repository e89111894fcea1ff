"""Chromium, driven without a screen. Every request is recorded and refused, every complaint of the page collected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = "NGOMAP_BROWSER_TESTS"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Opened:
    """A page in a browser: `asked` is what it tried to fetch, `said` its errors and dialogs. Both should stay empty."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Without it they say why they did not run; where it is required, that is a failure."""
    if CHROMIUM is None:
        why = "there is no Chromium here (Debian: apt-get install chromium)"
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a file: `open_page(path, width=390, dark=True)`."""
    contexts = []

    def opening(
        path: Path, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True, fragment: str = ""
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            java_script_enabled=scripts, has_touch=width < 600, offline=True,
        )  # fmt: skip
        contexts.append(context)
        opened = Opened(context.new_page())
        address = path.as_uri()

        def gate(route: Route) -> None:
            if route.request.url.split("#")[0] == address:
                route.continue_()
            else:
                opened.asked.append(route.request.url)
                route.abort()

        context.route("**/*", gate)
        opened.page.on("console", lambda m: opened.said.append(m.text) if m.type in ("error", "warning") else None)
        opened.page.on("pageerror", lambda e: opened.said.append(str(e)))
        opened.page.on("dialog", lambda d: (opened.said.append(f"dialog: {d.message}"), d.dismiss()))
        opened.page.goto(address + (f"#{fragment}" if fragment else ""))
        return opened

    yield opening
    for context in contexts:
        context.close()


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical, each with the first element that has it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]
