"""The US register: codes, names, groups, and what must stay inside. All organizations and people are invented."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from ngomap.errors import UsageError
from ngomap.exporters.formats import FORMATS as EXPORTS
from ngomap.importers import irs_bmf
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.records import ActorRow, Said
from ngomap.importers.source import Part, Reading, Source, source_of
from ngomap.model.actors import KINDS
from ngomap.model.answers import Rejected
from ngomap.model.shipped import shipped_rows
from ngomap.model.words import VOCABULARY_FILES
from ngomap.store.connection import Map
from tests.conftest import Run

HEADER = (
    "EIN,NAME,ICO,STREET,CITY,STATE,ZIP,GROUP,SUBSECTION,AFFILIATION,CLASSIFICATION,RULING,DEDUCTIBILITY,FOUNDATION,"
    "ACTIVITY,ORGANIZATION,STATUS,TAX_PERIOD,ASSET_CD,INCOME_CD,FILING_REQ_CD,PF_FILING_REQ_CD,ACCT_PD,ASSET_AMT,"
    "INCOME_AMT,REVENUE_AMT,NTEE_CD,SORT_NAME"
)
PLAIN = {
    "EIN": "012345678", "NAME": "LANTERN FOOD BANK INC", "ICO": "NA", "STREET": "1 ELM ST", "CITY": "SMALLVILLE",
    "STATE": "KS", "ZIP": "66601-0000", "GROUP": "0000", "SUBSECTION": "03", "AFFILIATION": "3",
    "CLASSIFICATION": "1000", "RULING": "198702", "DEDUCTIBILITY": "1", "FOUNDATION": "15", "ACTIVITY": "000000000",
    "ORGANIZATION": "1", "STATUS": "01", "TAX_PERIOD": "202112", "ASSET_CD": "3", "INCOME_CD": "3",
    "FILING_REQ_CD": "02", "PF_FILING_REQ_CD": "0", "ACCT_PD": "12", "ASSET_AMT": "84801", "INCOME_AMT": "40000",
    "REVENUE_AMT": "30200", "NTEE_CD": "K31", "SORT_NAME": "NA",
}  # fmt: skip


def line(**cells: str) -> str:
    return ",".join((PLAIN | cells).values())


def said(*lines: str) -> list[Said | Rejected]:
    return list(irs_bmf.read(register(*lines), Reading()).rows)


def register(*lines: str) -> Source:
    return source_of("eo.csv", "\n".join((HEADER, *lines, "")).encode())


def only(**cells: str) -> ActorRow:
    (row,) = said(line(**cells))
    assert isinstance(row, Said)
    (actor,) = row.actors
    return actor


def test_a_whole_row() -> None:
    assert only() == ActorRow(
        "Lantern Food Bank Inc",
        {
            "country": "US", "place": "Smallville, KS", "kind": "ngo", "status": "active", "budget": 30200.0,
            "currency": "USD",
            "notes": "Tax-exempt since 1987-02.\nBudget: revenue of the tax year to 2021-12.\n"
            "Address: 1 ELM ST, 66601-0000",
        },
        identifiers=(("US-EIN", "012345678"),),
        terms=(("issue", "food-security"), ("population", "people-in-poverty"), ("service", "food-distribution"),
               ("sector", "social-services")),
        areas=("Smallville, KS", "US.KS", "US-KS", "Kansas"),
    )  # fmt: skip


@pytest.mark.parametrize("written", ["012345678", "12345678", "01-2345678", "12345678.0"])
def test_leading_zeros_of_a_number_are_kept_or_put_back(written: str) -> None:
    assert only(EIN=written).identifiers == (("US-EIN", "012345678"),)


@pytest.mark.parametrize("written", ["", "NA", "0", "1234567890", "０１２３４５６７８", "12x"])
def test_what_is_no_number_is_rejected_with_the_row(written: str) -> None:
    (row,) = said(line(EIN=written))
    assert isinstance(row, Rejected)
    assert (row.line, row.row["NAME"]) == (2, "LANTERN FOOD BANK INC")
    assert "EIN" in row.reason


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"FOUNDATION": "04", "NTEE_CD": "E20"}, "donor"), ({"FOUNDATION": "10"}, "faith"),
        ({"FOUNDATION": "11", "NTEE_CD": "NA"}, "academia"), ({"FOUNDATION": "14"}, "government"),
        ({"SUBSECTION": "05", "CLASSIFICATION": "3000", "NTEE_CD": "NA"}, "union"),
        ({"SUBSECTION": "05", "CLASSIFICATION": "1000", "NTEE_CD": "NA"}, "professional"),
        ({"SUBSECTION": "06", "NTEE_CD": "NA"}, "business"), ({"SUBSECTION": "06", "NTEE_CD": "E03"}, "professional"),
        ({"SUBSECTION": "07", "NTEE_CD": "NA"}, "other"), ({"NTEE_CD": "X200"}, "faith"), ({"NTEE_CD": "T31"}, "donor"),
        ({"NTEE_CD": "NA"}, "ngo"), ({"NTEE_CD": "J40"}, "union"),
    ],
)  # fmt: skip
def test_the_kind_comes_from_the_codes(cells: dict[str, str], kind: str) -> None:
    assert only(**cells).facts["kind"] == kind


def test_every_word_of_the_code_lists_is_one_of_the_map() -> None:
    known = {v: {row["slug"] for row in shipped_rows(name)} for v, name in VOCABULARY_FILES.items()}
    used = {
        (vocabulary, slug)
        for row in shipped_rows("imports/ntee.csv")
        for vocabulary, column in (("issue", "issues"), ("population", "populations"), ("service", "services"),
                                   ("sector", "sector"))
        for slug in row[column].split("|")
    } | {("sector", row["sector"]) for row in shipped_rows("imports/irs_codes.csv")}  # fmt: skip
    assert {(v, s) for v, s in used if s and s != "-" and s not in known[v]} == set()
    kinds = {row["kind"] for name in ("ntee", "irs_codes") for row in shipped_rows(f"imports/{name}.csv")}
    assert kinds - {""} <= set(KINDS)


@pytest.mark.parametrize("revenue", ["NA", "0", "", "-250"])
def test_no_revenue_is_no_budget(revenue: str) -> None:
    assert "budget" not in only(REVENUE_AMT=revenue).facts


@pytest.mark.parametrize("revenue", ["1,234", "1_000", "nan", "1e400", "３００"])
def test_an_amount_that_can_be_read_in_two_ways_is_rejected(revenue: str) -> None:
    cell = f'"{revenue}"'
    (row,) = said(line(REVENUE_AMT=cell))
    assert isinstance(row, Rejected)
    assert "REVENUE_AMT" in row.reason


def test_what_is_not_said_is_not_there() -> None:
    missing = dict.fromkeys(PLAIN, "NA") | {"EIN": "012345678", "NAME": "LANTERN"}
    actor = only(**missing)
    assert (actor.facts, actor.terms, actor.areas) == ({"country": "US"}, (), ())


def test_a_name_in_small_letters_stays_and_no_name_is_rejected() -> None:
    assert only(NAME="eLantern of YMCA").name == "eLantern of YMCA"
    assert only(NAME="YMCA OF SMALLVILLE II").name == "YMCA of Smallville II"
    for name in ("NA", "", "?!"):
        (row,) = said(line(NAME=name))
        assert isinstance(row, Rejected)


def test_second_lines_become_aliases_only_where_they_can_hardly_be_a_person() -> None:
    chapter = {"GROUP": "0925", "AFFILIATION": "9", "NAME": "ORDER OF LANTERNS"}
    assert only(**chapter, SORT_NAME="0236 NEWTON").aliases == ("Order of Lanterns 0236 Newton",)
    assert only(SORT_NAME="LFB").aliases == ("LFB",)
    assert only(SORT_NAME="DBA LANTERN CENTER").aliases == ("Lantern Center",)
    for person in ("JANE DOE", "DOE JANE ANN", "JANE CHURCH", "MARY CENTER SECY", "JANE", "JOHN BANKS"):
        actor = only(SORT_NAME=person)
        assert actor.aliases == ()
        assert "Also listed as" in str(actor.facts["notes"])
        assert only(**chapter, SORT_NAME="JANE DOE").aliases == ()


def ties(*lines: str) -> set[tuple[str, str, str]]:
    rows = said(*lines)
    return {(t.type, t.a, t.b) for row in rows if isinstance(row, Said) for t in row.ties}


def test_the_central_organization_of_a_group_is_the_parent_wherever_it_stands() -> None:
    below = [line(EIN=f"00000000{n}", NAME="ORDER", GROUP="0925", AFFILIATION="9") for n in (1, 2)]
    other = line(EIN="000000004", NAME="ORDER", GROUP="0926", AFFILIATION="9")
    alone = line(EIN="000000005", NAME="ORDER", AFFILIATION="3")
    central = line(EIN="000000003", NAME="GRAND ORDER", GROUP="0925", AFFILIATION="6")
    wanted = {("parent-of", "000000003", "000000001"), ("parent-of", "000000003", "000000002")}
    for order in ([central, *below], [*below, central], [below[0], central, below[1]]):
        assert ties(*order, other, alone) == wanted
    assert ties(*below, other) == set()
    assert ties(central, central) == set()


def test_several_regional_files_are_one_register_and_the_rest_is_named() -> None:
    def part(name: str, text: str) -> Part:
        return Part(name, lambda: BytesIO(text.encode()))

    source = Source("eo", (part("eo1.csv", f"{HEADER}\n{line()}\n"), part("notes.md", 'No "table\n'),
                           part("eo2.csv", f"{HEADER}\n{line(EIN='000000009')}\n")))  # fmt: skip
    assert choose(source, Reading()) == "irs-bmf"
    network = irs_bmf.read(source, Reading())
    assert [row.part for row in network.rows if isinstance(row, Said)] == ["eo1.csv", "eo2.csv"]
    assert set(network.headers) == {"eo1.csv", "eo2.csv"}
    assert any("notes.md" in note for note in network.notes())


def test_columns_in_another_order_or_lacking_are_no_obstacle() -> None:
    text = "NAME,EIN,STATE,SUBSECTION,RULING,FOUNDATION\nLANTERN,012345678,KS,03,NA,15\n"
    (row,) = irs_bmf.read(source_of("x.csv", text.encode()), Reading()).rows
    assert isinstance(row, Said)
    assert row.actors[0].facts == {"country": "US", "place": "KS", "kind": "ngo"}
    with pytest.raises(UsageError):
        irs_bmf.read(register(line()), Reading({"NAME": "name"}))


def test_no_export_for_the_public_or_for_partners_has_the_name_of_a_person(
    empty_map: Map, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "eo.csv"
    rows = [
        line(ICO="% ZEBULON QUAGMIRE"), line(EIN="000000002", NAME="OTHER LANTERN", SORT_NAME="ZEBULON QUAGMIRE"),
        line(EIN="000000003", NAME="THIRD LANTERN", GROUP="0925", AFFILIATION="9", SORT_NAME="QUAGMIRE ZEBULON SECY"),
        line(EIN="000000004", NAME="FOURTH LANTERN", STREET="7 QUAGMIRE LN"),
    ]  # fmt: skip
    path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    answer = run("import", str(path), "--format", "json").json
    assert (answer["format"], answer["added"], answer["rejected"]) == ("irs-bmf", 4, 0)
    again = run("import", str(path), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4)
    for name in EXPORTS:
        for audience in ("public", "partners"):
            out = run("export", name, "--audience", audience)
            assert out.exit_code == 0
            assert "quagmire" not in out.stdout.casefold(), name
    assert "quagmire" in run("export", "json", "--audience", "internal").stdout.casefold()


def test_the_sample(datasets: Path) -> None:
    source = open_source([datasets / "irs-bmf-sample-2022" / "BizFile_Extract.csv"])
    assert choose(source, Reading()) == "irs-bmf"
    rows = list(irs_bmf.read(source, Reading()).rows)
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert (len(rows), [row.line for row in rejected]) == (1509, [79, 229, 273, 643, 1124])
    actors = {row.actors[0].identifiers[0][1]: row.actors[0] for row in rows if isinstance(row, Said)}
    # One number occurs twice; names repeat without it.
    assert len(actors) == 1503
    assert Counter(a.name for a in actors.values())["American Legion"] > 1
    loyola = actors["720408946"]
    assert (loyola.name, loyola.facts["kind"], loyola.facts["place"]) == (
        "Loyola University", "academia", "New Orleans, LA",
    )  # fmt: skip
    planning = actors["222757367"]
    assert ("issue", "sexual-reproductive-health") in planning.terms
    assert actors["042457298"].facts["place"] == "Lancaster, MA"
    assert sum(a.name.isupper() for a in actors.values()) <= 3
