"""FollowTheMoney entities, line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import ftm
from ngomap.importers.formats import choose
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected


def line(key: str, schema: str, **properties: Any) -> str:
    return json.dumps({"id": key, "schema": schema, "properties": properties}, ensure_ascii=False)


def network(*lines: str) -> Network:
    source = source_of("x.jsonl", "\n".join(lines).encode())
    assert choose(source, Reading()) == "ftm"
    return ftm.read(source, Reading())


def rows(*lines: str) -> list[Said]:
    found = list(network(*lines).rows)
    assert not [r for r in found if isinstance(r, Rejected)]
    return [r for r in found if isinstance(r, Said)]


ORG = line("o", "Organization", name=["Red Cross"])
ADA = line("p", "Person", name=["Ada"])


def test_an_organization_with_all_it_says() -> None:
    (row,) = rows(
        line(
            "o", "PublicBody", name=["Ministry of Works", "Ministère"], alias=["MoW"], abbreviation=["MW"], country=["ke"],
            website=["http://mow.example"], email=["a@mow.example"], registrationNumber=["12"], leiCode=["X1"],
            incorporationDate=["1963-12"], topics=["gov.national"], phone=["1", "2"],
        )
    )  # fmt: skip
    actor = row.actors[0]
    assert (actor.key, actor.name, actor.acronym, actor.aliases) == ("o", "Ministry of Works", "MW", ("Ministère", "MoW"))
    assert actor.facts == {
        "kind": "government", "country": "KE", "website": "http://mow.example", "email": "a@mow.example",
        "founded": "1963-12", "phone": "1",
    }  # fmt: skip
    assert set(actor.identifiers) == {("REG", "12"), ("XI-LEI", "X1")}
    assert set(actor.remarks) == {"topics: gov.national", "phone: 2"}


def test_people_are_internal() -> None:
    assert rows(ADA)[0].actors[0].facts == {"kind": "person", "audience": "internal"}


@pytest.mark.parametrize(
    ("schema", "properties", "tie"),
    [
        ("Membership", {"member": ["p"], "organization": ["o"], "startDate": ["2020-01"]}, ("member-of", "p", "o", {"since": "2020-01"})),
        ("Directorship", {"director": ["p"], "organization": ["o"], "role": ["Chair"]}, ("on-board-of", "p", "o", {"title": "Chair"})),
        ("Directorship", {"director": ["q"], "organization": ["o"]}, ("related", "q", "o", {"title": "on-board-of"})),
        ("Employment", {"employee": ["p"], "employer": ["o"]}, ("works-for", "p", "o", {})),
        ("Ownership", {"owner": ["q"], "asset": ["o"]}, ("related", "q", "o", {"title": "Ownership"})),
        ("Ownership", {"owner": ["q"], "asset": ["o"], "percentage": ["60 %"]}, ("parent-of", "q", "o", {"notes": "percentage: 60 %"})),
        ("UnknownLink", {"subject": ["q"], "object": ["o"], "role": ["agent"]}, ("related", "q", "o", {"title": "agent"})),
        ("Payment", {"payer": ["q"], "beneficiary": ["o"], "amount": ["5"], "currency": ["EUR"], "date": ["2020-01-02"]},
         ("funds", "q", "o", {"since": "2020-01-02", "amount": 5.0, "currency": "EUR"})),
        ("Family", {"person": ["p"], "relative": ["p2"], "relationship": ["sister"]}, ("knows", "p", "p2", {"title": "sister"})),
    ],
)  # fmt: skip
def test_ties_wherever_the_actors_stand(schema: str, properties: dict[str, Any], tie: tuple[object, ...]) -> None:
    others = (line("q", "Company", name=["Q"]), line("p2", "Person", name=["Eve"]), ADA, ORG)
    first = rows(line("t", schema, **properties), *others)[0].ties[0]
    assert (first.type, first.a, first.b, first.facts) == tie


def test_several_ends_are_several_ties_and_nested_entities_their_ids() -> None:
    (row, *_) = rows(line("t", "Membership", member=["p", {"id": "q"}], organization=["o"]), ORG)
    assert [(t.a, t.b) for t in row.ties] == [("p", "o"), ("q", "o")]


def test_other_schemata_are_passed_over_and_counted() -> None:
    found = network(ORG, line("v", "Vessel", name=["Ship"]), line("w", "Vessel", name=["Ship 2"]))
    assert sum(bool(r.actors) for r in found.rows) == 1  # type: ignore[union-attr]
    assert "'Vessel' (2)" in " ".join(found.notes())


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('{"id": "x", "schema"', "line 2: not sound JSON"), ('{"id": "x"}', "no entity"), ("[1]", "no entity"),
        (line("x", "Person"), "no name"), (line("x", "Membership", member=["p"]), "without 'organization'"),
        (line("x", "Person", name=["!!"]), "not a name"), ('{"id": "x", "schema": "Person", "properties": {"name": ["\\u0000"]}}', "NUL"),
        (line("x", "Payment", payer=["p"], beneficiary=["o"], amount=["1,234"]), "'1,234' is not a number"),
        (line("x", "Membership", member=[f"m{i}" for i in range(99)], organization=["a", "b"]), "99 and 2"),
    ],
)  # fmt: skip
def test_a_broken_line_is_rejected_and_the_others_are_taken(broken: str, says: str) -> None:
    first, second, third = network(ORG, broken, ADA).rows
    assert isinstance(second, Rejected) and says in second.reason and second.line == 2
    assert second.row == {"record": broken}
    assert first.actors and third.actors  # type: ignore[union-attr]


def test_columns_are_for_tables() -> None:
    with pytest.raises(UsageError):
        ftm.read(source_of("x", ORG.encode()), Reading({"a": "name"}))
    with pytest.raises(BadFile):
        list(ftm.read(source_of("x", b"\n\n"), Reading()).rows)


def test_other_json_is_not_followthemoney() -> None:
    for text in ('{"ngomap": "map/1"}', '{"a": 1}\n{"a": 2}', "[]", '{"schema": "x"'):
        assert ftm.recognise(source_of("x", text.encode()), Reading()) == 0
