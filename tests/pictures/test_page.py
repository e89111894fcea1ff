"""The page around a picture: what it may do, and that what is written in it stays words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ngomap.pictures.page import asset, digest, page
from ngomap.pictures.saving import svg_of
from tests.browser.test_picture_page import picture


class Parts(HTMLParser):
    """The tags and the names of attributes in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_only_the_page_s_own_script_may_run_and_nothing_is_fetched() -> None:
    text = page(picture(), svg_of(picture()))
    (held,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert held.startswith("default-src 'none'")
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert digest(script) in held
    assert "unsafe-inline" not in held.split("style-src")[0]
    parts = Parts()
    parts.feed(text)
    assert parts.tags & {"link", "iframe", "img", "image", "object", "embed", "base", "form", "a", "use"} == set()
    assert {name for name in parts.attributes if name in ("src", "href", "xlink:href") or name.startswith("on")} == set()
    assert "@import" not in text
    assert "url(http" not in text


def test_names_are_words_in_the_page() -> None:
    text = page(picture(), svg_of(picture()))
    assert text.count("<script") == 1
    assert "onerror=alert(2)&gt;" in text
    assert "<b>" not in text


def test_what_draws_itself_is_one_image_to_a_screen_reader() -> None:
    inside = page(picture(), svg_of(picture())).split('class="drawing"', 1)[1].split("</svg>")[0]
    assert inside.count("role=") == 1
    assert inside.count("data-label=") == 10
    assert "aria-label=" not in inside.split(">", 1)[1]


def test_the_assets_are_there() -> None:
    assert asset("page.js").startswith('"use strict"')
    assert "prefers-color-scheme: dark" in asset("page.css")
