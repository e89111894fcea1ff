"""The atlas in a browser: search, filters, picking, keyboard, phone, print, and nothing that runs or leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.model.shipped import shipped_json
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.whole_load import load
from tests.browser.conftest import Open, Opened, grave

EVIL = (
    "<script>alert(1)</script> Trust",
    "</script><img src=x onerror=alert(2)>",
    '"\'><svg onload=alert(3)> & Co',
    "javascript:alert(4)",
    "حقوق الناس للجميع",
    "🕊️ " + "Very long name of an organization that nobody can say in one breath " * 5,
)


SHOWN = len(shipped_json("example.json")["actors"]) - 2  # type: ignore[index]
"""Of the example: one is secret, one has closed."""


def written(folder: Path, document: object, *options: str) -> Path:
    map_, page = folder / "a.db", folder / "atlas of ours.html"
    with creating(map_) as made:
        fill_vocabularies(made)
        load(made, document)
    ran = CliRunner().invoke(app, ["--map", str(map_), "atlas", "--to", str(page), *options])
    assert ran.exit_code == 0, ran.output
    return page


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("example"), shipped_json("example.json"), "--audience", "internal")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No points, areas that nobody located, no ties but one, no us."""
    actors = [
        {"handle": f"o{n}", "kind": "ngo", "name": name, "mission": name, "serves": ["here"], "issues": ["corruption"],
         "website": "https://x.example/<b>?q=\"'" if n else "https://ours.example", "place": name}
        for n, name in enumerate(EVIL)
    ]  # fmt: skip
    document = {
        "ngomap": "map/1", "map": {"name": EVIL[1], "today": "2026-11-01"},
        "terms": [{"vocabulary": "issue", "slug": "corruption", "name": EVIL[0]}],
        "areas": [{"handle": "here", "name": EVIL[2]}, {"handle": "there", "name": "There"}], "actors": actors,
        "relationships": [{"type": "funds", "from": "o0", "to": "o1", "title": EVIL[2], "audience": "public"}],
    }  # fmt: skip
    return written(tmp_path_factory.mktemp("evil"), document)


def sound(opened: Opened) -> Page:
    """The page, which asked for nothing and complained of nothing."""
    assert (opened.asked, opened.said) == ([], [])
    return opened.page


def count(page: Page) -> str:
    return page.locator("#count").inner_text()


def told(page: Page, words: str) -> None:
    """Wait until the count says so: typing is answered after a moment."""
    page.locator("#count", has_text=words).wait_for()


def listed(page: Page) -> list[str]:
    return page.locator("#list .name").all_inner_texts()


def picked(page: Page) -> str:
    return page.locator("#one-h").inner_text()


def click_mark(page: Page, drawing: str, name: str) -> None:
    """Click where the mark of an actor is drawn."""
    at = page.evaluate(
        """([drawing, name]) => {
          const n = JSON.parse(document.getElementById("data").textContent).actors.findIndex((a) => a.n === name);
          const marks = [...document.querySelectorAll(`${drawing} .mark`)];
          const mark = marks.find((m) => Number(m.dataset.n) === n).getBoundingClientRect();
          return [mark.x + mark.width / 2, mark.y + mark.height / 2];
        }""",
        [drawing, name],
    )
    page.mouse.click(*at)


def test_search_and_every_filter_narrow_all_views_together(open_page: Open, example: Path) -> None:
    opened = open_page(example)
    page = opened.page
    everybody = int(count(page).split()[0])
    assert everybody == SHOWN
    page.fill("#q", "VALMORE mothers")  # accents and case do not matter
    told(page, "1 of ")
    assert listed(page) == ["Alba Mothers’ Health"]
    assert page.locator("#map .mark:not(.off)").count() == 1
    assert page.locator("#net .mark:not(.off)").count() == 1
    page.click("#clear")
    assert count(page) == f"{everybody} organizations and people"
    for field, option in (("issue", "corruption"), ("kind", "government"), ("level", "local"), ("area", "teshmar")):
        page.locator(f"#f-{field} option").nth(1).wait_for(state="attached")
        value = page.evaluate(
            """([field, wanted]) => {
              const data = JSON.parse(document.getElementById("data").textContent);
              return String({ issue: () => data.issues.findIndex((i) => i[2] === wanted), kind: () => data.kinds.findIndex((k) => k[0] === wanted),
                level: () => data.levels.indexOf(wanted), area: () => data.areas.findIndex((a) => a[3] === wanted) }[field]());
            }""",
            [field, option],
        )
        page.select_option(f"#f-{field}", value)
        some = int(count(page).split()[0])
        assert 0 < some < everybody
        assert len(listed(page)) == some
        assert f"{field}={option}" in page.url
        page.click("#clear")
    page.fill("#q", "nobody is called so")
    told(page, "0 of ")
    assert "Nobody matches" in page.locator("#list").inner_text()
    sound(opened)


def test_an_issue_takes_what_lies_under_it(open_page: Open, example: Path) -> None:
    page = open_page(example, fragment="issue=corruption").page
    assert "Fair Elections Now" in listed(page)  # works on election fraud


def test_picking_anywhere_shows_the_same_everywhere_and_back_works(open_page: Open, example: Path) -> None:
    opened = open_page(example)
    page = opened.page
    page.click("#list button:has-text('Bright Slate Learning')")
    assert picked(page) == "Bright Slate Learning"
    for drawing in ("#map", "#net"):
        assert page.locator(f"{drawing} .mark.picked").count() == 1
    assert page.locator(".cell.mine").count() > 0
    click_mark(page, "#net", "Roof and Hearth")
    assert picked(page) == "Roof and Hearth"
    click_mark(page, "#map", "Clear Wells Trust")
    assert picked(page) == "Clear Wells Trust"
    assert "org=clear-wells-trust" in page.url
    page.click("button.k-single-provider >> nth=0")
    name = page.locator(".cell-told .who-link").first.inner_text().strip()
    page.click(".cell-told .who-link >> nth=0")
    assert picked(page) == name
    page.click("#allies .row-link >> nth=0")
    assert picked(page) == page.locator("#allies .row-link").first.inner_text()
    tie = page.locator("#one .who-link").first
    other = tie.inner_text().strip()
    tie.click()
    assert picked(page) == other
    page.go_back()
    page.go_back()
    assert picked(page) == name
    sound(opened)


def test_everything_can_be_done_by_keyboard(open_page: Open, example: Path) -> None:
    page = open_page(example).page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("health")
    told(page, " of ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = listed(page)[1]
    page.keyboard.press("Enter")
    assert picked(page) == second
    page.keyboard.press("Escape")
    assert page.locator("#one").is_hidden()
    assert page.evaluate("document.activeElement.querySelector('.name').textContent") == second
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.querySelector('.name').textContent") == listed(page)[-1]
    page.focus("#map .sheet")
    page.keyboard.press("+")
    page.locator("#map .sheet.near").wait_for()
    cell = page.locator(".matrix .cell[tabindex='0']")
    assert cell.count() == 1
    cell.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator(".cell-told h3").count() == 1


@pytest.mark.parametrize("key", ["ArrowDown", "Enter"])
def test_going_on_before_what_was_typed_is_answered_goes_to_the_answer(open_page: Open, example: Path, key: str) -> None:
    page = open_page(example).page
    at_once = page.evaluate(
        """(key) => {
          const q = document.getElementById("q");
          q.focus();
          q.value = "health";
          q.dispatchEvent(new InputEvent("input", { bubbles: true }));
          q.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          const at = document.activeElement;
          return new Promise((told) => setTimeout(() => told([at.isConnected, at === document.activeElement, at.innerText]), 400));
        }""",
        key,
    )
    assert at_once[:2] == [True, True]
    assert at_once[2].splitlines()[0] == listed(page)[0]
    assert " of " in count(page)


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_one_view_at_a_time_without_scrolling_sideways(open_page: Open, example: Path, dark: bool) -> None:
    opened = open_page(example, width=390, height=844, dark=dark)
    page = opened.page
    for view, there in (("list", "#list"), ("map", "#map"), ("network", "#net"), ("coverage", "#cover"), ("tables", "#gaps")):
        page.click(f".tabs [data-view={view}]")
        assert page.locator(there).is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        if not dark:
            low = page.evaluate(
                """() => [...document.querySelectorAll("button, select, input")].filter((b) => b.offsetParent && !b.closest(".rows, .found, .several"))
                  .map((b) => [b.getBoundingClientRect().height, b.outerHTML.slice(0, 80)]).filter((b) => b[0] < 40 && b[0] > 0)"""
            )
            assert low == [], view
    page.click(".tabs [data-view=list]")
    page.tap("#list button >> nth=3")
    assert page.locator("#one").bounding_box()["width"] == 390  # type: ignore[index]
    if dark:
        assert grave(page) == []
    page.click(".close")
    assert page.locator("#one").is_hidden()
    sound(opened)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(open_page: Open, example: Path, dark: bool) -> None:
    page = open_page(example, dark=dark, fragment="org=citizens-fighting-corruption&issue=corruption").page
    page.click("button.k-single-provider >> nth=0")
    assert grave(page) == []


def test_evil_names_do_nothing_and_areas_stand_in_for_points(open_page: Open, evil: Path) -> None:
    opened = open_page(evil)
    page = opened.page
    assert count(page) == f"{len(EVIL)} organizations"
    assert page.title() == EVIL[1]
    assert {n.strip() for n in listed(page)} == {n.strip() for n in EVIL}
    assert "areas stand in" in page.locator("#where").inner_text()
    assert page.locator(".ranked .number").all_inner_texts() == [str(len(EVIL))]
    for n in range(len(EVIL)):
        page.click(f"#list button >> nth={n}")
    page.click(".ranked button")
    assert "area=here" in page.url
    assert page.evaluate("document.querySelectorAll('img, svg[onload], main script, b > script').length") == 0
    assert all(a.startswith("https://") for a in page.eval_on_selector_all("a[href^='h'], a[href*=':']", "all => all.map((a) => a.href)"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sound(opened)
    phone = open_page(evil, width=390, height=844, fragment="org=o5").page
    for view in ("list", "map", "network", "coverage", "tables"):
        phone.evaluate(f"document.querySelector('.tabs [data-view={view}]').click()")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), view


def test_without_scripts_the_table_says_it_all(open_page: Open, example: Path, evil: Path) -> None:
    opened = open_page(example, scripts=False)
    page = opened.page
    assert page.locator("#all tbody tr").count() == SHOWN
    assert page.locator("#all tbody tr").first.is_visible()
    assert page.locator("#gaps").is_visible()
    assert page.locator("#q").is_hidden()
    sound(opened)
    assert open_page(evil, scripts=False, width=390).page.locator("#all tbody tr").first.is_visible()


def test_print_has_every_part_and_no_controls(open_page: Open, example: Path) -> None:
    page = open_page(example, fragment="org=bright-slate").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in ("#map", "#net", "#coverage", "#gaps", "#overlap", "#allies", "#all table", "#one"):
        assert page.locator(part).is_visible(), part
    for control in ("#q", ".tools >> nth=0", ".tabs", ".anchors", "#list"):
        assert page.locator(control).is_hidden(), control
