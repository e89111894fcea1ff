"""The page of one picture in a browser: it zooms, tells, fetches nothing, and no name in it runs."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pytest

from ngomap.pictures.picture import Picture, drawn
from ngomap.pictures.saving import saved
from tests.browser.conftest import Open, grave

EVIL = ["<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "\"'><svg onload=alert(3)>", "</style></svg><b>", "حقوق الناس"]


def picture() -> Picture:
    rows = [{"x": i, "y": i % 3, "name": name} for i, name in enumerate(EVIL)]
    base = alt.Chart(alt.NamedData("rows")).encode(x="x:Q", y="y:Q", description="name:N")
    chart = alt.layer(base.mark_circle(size=900), base.mark_text(dy=-22).encode(text="name:N")).properties(width=600, height=300)
    spec = drawn(chart, {"rows": rows}, EVIL[0], [EVIL[1]], "2026-11-01 · <b>Us</b>")
    return Picture(EVIL[0], spec, ("name", EVIL[2]), tuple((r["name"], "1") for r in rows), "2026-11-01 · <b>Us</b>", (EVIL[3],))  # type: ignore[misc]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "evil names.html"
    path.write_bytes(saved(picture(), "html"))
    return path


def box(opened: object) -> list[float]:
    return [float(n) for n in opened.page.locator(".drawing svg").get_attribute("viewBox").split()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False)])
def test_names_stay_names_and_everybody_can_use_the_page(open_page: Open, path: Path, width: int, dark: bool) -> None:
    opened = open_page(path, width=width, dark=dark)
    assert (opened.asked, opened.said) == ([], [])
    assert opened.page.title() == EVIL[0]
    assert opened.page.locator("main script, main img, main b").count() == 0
    assert opened.page.locator("td").all_text_contents()[::2] == EVIL
    opened.page.locator("summary").click()
    assert grave(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_pointer_is_told_what_is_under_it(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    opened.page.locator("svg [data-label]").first.hover(force=True)
    assert opened.page.locator("#told").text_content() in EVIL
    opened.page.mouse.move(2, 2)
    assert opened.page.locator("#told").is_hidden()


def test_zoom_by_button_keyboard_and_wheel_and_back(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    whole = box(opened)
    opened.page.get_by_role("button", name="Larger").click()
    nearer = box(opened)
    assert nearer[2] == pytest.approx(whole[2] * 2 / 3)
    opened.page.locator(".drawing").focus()
    opened.page.keyboard.press("ArrowRight")
    assert box(opened)[0] > nearer[0]
    opened.page.keyboard.press("+")
    assert box(opened)[2] == pytest.approx(whole[2] * 4 / 9)
    opened.page.get_by_role("button", name="Everything").click()
    assert box(opened) == whole
    opened.page.keyboard.press("Shift+Tab")
    assert (opened.asked, opened.said) == ([], [])


def test_without_scripts_the_drawing_and_the_table_are_there(open_page: Open, path: Path) -> None:
    opened = open_page(path, scripts=False)
    assert opened.page.locator(".drawing svg").is_visible()
    assert opened.page.locator(".tools").is_hidden()
    opened.page.locator("summary").click()
    assert opened.page.locator("td").first.is_visible()
    assert opened.said == []
