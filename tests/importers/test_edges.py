"""Two columns of names: what is one, what is none, and what its rows say."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import edges
from ngomap.importers.formats import FORMATS, choose
from ngomap.importers.opening import open_source
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Part, Reading, Source, source_of
from ngomap.model.answers import Rejected
from ngomap.model.text import name_key


def table(text: str) -> Source:
    return source_of("x.csv", text.encode())


def read(text: str, reading: Reading | None = None) -> Network:
    return edges.read(table(text), reading or Reading())


def ties(network: Network) -> list[tuple[str, str, str]]:
    return [(t.type, t.a, t.b) for row in network.rows if isinstance(row, Said) for t in row.ties]


@pytest.mark.parametrize(
    ("headers", "usual"),
    [
        ("from,to", "related"), ("Source,Target", "related"), ("donor,donee,cause_area,anything", "funds"),
        ("Funder,Recipient,Amount", "funds"), ("Bailleur;Bénéficiaire", "funds"), ("Organization,Partner", "works-with"),
        ("Organización,Socio,Tipo", "works-with"), ("Member,Network,Since", "member-of"), ("Parent,Subsidiary", "parent-of"),
        ("Organization A,Organization B,Relationship", "related"), ("NGO 1;NGO 2", "related"), ("org1,org2", "related"),
    ],
)  # fmt: skip
def test_headers_that_name_both_ends(headers: str, usual: str) -> None:
    mark = ";" if ";" in headers else ","
    more = mark * (headers.count(mark) - 1)
    text = f"{headers}\nAlpha{mark}Beta{more}\nGamma{mark}Delta{more}\n"
    assert choose(table(text), Reading()) == "edges"
    assert ties(read(text)) == [(usual, "Alpha", "Beta"), (usual, "Gamma", "Delta")]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Type\nA,NGO\nB,NGO\n", "Organization,Partner,Phone\nA,B,1\n", "Organization,Partner,Town\nA,B,Rome\n",
        "Name,From,To\nA,2001,2004\nB,2001-02,2005\n", "Organization,Acronym\nAlpha,A\nBeta,B\n",
        "NGO,Focal person\nA,Ada\nB,Eve\n", "Organization,Website,Donor,Recipient\nA,a.example,B,C\n", "Name\nA\n",
    ],
)  # fmt: skip
def test_a_table_of_organizations_is_none_of_ties(text: str) -> None:
    assert edges.recognise(table(text), Reading()) == 0
    assert choose(table(text), Reading()) == "table"


def test_two_columns_of_the_same_names_are_ties_whatever_they_are_called() -> None:
    text = "Foo,Bar\nAlpha,Beta\nBeta,Gamma\n"
    assert choose(table(text), Reading()) == "edges"
    assert edges.recognise(table("Foo,Bar\nAlpha,Beta\nGamma,Delta\n"), Reading()) == 0
    assert ties(edges.read(table("Foo,Bar\nAlpha,Beta\nGamma,Delta\n"), Reading())) == [
        ("related", "Alpha", "Beta"), ("related", "Gamma", "Delta")
    ]  # fmt: skip


def test_columns_that_the_user_names() -> None:
    text = "Who,Whom,How,When\nA,B,funds,2020\n"
    reading = Reading({"Who": "from", "Whom": "to", "How": "type", "When": "since"})
    assert choose(table(text), reading) == "edges"
    (row,) = read(text, reading).rows
    assert isinstance(row, Said) and row.ties[0].facts == {"since": "2020"} and row.ties[0].type == "funds"
    with pytest.raises(UsageError):
        choose(table(text), Reading({"Who": "form"}))
    with pytest.raises(BadFile) as caught:
        read(text)
    assert "--column" in caught.value.hint


def test_actors_are_said_once_with_the_first_row_that_is_taken() -> None:
    network = read("donor,donee,amount\nA,B,x\nA,B,5\nA,C,6\n ,C,7\nA,--,8\nA,!!,8\n")
    rows = list(network.rows)
    assert [[a.name for a in row.actors] for row in rows if isinstance(row, Said)] == [["A", "B"], ["C"]]
    rejects = [(r.line, r.reason) for r in rows if isinstance(r, Rejected)]
    assert [line for line, _ in rejects] == [2, 5, 6, 7]
    assert "'x' is not a number" in rejects[0][1] and "first end of the tie is empty" in rejects[1][1]
    assert "'!!' is not a name" in rejects[3][1]
    assert network.columns == {"donor": "from", "donee": "to", "amount": "amount of money"}
    notes = " ".join(network.notes())
    assert "currency" in notes and "'other'" in notes


def test_our_own_table_of_ties_comes_back() -> None:
    text = "from,from_name,type,to,to_name,status,rung,audience\na,Alpha,works-with,b,Beta,active,3,public\n"
    assert choose(table(text), Reading()) == "edges"
    (row,) = read(text).rows
    assert isinstance(row, Said)
    assert [(a.name, a.handle, a.key) for a in row.actors] == [("Alpha", "a", "a"), ("Beta", "b", "b")]
    assert row.ties[0].facts == {"status": "active", "rung": 3, "audience": "public"}


def test_a_table_of_nodes_beside_it() -> None:
    def part(name: str, text: str) -> Part:
        return Part(name, lambda: BytesIO(text.encode()))

    ends, nodes = part("e.csv", "from,to\nA,B\nB,New\nA,B\nB,A\nA,B\n"), part("n.csv", "name,type\nA,NGO\nB,Donor\n")
    text = part("NOTES.md", "# About\n- one, two\n- three\n")
    source = Source("folder", (text, ends, nodes))
    assert edges.recognise(source, Reading()) == 0, "two of three names are not enough"
    ends = part("e.csv", "from,to\nA,B\nB,A\n")
    source = Source("folder", (text, ends, nodes))
    assert choose(source, Reading()) == "edges"
    network = edges.read(source, Reading())
    rows = [row for row in network.rows if isinstance(row, Said)]
    assert [(a.name, a.facts["kind"], row.part) for row in rows for a in row.actors] == [("A", "ngo", "n.csv"), ("B", "donor", "n.csv")]
    assert [len(row.ties) for row in rows] == [0, 0, 1, 1]
    assert "NOTES.md" in " ".join(network.notes())
    other = part("o.csv", "name,type\nX,NGO\n")
    assert edges.recognise(Source("folder", (ends, nodes, other)), Reading()) == 0


def test_names_stay_as_they_are_written() -> None:
    (row,) = read("from,to\n[bold]A[/],'=1+1\n").rows
    assert isinstance(row, Said) and [a.name for a in row.actors] == ["[bold]A[/]", "=1+1"]


def test_every_real_file_is_taken_for_what_it_is(datasets: Path) -> None:
    ours = {"graphml", "gexf", "kumu", "gephi", "ftm", "edges"}
    taken = {}
    for path in sorted(datasets.rglob("*.csv")):
        source = open_source([path])
        found = {name for name in ours if FORMATS[name].recognise(source, Reading())}
        if found:
            taken[path.name] = found
    assert taken == {"edges.csv": {"edges"}, "grants.csv": {"edges"}}


def test_the_wetlands_as_a_folder(datasets: Path) -> None:
    source = open_source([datasets / "swiss-wetlands"])
    assert choose(source, Reading()) == "edges"
    network = edges.read(source, Reading())
    rows = [row for row in network.rows if isinstance(row, Said)]
    actors = [actor for row in rows for actor in row.actors]
    assert (len(actors), sum(len(row.ties) for row in rows)) == (132, 541)
    assert Counter(a.remarks for a in actors) == {("level: actor",): 80, ("level: activity",): 52}
    known = {a.key for a in actors}
    assert all({t.a, t.b} <= known and t.type == "related" for row in rows for t in row.ties)
    assert "'level: activity' (52)" in " ".join(network.notes())
    assert edges.recognise(open_source([datasets / "swiss-wetlands" / n for n in ("edges.csv", "nodes.csv")]), Reading()) == 1


def test_the_grants(datasets: Path) -> None:
    source = open_source([datasets / "foundation-grants" / "grants.csv"])
    assert choose(source, Reading()) == "edges"
    network = edges.read(source, Reading())
    rows = list(network.rows)
    taken = [row for row in rows if isinstance(row, Said)]
    rejected = Counter("empty" if "empty" in row.reason else "less" for row in rows if isinstance(row, Rejected))
    assert (len(rows), len(taken), rejected) == (95_709, 95_637, {"empty": 12, "less": 60})
    ties = [tie for row in taken for tie in row.ties]
    assert {t.type for t in ties} == {"funds"}
    same = Counter((name_key(t.a), name_key(t.b), t.facts.get("since"), t.facts.get("reference")) for t in ties)
    assert max(same.values()) == 1
    assert Counter(len(str(t.facts.get("since", ""))) for t in ties) == {
        4: 69_638 + 77 - 72, 7: 7_167, 10: 15_112, 0: 3_495 + 220
    }
    assert not any("FIXME" in str(t.facts) for t in ties)
    assert "currency" in " ".join(network.notes())
