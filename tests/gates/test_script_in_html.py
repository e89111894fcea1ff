"""In every page that is written, what the map says is words: no script, no handler, no link but to the web."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Run

PAGES: Final = {
    "atlas": "atlas --to {to}", "report": "report --no-pictures --to {to}", "network": "network --to {to}",
    "map": "map --to {to}", "coverage": "coverage --to {to}", "spectrum": "spectrum --issue corruption --to {to}",
}  # fmt: skip


class Tags(HTMLParser):
    """What a browser would make elements of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_evil_texts_has_the_elements_of_any_other(name: str, evil: Path, run: Run) -> None:
    file = evil / f"{name}.html"
    ran = run(*PAGES[name].format(to=file).split(), "--audience", "internal")
    assert ran.exit_code == 0, ran.stderr
    page = file.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    assert "Zq" in page
    assert not [attributes for _, attributes in tags.found if any(key.startswith("on") for key in attributes)]
    assert not [attributes for tag, attributes in tags.found if tag == "img" and attributes.get("src") == "x"]
    assert not [a["href"] for _, a in tags.found if re.match(r"\s*(javascript|data|vbscript):", a.get("href") or "", re.IGNORECASE)]
    # Each script element of the page's own ends where it should: the evil end and beginning are not among them.
    assert page.count("</script>") == len([tag for tag, _ in tags.found if tag == "script"])
    assert "<script>Zq()" not in page
    policies = [a.get("content") or "" for tag, a in tags.found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]


def test_every_command_that_writes_a_page_is_here() -> None:
    from tests.whole.test_documentation import EVERY

    writes = {n for n, c in EVERY.items() if any("--to" in p.opts and "html" in (p.help or "") for p in c.params)}
    assert writes == set(PAGES)
